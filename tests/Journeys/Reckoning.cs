using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Serverless.Commerce;
using Serverless.Functions;
using Serverless.Sandbox;
using Books = Serverless.Commerce.Accounts;

namespace Serverless.Tests.Journeys;

/// <summary>What must add up when all orders are done: records, books, shelf, customs and the provider.</summary>
public sealed class Reckoning(Backroom backroom, SandboxApp sandbox, Reckoning.Expected expected)
{
    /// <summary>A SKU that is not there, and is promised to who waits.</summary>
    public const string Awaited = "LAMP";

    private const string Place = "MNL";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly ShopPolicy Policy = DemoShop.Policy;

    private List<Order> orders = [];
    private List<Order> cancelled = [];
    private List<Return> returns = [];
    private Dictionary<string, long> books = [];

    /// <summary>Waits until every order and return has come to its end, and every message is done with.</summary>
    public async Task AllIsDone()
    {
        var giveUp = DateTime.UtcNow + Patience;
        while (!await AreOver())
        {
            Assert.True(
                DateTime.UtcNow < giveUp, $"{orders.Count} orders and {returns.Count} returns have come to their end.");
            await Task.Delay(250);
        }

        await backroom.Drained(Patience);
        Assert.Empty(await backroom.Poison.List());
    }

    public async Task EverythingAddsUp()
    {
        await ReadBooks();
        await OneChargeEach();
        await TheShelfIsRight();
        await CustomersHaveTheirDue();
        await CustomsHaveTheirs();
        await DemandIsCountedOnce();
    }

    /// <summary>The points that an order leaves its customer with.</summary>
    public static long Earned(Order order, IEnumerable<Return> returns)
    {
        long all = order.Earns(Policy.Points);
        return all - returns.Where(back => back.Order == order.Id).Sum(back => order.ShareOf(back, all));
    }

    private async Task<bool> AreOver()
    {
        orders = await backroom.All<Order>("orders.delivered");
        returns = [.. (await backroom.All<Return>("returns.closed")).Where(one => one.Status == ReturnStatus.Closed)];
        cancelled = [.. (await backroom.All<Order>("orders.failed")).Where(one => one.Status == OrderStatus.Cancelled)];
        if (cancelled.Count < expected.Cancelled
            || cancelled.Exists(one => one.TakenOff.Any(off => off.DoneAt is null))) return false;
        if (orders.Count < expected.Orders + expected.Exchanged || returns.Count < expected.Returned) return false;
        var known = await Task.WhenAll(orders.Select(order => backroom.IsKnown(
            order, returns.Count(back => back.Order == order.Id))));
        return known.All(one => one);
    }

    private async Task ReadBooks()
    {
        var today = LegalEntity.Nobody.DayOf(DateTimeOffset.UtcNow);
        var balances = await backroom.Journal.Balance(today.AddDays(-2), today);
        books = balances.ToDictionary(one => one.Account, one => one.Debit.Amount - one.Credit.Amount);
        Assert.Equal(0, books.Values.Sum());
    }

    private async Task OneChargeEach()
    {
        Assert.Equal(expected.Orders + expected.Exchanged, orders.Count);
        Assert.Equal(expected.Returned, returns.Count);
        using var outside = new HttpClient();
        var payments = (await outside.GetFromJsonAsync<JsonArray>($"{sandbox.Address}/sandbox/payments"))!;
        foreach (var order in orders.Where(order => order.Due.Amount > 0))
        {
            var hers = payments.Where(payment => payment!["order"]!.GetValue<string>() == order.Id.Value).ToList();
            var mine = Assert.Single(hers, one => one!["payment"]!.GetValue<string>() == order.Payment!.Provider)!;
            Assert.Single(mine["charges"]!.AsArray());
            // What she paid again had a promise before, which is let go.
            Assert.All(hers.Where(other => other != mine), other => Assert.Equal(
                (0, 0), (other!["authorised"]!.GetValue<long>(), other["captured"]!.GetValue<long>())));
            Assert.Equal(1 + (order.Attempts ?? []).Length, hers.Count);
            Assert.Equal(order.Due.Amount, mine["captured"]!.GetValue<long>());
            Assert.Equal(
                order.Refunds.Sum(refund => refund.Amount.Amount), mine["refunded"]!.GetValue<long>());
        }

        Assert.Equal(expected.Cancelled, cancelled.Count);
        foreach (var order in cancelled)
        {
            var mine = Assert.Single(payments, payment => payment!["order"]!.GetValue<string>() == order.Id.Value)!;
            Assert.Equal((0, 0), (mine["captured"]!.GetValue<long>(), mine["refunded"]!.GetValue<long>()));
            Assert.Equal(PaymentStatus.Voided, order.Payment!.Status);
            Assert.Empty(order.Cases);
        }

        int again = orders.Sum(order => (order.Attempts ?? []).Length);
        // One whose parcel was faster than the bank did not have to be.
        Assert.InRange(again, 0, expected.PaidAgain);
        Assert.Equal(orders.Count(order => order.Due.Amount > 0) + cancelled.Count + again, payments.Count);
        long captured = payments.Sum(payment => payment!["captured"]!.GetValue<long>());
        long refunded = payments.Sum(payment => payment!["refunded"]!.GetValue<long>());
        Assert.True(refunded > 0);
        Assert.Equal(captured - refunded, Of(Books.CardClearing));
    }

    private async Task TheShelfIsRight()
    {
        long value = 0;
        foreach (string sku in expected.Skus)
        {
            var stock = (await backroom.Store.Find(Stock.At(sku, Place)))!.Record;
            int back = returns.SelectMany(one => one.Lines).Where(line => line.Sku == sku)
                .Sum(line => line.Found(Disposition.Restock));
            Assert.Equal(
                (sku, expected.Units - Sold(sku) + back, 0, 0, 0),
                (sku, stock.OnHand, stock.Allocations.Length, stock.Holds.Length, stock.Asides.Length));
            value += stock.Value.Amount;
        }

        Assert.Equal(value + expected.Beside, Of(Books.Inventory));
        if (expected.Cancelled == 0) return;
        var awaited = (await backroom.Store.Find(Stock.At(Awaited, Place)))!.Record;
        Assert.Equal((0, 0, 0), (awaited.OnHand, awaited.Allocations.Length, awaited.Holds.Length));
    }

    /// <summary>Points and credit are the sums of their entries, and what the books say is owed.</summary>
    private async Task CustomersHaveTheirDue()
    {
        long points = 0, credit = 0;
        foreach (var customer in orders.Select(order => order.Customer!.Value).Distinct())
        {
            long has = await Balance(StoredValue.PointsOf(customer));
            Assert.Equal(orders.Where(order => order.Customer == customer).Sum(order => Earned(order, returns)), has);
            points += has;
            credit += await Balance(StoredValue.CreditOf(customer, Currency.Php));
        }

        Assert.True(points > 0 && credit > 0, $"{points} points, {credit} of credit");
        Assert.Equal(-Policy.Points.Worth(points, Currency.Php).Amount, Of(Books.PointsOwed));
        Assert.Equal(-credit, Of(Books.CreditOwed));
    }

    private async Task CustomsHaveTheirs()
    {
        var abroad = orders.Where(order => order.Landed is not null).ToList();
        Assert.Equal(expected.Abroad, abroad.Count);
        long collected = abroad.Sum(order => order.Totals.Import.Amount);
        using var outside = new HttpClient();
        var declared = (await outside.GetFromJsonAsync<JsonArray>($"{sandbox.Address}/sandbox/declarations"))!;
        long charged = declared.Sum(one => ((string[])["duty", "tax", "fees"]).Sum(
            part => one!["charges"]![part]!["amount"]!.GetValue<long>()));
        Assert.True(collected > 0 && charged > 0, $"{collected} collected, {charged} charged");
        Assert.Equal(0, Of(Books.ImportPayable));
        Assert.Equal(-charged, Of(Books.BrokerPayable));
        Assert.Equal(charged - collected, Of(Books.ImportDifferences));
        int held = 0;
        foreach (var shipment in abroad.SelectMany(order => order.Shipments))
        {
            var clearance = (await backroom.Store.Find(ClearanceActivities.IdOf(shipment.Id)))!.Record;
            Assert.Equal(ClearanceStatus.Released, clearance.Status);
            held += clearance.Documents.Length;
        }

        Assert.Equal(expected.Held, held);
    }

    /// <summary>Every sale is counted once, and what is low is proposed on one order only.</summary>
    private async Task DemandIsCountedOnce()
    {
        foreach (string sku in expected.Skus)
        {
            var demand = (await backroom.Store.Find(Demand.Of(Stock.At(sku, Place))))!.Record;
            Assert.Equal((sku, Sold(sku)), (sku, demand.Days.Sum(day => day.Units)));
        }

        if (expected.Supplied is null) return;
        var order = Assert.Single(await backroom.All<PurchaseOrder>("purchase-orders.proposed"));
        Assert.Equal(expected.Supplied, Assert.Single(order.Lines).Sku);
    }

    private async Task<long> Balance(Id<StoredValue> id)
    {
        if ((await backroom.Store.Find(id))?.Record is not { } value) return 0;
        Assert.Empty(value.Holds);
        Assert.Equal(value.BroughtForward + value.Entries.Sum(entry => entry.Change), value.Balance);
        return value.Balance;
    }


    private int Sold(string sku) =>
        orders.SelectMany(order => order.Lines).Where(line => line.Sku == sku).Sum(line => line.Quantity);

    private long Of(string account) => books.GetValueOrDefault(account);

    /// <summary>What was bought, and what has become of it.</summary>
    /// <param name="Exchanged">Orders that came of an exchange, beside the others.</param>
    /// <param name="Units">How many of each SKU there were at first.</param>
    /// <param name="Supplied">The SKU that somebody could bring more of; null where so little is sold of none.</param>
    public sealed record Expected(
        int Orders, int Exchanged, int Returned, int Abroad, int Held, string[] Skus, int Units, string? Supplied)
    {
        /// <summary>What goods are worth that nobody bought.</summary>
        public long Beside { get; init; }

        /// <summary>How many of the orders may have had to be paid again.</summary>
        public int PaidAgain { get; init; }

        /// <summary>Orders that were called off, beside the others.</summary>
        public int Cancelled { get; init; }
    }
}
