using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>What a shopper chooses about the way of her goods reaches whoever carries them.</summary>
public sealed class DeliveryChoiceTests
{
    [Fact]
    public async Task Express_that_is_paid_for_is_booked_and_the_way_back_is_not()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 2);
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL");
        var cart = await shopper.Choose("express");
        Assert.Equal(25_000, cart["shipping"]!["amount"]!.GetValue<long>());
        await shopper.Pay();
        await shopper.Reach("Delivered");

        var parcel = await Parcel(shop, $"{shopper.Order}-1");
        Assert.Equal("Express", parcel["level"]!.GetValue<string>());

        var back = await shopper.SendBack("BOWL");
        await shopper.ReachReturn(back, "Requested");
        await shop.Staff(HttpMethod.Put, $"returns/{back}/approval", new { });
        await shopper.ReachReturn(back, "LabelIssued");
        Assert.Equal("Standard", (await Parcel(shop, back))["level"]!.GetValue<string>());
    }

    private static async Task<JsonNode> Parcel(TestShop shop, string reference)
    {
        using var outside = new HttpClient();
        var parcels = await outside.GetFromJsonAsync<JsonArray>(
            $"{shop.Sandbox.Address}/sandbox/parcels?reference={reference}");
        return Assert.Single(parcels!)!;
    }
}
