using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>The app is killed again and again while customs hold parcels (XB07); each is cleared once.</summary>
public sealed class CustomsKillTests
{
    private const int Orders = 5;
    private const int Kills = 8;

    [Fact]
    [Trait("Category", "Full")]
    public async Task Five_held_parcels_survive_eight_kills()
    {
        await using var shop = await MortalShop.Open(options => options with { CustomsStepSeconds = 1 });
        await shop.Start();
        await shop.Sell(2 * Orders, ("plain-bowl", "BOWL", 100_000, "460219"));

        var shoppers = shop.Buy($"--count {Orders} --country DE --hold");
        await shop.KillAgainAndAgain(Kills, seed: 20261124, shortestMs: 500, longestMs: 2500);
        await shoppers.EndsWell();
        await EachWasClearedOnce(shop);
    }

    private static async Task EachWasClearedOnce(MortalShop shop)
    {
        var declared = await shop.Outside("declarations");
        Assert.Equal(Orders, declared.Select(one => Text(one, "shipment")).Distinct().Count());
        Assert.Equal(Orders, declared.Count);
        foreach (var one in declared)
        {
            Assert.Equal("released", Text(one, "status"));
            var known = await shop.Get($"clearances/{Text(one, "shipment")}");
            Assert.Equal(
                (Text(one, "reference"), "Released"),
                (Text(known["clearance"], "reference"), Text(known["clearance"], "status")));
            Assert.Single(known["timeline"]!.AsArray(), fact => Text(fact, "cause") == "lodged");
        }

        var books = await shop.Get("ledger/balance");
        Assert.True(books["balanced"]!.GetValue<bool>(), books.ToJsonString());
        Assert.Empty((await shop.Get("poison"))["items"]!.AsArray());
    }

    private static string Text(JsonNode? said, string name) => said?[name]?.GetValue<string>() ?? "";
}
