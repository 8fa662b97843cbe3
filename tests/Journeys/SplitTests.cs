using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>An order that no location has whole leaves in several parcels.</summary>
public sealed class SplitTests
{
    [Fact]
    public async Task An_order_over_two_locations_is_two_parcels_one_charge_and_books_that_balance()
    {
        await using var shop = await OpenShop();
        var shopper = new Shopper(shop);
        var order = await shopper.Buy("BOWL", quantity: 5);

        Assert.Equal(
            ["MNL 3 Delivered", "CEB 2 Delivered"],
            order["shipments"]!.AsArray().Select(parcel =>
                $"{parcel!["location"]} {parcel["lines"]![0]!["quantity"]} {parcel["status"]}"));
        Assert.Equal(2, order["shipments"]!.AsArray().Select(parcel => $"{parcel!["tracking"]}").Distinct().Count());
        using var outside = new HttpClient();
        var payments = await outside.GetFromJsonAsync<JsonArray>(
            $"{shop.Sandbox.Address}/sandbox/payments?order={shopper.Order}");
        Assert.Single(Assert.Single(payments!)!["charges"]!.AsArray());
        await Accounts.Balance(shop, "BOWL", onHand: 1, inventory: 50_000, clearing: 500_000);
    }

    [Fact]
    public async Task Parcels_go_their_own_ways_and_the_order_says_so()
    {
        await using var shop = await OpenShop(options => options with { Robot = false });
        var shopper = new Shopper(shop);
        var order = await shopper.Buy("BOWL", quantity: 5, until: "Allocated");
        var (first, second) = ($"{shopper.Order}-1", $"{shopper.Order}-2");

        await shop.Pack(second);
        order = await shopper.Reach("PartiallyShipped", "PartiallyDelivered");
        Assert.Equal("Captured", order["payment"]!["status"]!.GetValue<string>());
        order = await shopper.Reach("PartiallyDelivered");
        Assert.Equal(2, order["returnable"]!["lines"]![0]!["quantity"]!.GetValue<int>());
        var toPick = await shop.Staff(HttpMethod.Get, "orders?list=to-pick");
        Assert.Equal(shopper.Order, Assert.Single(toPick["items"]!.AsArray())!["id"]!.GetValue<string>());

        await shop.Pack(first);
        await shopper.Reach("Delivered");
        await Accounts.Balance(shop, "BOWL", onHand: 1, inventory: 50_000, clearing: 500_000);
    }

    [Fact]
    public async Task What_is_sent_back_goes_to_the_location_that_most_of_it_came_from()
    {
        await using var shop = await OpenShop();
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL", quantity: 5);
        var back = await shopper.SendBack("BOWL", quantity: 5);
        await shopper.ReachReturn(back, "Requested");
        await shop.Staff(HttpMethod.Put, $"returns/{back}/approval", new { });
        await shopper.ReachReturn(back, "Closed");

        var stock = await shop.Staff(HttpMethod.Get, "stock/BOWL");
        Assert.Equal(
            ["MNL 5", "CEB 1"],
            stock["locations"]!.AsArray().Select(place => $"{place!["location"]} {place["onHand"]}"));
        await Accounts.Balance(shop, "BOWL", onHand: 6, inventory: 3 * 40_000 + 3 * 50_000, clearing: 0);
    }

    /// <summary>Three bowls in Manila and three, which were dearer, in Cebu.</summary>
    private static async Task<TestShop> OpenShop(
        Func<Serverless.Sandbox.SandboxOptions, Serverless.Sandbox.SandboxOptions>? outside = null)
    {
        var shop = await TestShop.Start(outside: outside);
        await shop.Sell("plain-bowl", "BOWL", units: 3);
        await shop.Receive("BOWL", 3, 50_000, "CEB");
        return shop;
    }
}
