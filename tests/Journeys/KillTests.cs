using System.Diagnostics;

namespace Serverless.Tests.Journeys;

/// <summary>The app is killed again and again while orders are under way; nothing is lost or doubled.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Kills = 20;
    internal const int Units = 40;

    internal static readonly (string Product, string Sku, long Price, string HsCode)[] Goods =
    [
        ("plain-bowl", "BOWL", 100_000, "460219"), ("plain-vase", "VASE", 150_000, "460219"),
        // Of earthenware, a part is kept when it comes back.
        ("plain-mug", "MUG", 30_000, "691200"),
        // Cheap enough that one more costs less than another way of delivery saves.
        ("plain-pin", "PIN", 10_000, "460219"),
    ];

    /// <summary>Twenty: at home, across four borders, two held there, four back, an edit, one paid again.</summary>
    internal static readonly string[] Wishes =
    [
        "--product plain-bowl --count 6",
        "--product plain-bowl --count 2 --country AU --hold",
        "--product plain-bowl --count 2 --country US",
        "--product plain-mug --count 2 --country DE",
        "--product plain-vase --count 2 --country JP",
        "--product plain-bowl --count 2 --return exchange",
        "--product plain-vase --count 1 --return credit",
        "--product plain-mug --count 1 --return fee",
        "--product plain-pin --count 1 --edit",
        "--product plain-bowl --count 1 --pay-again",
    ];

    internal static readonly Reckoning.Expected Expected = new(
        Orders: 20, Exchanged: 2, Returned: 4, Abroad: 8, Held: 2, [.. Goods.Select(one => one.Sku)], Units, "BOWL")
    { PaidAgain = 1 };

    /// <summary>Five that are called off while they wait for goods: no warehouse can be faster.</summary>
    private const string Cancels = "--product waiting-lamp --count 5 --cancel";

    /// <summary>One of each kind: paid again, held at a border, across one, three that come back, an edit.</summary>
    private static readonly string[] Seven =
    [
        "--product plain-bowl --count 1 --pay-again",
        "--product plain-bowl --count 1 --country AU --hold",
        "--product plain-mug --count 1 --country DE",
        "--product plain-bowl --count 1 --return exchange",
        "--product plain-vase --count 1 --return credit",
        "--product plain-mug --count 1 --return fee",
        "--product plain-pin --count 1 --edit",
    ];

    [Fact]
    public async Task Seven_orders_survive_eight_kills()
    {
        await using var shop = await MortalShop.Open();
        await Survive(
            shop, [.. Seven, "--product waiting-lamp --count 2 --cancel"],
            Expected with
            {
                Orders = 7,
                Exchanged = 1,
                Returned = 3,
                Abroad = 2,
                Held = 1,
                Supplied = null,
                Cancelled = 2,
            },
            () => shop.KillAgainAndAgain(8, seed: 20261111, shortestMs: 300, longestMs: 4000));
    }

    [Fact]
    [Trait("Category", "Full")]
    public async Task Twenty_orders_survive_twenty_kills()
    {
        await using var shop = await MortalShop.Open();
        await Survive(
            shop, [.. Wishes, Cancels], Expected with { Cancelled = 5 },
            () => shop.KillAgainAndAgain(Kills, seed: 20261111, shortestMs: 100, longestMs: 1500));
    }

    [Fact]
    [Trait("Category", "Full")]
    public async Task Twenty_orders_survive_twenty_kills_of_the_worker_alone()
    {
        await using var shop = await MortalShop.Open(told: ("FUNCTIONS_WORKER_PROCESS_COUNT", "1"));
        await Survive(
            shop, [.. Wishes, Cancels], Expected with { Cancelled = 5 },
            () => shop.KillWorkerAgainAndAgain(Kills, seed: 1212, shortestMs: 100, longestMs: 1500));
    }

    private async Task Survive(MortalShop shop, string[] wishes, Reckoning.Expected expected, Func<Task> kill)
    {
        await shop.Start();
        // Behind the others on the shelf: whoever exchanges something takes the first that is there.
        await shop.Put("products/waiting-lamp", Products.Plain("waiting-lamp", Reckoning.Awaited, 90_000, "460219"));
        await shop.Put($"stock/{Reckoning.Awaited}/backorder", new { cap = Units, promiseDays = 30 });
        await shop.Sell(Units, Goods);
        if (expected.Supplied is { } supplied) await shop.Supply(supplied);

        var watch = Stopwatch.StartNew();
        var shoppers = wishes.Select(wish => shop.Buy(wish)).ToList();
        await kill();
        foreach (var shopper in shoppers) output.WriteLine(await shopper.EndsWell());
        output.WriteLine($"{expected.Orders} orders: {watch.Elapsed.TotalSeconds:F1} s");

        var reckoning = new Reckoning(shop.Backroom, shop.Sandbox, expected);
        await reckoning.AllIsDone();
        await reckoning.EverythingAddsUp();
    }
}
