using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Functions;

namespace Serverless.Tests.Journeys;

/// <summary>What staff and shoppers wait for in a shop that has sold for years: as much as in a new one.</summary>
/// <remarks>
/// The many orders lie in the storage double, written by the shop's own writers; the few on the emulator. The calls to
/// the storage must be the same in both. SERVERLESS_ORDERS says how many; docs/storage-calls.md has figures.
/// </remarks>
public sealed class ManyOrdersTests(ITestOutputHelper output)
{
    private const int Few = 40;
    private const int Times = 60;

    // The same one in both shops: how many words its number may be read as is a matter of its letters.
    private const int One = 20;

    private static readonly string[] Firsts = [.. Enumerable.Range(0, 200).Select(at => Word("Ana", at))];
    private static readonly string[] Lasts = [.. Enumerable.Range(0, 500).Select(at => Word("Reyes", at))];

    [Fact]
    [Trait("Category", "Full")]
    public async Task A_search_and_a_list_cost_the_same_calls_among_very_many_orders_as_among_forty()
    {
        int many = int.Parse(
            Environment.GetEnvironmentVariable("SERVERLESS_ORDERS") ?? "5000", CultureInfo.InvariantCulture);
        var inFew = await Measure(Few, storage: null);
        var inMany = await Measure(many, new StorageDouble());
        output.WriteLine("| request | calls | median ms | p99 ms | calls among forty |");
        foreach (var (what, calls, median, slowest) in inMany)
        {
            int before = inFew.Single(one => one.What == what).Calls;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {what} | {calls} | {median:F1} | {slowest:F1} | {before} |"));
        }

        Assert.Equal(inFew.Select(one => (one.What, one.Calls)), inMany.Select(one => (one.What, one.Calls)));
    }

    private async Task<List<(string What, int Calls, double Median, double Slowest)>> Measure(
        int count, StorageDouble? storage)
    {
        await using var shop = await TestShop.Start(
            outside: options => options with { Robot = false }, storage: storage);
        await shop.Sell("plain-bowl", "BOWL", units: 50);
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL", until: "Allocated");
        await shop.Host.WhenIdle();
        var watch = Stopwatch.StartNew();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        await Fill(shop, new(shopper.Order), count);
        long bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count} orders in {watch.Elapsed.TotalSeconds:F0} s, {bytes / 1024 / 1024} MiB in this process."));

        // Everything about one of them that nobody else has: what is asked is the same in both shops.
        var one = IdOf(One);
        string number = OrderViews.NumberOf(one);
        return
        [
            await Ask(shop, "search by number", "PostOrderSearch", () => Find(shop, number, 1)),
            await Ask(shop, "search by phone", "PostOrderSearch", () => Find(shop, PhoneOf(One), 1)),
            await Ask(shop, "search by e-mail", "PostOrderSearch", () => Find(shop, EmailOf(One), 1)),
            await Ask(shop, "search by name", "PostOrderSearch", () => Find(shop, "Only Onewith Thisname", 1)),
            await Ask(
                shop, "search by a SKU that all have", "PostOrderSearch",
                () => Find(shop, "BOWL", OrderSearch.MostFound)),
            await Ask(shop, "one order, staff", "GetStaffOrder", () => shop.Staff(HttpMethod.Get, $"orders/{one}")),
            await Ask(
                shop, "list of orders, 20", "GetStaffOrders",
                () => shop.Staff(HttpMethod.Get, "orders?list=to-pick&limit=20")),
            await Ask(
                shop, "one customer, staff", "GetStaffCustomer",
                () => shop.Staff(HttpMethod.Get, $"customers/{CustomerOf(shop, One)}")),
        ];
    }

    private async Task<(string, int, double, double)> Ask(TestShop shop, string what, string function, Func<Task> ask)
    {
        var calls = shop.Services.GetRequiredService<StorageCalls>();
        await ask();
        var before = calls.Snapshot();
        await ask();
        int count = calls.Since(before).Where(call => call.Key.Scope == function).Sum(call => call.Value);
        List<double> times = [];
        for (int at = 0; at < Times; at++)
        {
            var watch = Stopwatch.StartNew();
            await ask();
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        return (what, count, times[Times / 2], times[Times * 99 / 100]);
    }

    private static async Task Find(TestShop shop, string text, int expected)
    {
        var (_, answer) = await shop.Send(
            HttpMethod.Post, "/api/staff/order-searches", TestShop.StaffKey, new { text });
        Assert.Equal(expected, answer!["items"]!.AsArray().Count);
    }

    /// <summary>Orders like the first, each of somebody else, a minute apart.</summary>
    private static async Task Fill(TestShop shop, Id<Order> first, int count)
    {
        var store = shop.Services.GetRequiredService<TableStore>();
        var search = shop.Services.GetRequiredService<OrderSearch>();
        var like = (await store.Find(first))!.Record;
        await Parallel.ForAsync(
            0, count, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (at, stop) =>
            {
                var address = like.Delivery.Address with { Name = NameOf(at), Phone = PhoneOf(at) };
                var order = like with
                {
                    Id = IdOf(at),
                    Customer = CustomerOf(shop, at),
                    OpenedAt = like.OpenedAt.AddMinutes(-at),
                    Delivery = like.Delivery with { Email = EmailOf(at), Address = address },
                    Shipments = [.. like.Shipments.Select(one => one with { Id = Shipment.Named(IdOf(at), 1) })],
                };
                (await store.Insert(order.Id, "filled", () => order, stop)).OrThrow();
                await search.Keep(order, stop);
            });
    }

    // As random as a browser's, and the same every time.
    private static Id<Order> IdOf(int at) => new($"{new Guid(SHA256.HashData(BitConverter.GetBytes(at))[..16])}");

    private static Id<Customer> CustomerOf(TestShop shop, int at) =>
        shop.Services.GetRequiredService<Tokens>().CustomerIdsOf(EmailOf(at))[0];

    private static string EmailOf(int at) => $"somebody.{at}@example.com";

    private static string PhoneOf(int at) => string.Create(CultureInfo.InvariantCulture, $"+6391{at:D8}");

    private static string NameOf(int at) =>
        at == One ? "Only Onewith Thisname" : $"{Firsts[at % Firsts.Length]} {Lasts[at / 3 % Lasts.Length]}";

    // Names are letters alone.
    private static string Word(string start, int at) =>
        start + string.Concat($"{at}".Select(digit => (char)('a' + digit - '0')));
}
