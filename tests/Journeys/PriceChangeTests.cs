using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>A price changes while goods lie in the bag: she is shown both, line by line.</summary>
public sealed class PriceChangeTests(OpenShop open) : IClassFixture<OpenShop>
{
    private readonly TestShop shop = open.Shop;

    [Fact]
    public async Task A_changed_price_is_shown_with_the_old_one_until_she_says_how_many_again()
    {
        await shop.Sell("plain-tray", "TRAY", units: 5, price: 50_000);
        var shopper = new Shopper(shop);
        await shopper.Fill("TRAY");
        Assert.Null(Line(await shopper.LookAtCart())["was"]);
        var total = (await shopper.LookAtCart())["total"]!.DeepClone();

        await shop.Sell("plain-tray", "TRAY", units: 0, price: 60_000);
        await shop.Until(
            async () => Amount(Line(await shopper.LookAtCart())["unitPrice"]) == 60_000, () => "the new price");
        Assert.Equal(50_000, Amount(Line(await shopper.LookAtCart())["was"]));
        Assert.Equal("price.changed", (await shopper.Pay(total: total)).Answer!["code"]!.GetValue<string>());

        Assert.Null(Line(await shopper.Put("TRAY", 1))["was"]);
    }

    private static JsonNode Line(JsonNode cart) => cart["lines"]![0]!;

    private static long Amount(JsonNode? money) => money!["amount"]!.GetValue<long>();
}
