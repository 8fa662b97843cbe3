using System.Diagnostics;

namespace Serverless.Tests.Journeys;

/// <summary>The app is killed again and again while goods come back; each is worth what it is, once.</summary>
public sealed class ReturnKillTests(ITestOutputHelper output)
{
    private const int Each = 3;
    private const int Kills = 10;
    private const int Units = 40;
    private const long Bowl = 100_000;
    private const long Vase = 150_000;
    private const long Shipping = 12_000;
    private const string HsCode = "460219";

    private static readonly string[] Ways = ["refund", "exchange", "credit"];

    [Fact]
    [Trait("Category", "Full")]
    public async Task Refunds_exchanges_and_credit_survive_kills()
    {
        await using var shop = await MortalShop.Open();
        await shop.Start();
        await shop.Sell(Units, ("plain-bowl", "BOWL", Bowl, HsCode), ("plain-vase", "VASE", Vase, HsCode));

        var watch = Stopwatch.StartNew();
        var shoppers = Ways.Select(way => shop.Buy($"--count {Each} --return {way} --product plain-bowl")).ToList();
        await shop.KillAgainAndAgain(Kills, seed: 20261112, shortestMs: 200, longestMs: 2500);
        foreach (var shopper in shoppers) output.WriteLine(await shopper.EndsWell());
        output.WriteLine($"{Each * Ways.Length} returns, {Kills} kills: {watch.Elapsed.TotalSeconds:F1} s");

        await AllIsSold(shop);
        await EverythingAddsUp(shop);
    }

    /// <summary>Replacements are orders, too: wait until they are where they go.</summary>
    private static async Task AllIsSold(MortalShop shop)
    {
        var giveUp = DateTime.UtcNow.AddSeconds(90);
        while ((await shop.Get("orders?list=delivered&limit=100"))["items"]!.AsArray().Count < Each * 4)
        {
            Assert.True(DateTime.UtcNow < giveUp, "The replacements were not delivered.");
            await Task.Delay(500);
        }
    }

    private static async Task EverythingAddsUp(MortalShop shop)
    {
        const int all = Each * 3;
        var payments = await shop.Outside("payments");
        long captured = payments.Sum(payment => payment!["captured"]!.GetValue<long>());
        long refunded = payments.Sum(payment => payment!["refunded"]!.GetValue<long>());
        Assert.Equal(all * (Bowl + Shipping) + Each * (Vase - Bowl), captured);
        Assert.Equal(Each * Bowl, refunded);

        var books = await shop.Get("ledger/balance");
        Assert.True(books["balanced"]!.GetValue<bool>(), books.ToJsonString());
        Assert.Equal(captured - refunded, Accounts.Of(books, "1010 Card clearing"));
        Assert.Equal(-Each * Bowl, Accounts.Of(books, "2210 Store credit owed"));
        Assert.Equal((2 * Units - Each) * MortalShop.UnitCost, Accounts.Of(books, "1200 Inventory"));
        await Lies(shop, "BOWL", Units);
        await Lies(shop, "VASE", Units - Each);
    }

    private static async Task Lies(MortalShop shop, string sku, int units)
    {
        var stock = await shop.Get($"stock/{sku}");
        Assert.Equal(
            (sku, units, 0, 0),
            (sku, stock["onHand"]!.GetValue<int>(), stock["held"]!.GetValue<int>(),
                stock["allocated"]!.GetValue<int>()));
    }
}
