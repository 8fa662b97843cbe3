using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Serialization;
using Azure.Data.Tables;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Tests;

namespace Serverless.Bench;

/// <summary>What it costs an order that what is personal in it is sealed: in time, and in the tables.</summary>
/// <remarks>
/// Both sides go through the shop's own store with records of the same shape. What is personal is said by name in the
/// register, so that a record that is called otherwise is kept in the clear by the same code.
/// </remarks>
internal sealed class Sealing : Measure
{
    private const int Orders = 40;
    private const string InTheClear = "in the clear";
    private const string Sealed = "sealed";

    // From the first click on pay to the door, as an order of one parcel is saved.
    private const int Changes = 9;
    private const int Looks = 4;

    private static readonly DateTimeOffset Then = new(2026, 11, 11, 0, 0, 0, TimeSpan.Zero);

    private static readonly Address Maria = new(
        "Maria Santos", "12 Mabini Street", "Unit 4", "Taguig", "Metro Manila", "1634", "PH", "+639171234567");

    private static readonly Delivery ToHer = new("maria@example.com", Maria, "standard");

    private static readonly Payment Paid = new(PaymentStatus.Authorised, "pi_measured", null, "visa", "4242", Then);

    private readonly Lazy<AzuriteAccount> account = new(() => new());

    public override string Name => "sealing";

    public override int WarmUps => 2;

    public override string? Missing => QueueMessages.HasAzurite
        ? null
        : "Azurite is not installed: `./dev test` installs it.";

    public override IReadOnlyList<Side> Sides =>
    [
        new(InTheClear, () => Run<ClearOrder>(
            "clear", ClearOf, (order, step) => order with { Step = step }, order => order.Fact)),
        new(Sealed, () => Run<SealedOrder>(
            "sealed", SealedOf, (order, step) => order with { Step = step }, order => order.Fact)),
    ];

    public override IReadOnlyList<Line> Lines =>
    [
        Beside($"an order saved {1 + Changes} times and read {Looks} times, sealed", "ms", "ms"),
        Beside("the same: processor time of the shop", "ms", "work"),
        Beside("the same: bytes in the table", "B", "bytes"),
    ];

    private static Line Beside(string what, string unit, string name) =>
        new(what, unit, read => read[Sealed, name], read => read[InTheClear, name], "the same records in the clear");

    private async Task<Dictionary<string, double>> Run<T>(
        string name, Func<Id<T>, T> open, Func<T, int, T> next, Func<T, object> fact) where T : class
    {
        var tables = new TableServiceClient(account.Value.ConnectionString);
        string table = $"{name}{Guid.NewGuid():N}"[..20];
        var kind = new RecordKind<T>(table) { Status = _ => "Kept", Fact = (order, _) => fact(order) };
        if (kind.IsPersonal != (name == "sealed"))
            throw new InvalidOperationException($"The register knows a {typeof(T).Name} otherwise than it should.");
        var seal = new RecordSeal(new TextSeal("a-key-of-at-least-thirty-two-characters"));
        var store = new TableStore(tables, new RecordKinds().Add(kind), seal, TimeProvider.System);
        // Makes the table, which is not measured.
        await Live(store, open, next);
        List<double> times = [];
        var began = Environment.CpuUsage.TotalTime;
        for (int order = 0; order < Orders; order++)
        {
            var watch = Stopwatch.StartNew();
            await Live(store, open, next);
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        double work = (Environment.CpuUsage.TotalTime - began).TotalMilliseconds / Orders;
        var rows = await tables.GetTableClient(table).QueryAsync<TableEntity>().ToListAsync();
        await tables.DeleteTableAsync(table);
        return new()
        {
            ["ms"] = times.Order().ElementAt(Orders / 2),
            ["work"] = work,
            ["bytes"] = rows.Sum(Size) / (double)(Orders + 1),
        };
    }

    private static async Task Live<T>(TableStore store, Func<Id<T>, T> open, Func<T, int, T> next) where T : class
    {
        var id = new Id<T>(Guid.NewGuid().ToString("D"));
        (await store.Insert(id, "opened", () => open(id))).OrThrow();
        for (int step = 1; step <= Changes; step++)
        {
            int now = step;
            (await store.Update(id, $"step-{step}", order => next(order, now))).OrThrow();
        }

        for (int look = 1; look < Looks; look++) await store.Find(id);
        await store.Timeline(id);
    }

    // learn.microsoft.com, "Understanding the Table service data model": what a row counts for.
    private static double Size(TableEntity row) =>
        4 + 2 * (row.PartitionKey.Length + row.RowKey.Length)
        + row.Sum(one => 8 + 2 * one.Key.Length + one.Value switch
        {
            byte[] bytes => 4 + bytes.Length,
            string text => 4 + Encoding.Unicode.GetByteCount(text),
            _ => 8,
        });

    private static Goods Bowls(string order)
    {
        var (one, none) = (new Money(100_000, Currency.Php), Money.Zero(Currency.Php));
        return new(
            [new("BOWL", "plain-bowl", "Plain bowl", "Natural", "/pictures/bowl.jpg", 2, one, one + one, 700)],
            new(one + one, none, none, none, none, one + one),
            [new(new($"{order}-1"), "MNL", [new("BOWL", 2)], ShipmentStatus.Allocated)]);
    }

    private static SealedOrder SealedOf(Id<SealedOrder> id) => new(id, 0, Bowls(id.Value), ToHer, Paid);

    private static ClearOrder ClearOf(Id<ClearOrder> id) => new(
        id, 0, Bowls(id.Value),
        new(ToHer.Email, new(
            Maria.Name, Maria.Line1, Maria.Line2, Maria.City, Maria.Province, Maria.Postcode, Maria.Country,
            Maria.Phone), ToHer.Method, ToHer.Terms),
        new(Paid.Status, Paid.Provider, Paid.ActionUrl, Paid.Brand, Paid.Last4, Paid.FirstTried));

    private sealed record Goods(
        ImmutableArray<OrderLine> Lines, Totals Totals, ImmutableArray<Shipment> Shipments);

    private sealed record SealedFact(Payment Payment, ImmutableArray<Shipment> Shipments);

    private sealed record ClearFact(ClearPayment Payment, ImmutableArray<Shipment> Shipments);

    private sealed record SealedOrder(Id<SealedOrder> Id, int Step, Goods Goods, Delivery Delivery, Payment Payment)
    {
        [JsonIgnore]
        public object Fact => new SealedFact(Payment, Goods.Shipments);
    }

    private sealed record ClearOrder(
        Id<ClearOrder> Id, int Step, Goods Goods, ClearDelivery Delivery, ClearPayment Payment)
    {
        [JsonIgnore]
        public object Fact => new ClearFact(Payment, Goods.Shipments);
    }

    private sealed record ClearDelivery(string Email, ClearAddress Address, string Method, DeliveryTerms Terms);

    private sealed record ClearAddress(
        string Name, string Line1, string? Line2, string City, string Province, string Postcode, string Country,
        string Phone);

    private sealed record ClearPayment(
        PaymentStatus Status, string? Provider, string? ActionUrl, string? Brand, string? Last4,
        DateTimeOffset FirstTried);
}
