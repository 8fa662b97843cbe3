using System.Net;
using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>What is not there yet can be bought with a promise, up to a cap, and leaves when it has come.</summary>
public sealed class BackorderTests
{
    [Fact]
    public async Task A_shopper_is_told_when_late_goods_leave_and_gets_them_when_they_have_come()
    {
        await using var shop = await OpenShop(cap: 3);
        var shopper = new Shopper(shop);
        var promised = shop.Clock!.GetUtcNow().AddDays(14);
        await shopper.Fill("BOWL", quantity: 3);
        await shopper.SeesProblem(null);
        var cart = await shopper.LookAtCart();
        Assert.InRange(cart["lines"]![0]!["promised"]!.GetValue<DateTimeOffset>(), promised, promised.AddMinutes(5));

        await shopper.Pay();
        var order = await shopper.Reach("Backordered");
        Assert.InRange(order["lines"]![0]!["promised"]!.GetValue<DateTimeOffset>(), promised, promised.AddMinutes(5));
        var waiting = await shop.Staff(HttpMethod.Get, "orders?list=backordered");
        Assert.Equal(shopper.Order, Assert.Single(waiting["items"]!.AsArray())!["id"]!.GetValue<string>());

        await shop.Receive("BOWL", 1, 40_000);
        await shop.Receive("BOWL", 5, 40_000);
        await shopper.Reach("Delivered");
        await Accounts.Balance(shop, "BOWL", onHand: 4, inventory: 4 * 40_000, clearing: 300_000);
    }

    [Fact]
    public async Task Never_is_more_promised_than_the_cap_and_who_came_first_is_served_first()
    {
        await using var shop = await OpenShop(cap: 3);
        var (first, second, third) = (new Shopper(shop), new Shopper(shop), new Shopper(shop));
        await first.Buy("BOWL", quantity: 2, until: "Backordered");
        await second.Buy("BOWL", quantity: 2, until: "Backordered");
        await third.Fill("BOWL", quantity: 2);
        var (status, answer) = await third.Pay();
        Assert.Equal((HttpStatusCode.Conflict, "stock.too_few"), (status, answer!["code"]!.GetValue<string>()));

        await shop.Receive("BOWL", 1, 40_000);
        await first.Reach("Delivered");
        Assert.Equal("Backordered", (await second.Look())["status"]!.GetValue<string>());
        await shop.Receive("BOWL", 2, 40_000);
        await second.Reach("Delivered");
    }

    [Fact]
    public async Task A_promise_that_is_late_is_on_the_desk_of_the_staff()
    {
        // Sooner than a bank lets go of the money, which asks for somebody as well.
        await using var shop = await OpenShop(cap: 3, days: 4);
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL", quantity: 2, until: "Backordered");
        JsonNode? order = null;
        await shop.Until(
            async () => (order = await shop.Staff(HttpMethod.Get, $"orders/{shopper.Order}"))["attention"] is not null,
            () => $"somebody is asked: {order}", TimeSpan.FromHours(1));
        Assert.Equal("backorder.late", order!["attention"]!["code"]!.GetValue<string>());
    }

    /// <summary>One bowl is there, and some more may be promised within two weeks, or so many days.</summary>
    private static async Task<TestShop> OpenShop(int cap, int days = 14)
    {
        var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 1);
        await shop.Staff(HttpMethod.Put, "stock/BOWL/backorder", new { cap, promiseDays = days });
        return shop;
    }
}
