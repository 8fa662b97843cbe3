using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>A shopper buys, gets, sends back: the whole shop in process, its clock moved by hand.</summary>
public sealed class SpineTests
{
    [Fact]
    public async Task An_order_is_packed_shipped_delivered_sent_back_and_refunded()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 5);
        var shopper = new Shopper(shop);

        var order = await shopper.Buy("BOWL", quantity: 2);
        Assert.Equal(
            ["Started", "StockHeld", "Authorised", "Placed", "Allocated", "Picking", "Packed", "Shipped",
             "OutForDelivery", "Delivered"],
            order["timeline"]!.AsArray().Select(fact => fact!["status"]!.GetValue<string>()));
        Assert.Equal("Captured", order["payment"]!["status"]!.GetValue<string>());
        Assert.Equal(212_000, Amount(order["total"]));
        Assert.Equal(22_714, Amount(order["tax"]));

        var back = await shopper.SendBack("BOWL");
        await shopper.ReachReturn(back, "Requested");
        await shop.Staff(HttpMethod.Put, $"returns/{back}/approval", new { });
        var refunded = await shopper.ReachReturn(back, "Closed");
        Assert.Equal(100_000, Amount(refunded["refund"]));

        order = await shopper.Look();
        Assert.Equal(100_000, Amount(order["refunded"]));
        Assert.Equal("PartlyRefunded", order["payment"]!["status"]!.GetValue<string>());
        await Accounts.Balance(shop, "BOWL", onHand: 4, inventory: 4 * 40_000, clearing: 112_000);
    }

    [Fact]
    public async Task A_declined_card_gives_the_stock_and_the_cart_back()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-mug", "MUG", units: 1);
        var shopper = new Shopper(shop);

        var order = await shopper.Buy("MUG", card: Shopper.DeclinedCard, until: "Failed");
        Assert.Equal("payment.declined", order["reason"]!["code"]!.GetValue<string>());

        var (status, _) = await shopper.Pay();
        Assert.Equal(202, (int)status);
        await shopper.Reach("Delivered");
        await Accounts.Balance(shop, "MUG", onHand: 0, inventory: 0, clearing: 112_000);
    }

    private static long Amount(JsonNode? money) => money!["amount"]!.GetValue<long>();
}
