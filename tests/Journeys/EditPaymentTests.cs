using System.Net;
using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>An order becomes dearer than the bank has promised: that is promised first, or nothing changes.</summary>
public sealed class EditPaymentTests
{
    [Fact]
    public async Task The_whole_is_promised_first_and_the_old_promise_let_go_when_the_order_has_changed()
    {
        await using var shop = await Open();
        var shopper = await Bought(shop);
        var (wish, total) = await Dearer(shop, shopper);
        wish["paymentMethod"] = await shopper.Tokenise("5555555555554444");
        var id = Guid.NewGuid().ToString();
        var both = await Task.WhenAll(Edit(shop, shopper, wish, id), Edit(shop, shopper, wish, id));
        Assert.All(both, one => Assert.True(one.Status == HttpStatusCode.OK, $"{one.Answer}"));
        var order = await shopper.Look();
        Assert.Equal((total, "4444"), (Amount(order["total"]), $"{order["payment"]!["card"]!["last4"]}"));
        Assert.Equal((total, 0), await PaidAgain.Held(shop, shopper));
        Assert.Equal(["canceled", "requires_capture"],
            (await PaidAgain.Payments(shop, shopper)).Select(one => $"{one!["status"]}"));

        await shop.Pack($"{shopper.Order}-1");
        await shopper.Reach("Delivered");
        Assert.Equal((total, total), await PaidAgain.Held(shop, shopper));
        await Accounts.Balance(shop, "BOWL", onHand: 38, inventory: 38 * 40_000, clearing: total);
    }

    [Fact]
    public async Task A_bank_that_says_no_leaves_the_order_its_promise_and_the_stock_as_they_were()
    {
        await using var shop = await Open();
        var shopper = await Bought(shop);
        var before = await shopper.Look();
        var (wish, _) = await Dearer(shop, shopper);
        wish["paymentMethod"] = await shopper.Tokenise(Shopper.DeclinedCard);
        var (status, answer) = await Edit(shop, shopper, wish);
        Assert.Equal((HttpStatusCode.PaymentRequired, "payment.declined"), (status, $"{answer!["code"]}"));
        var after = await shopper.Look();
        Assert.Equal(Amount(before["total"]), Amount(after["total"]));
        Assert.Equal(1, after["lines"]![0]!["quantity"]!.GetValue<int>());
        Assert.Equal((112_000, 0), await PaidAgain.Held(shop, shopper));
        var stock = await shop.Staff(HttpMethod.Get, "stock/BOWL");
        Assert.Equal((1, 0), (stock["allocated"]!.GetValue<int>(), stock["held"]!.GetValue<int>()));
    }

    [Fact]
    public async Task While_her_bank_asks_who_she_is_the_order_shows_where_to_confirm_and_then_it_has_changed()
    {
        await using var shop = await Open();
        var shopper = await Bought(shop);
        var (wish, total) = await Dearer(shop, shopper);
        wish["paymentMethod"] = await shopper.Tokenise(Shopper.SecureCard);
        var editing = Edit(shop, shopper, wish);
        var order = await PaidAgain.Shows(
            shop, shopper, "her bank asks", one => one["attempt"]?["action"]?["url"] is not null);
        Assert.Equal(112_000, Amount(order["total"]));
        await DetourTests.AtTheBank(new JsonObject { ["payment"] = order["attempt"]!.DeepClone() }, "complete");
        await PaidAgain.Shows(shop, shopper, "it has changed", one => Amount(one["total"]) == total);
        await shop.Until(async () => await PaidAgain.Held(shop, shopper) == (total, 0), () => "one promise");
        Assert.True((int)(await editing).Status < 300);
    }

    [Fact]
    public async Task Who_begins_to_pick_meanwhile_is_first_and_the_new_promise_is_let_go()
    {
        await using var shop = await Open();
        var shopper = await Bought(shop);
        var (wish, _) = await Dearer(shop, shopper);
        wish["paymentMethod"] = await shopper.Tokenise(Shopper.SecureCard);
        var editing = Edit(shop, shopper, wish);
        var order = await PaidAgain.Shows(
            shop, shopper, "her bank asks", one => one["attempt"]?["action"]?["url"] is not null);
        await shop.Staff(HttpMethod.Put, $"shipments/{shopper.Order}-1/picking", new { });
        await shopper.Reach("Picking");
        await DetourTests.AtTheBank(new JsonObject { ["payment"] = order["attempt"]!.DeepClone() }, "complete");
        order = await PaidAgain.Shows(
            shop, shopper, "the attempt has ended", one => $"{one["attempt"]?["status"]}" == "Failed");
        Assert.Equal("correction.too_late", $"{order["attempt"]!["reason"]!["code"]}");
        await editing;
        Assert.Equal(112_000, Amount(order["total"]));
        Assert.Equal((112_000, 0), await PaidAgain.Held(shop, shopper));
    }

    private static async Task<TestShop> Open()
    {
        var shop = await TestShop.Start();
        await shop.Rest();
        await shop.Sell("plain-bowl", "BOWL", units: 40);
        return shop;
    }

    private static async Task<Shopper> Bought(TestShop shop)
    {
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL", until: "Allocated");
        return shopper;
    }

    /// <summary>One bowl more, at what it comes to.</summary>
    private static async Task<(JsonObject Wish, long Total)> Dearer(TestShop shop, Shopper shopper)
    {
        var wish = new JsonObject
        {
            ["add"] = new JsonArray(new JsonObject { ["sku"] = "BOWL", ["quantity"] = 1 }),
        };
        var (_, seen) = await shop.Send(
            HttpMethod.Put, $"/api/orders/{shopper.Order}/corrections/{Guid.NewGuid()}/quote", shopper.OrderToken,
            wish);
        Assert.Equal("correction.not_covered", $"{seen!["problem"]!["code"]}");
        Assert.Equal(Amount(seen["after"]!["due"]), Amount(seen["promise"]));
        wish["total"] = seen["after"]!["total"]!.DeepClone();
        return (wish, Amount(seen["after"]!["total"]));
    }

    private static Task<(HttpStatusCode Status, JsonNode? Answer)> Edit(
        TestShop shop, Shopper shopper, JsonObject wish, string? id = null) => shop.Send(
            HttpMethod.Put, $"/api/orders/{shopper.Order}/corrections/{id ?? Guid.NewGuid().ToString()}",
            shopper.OrderToken, wish);

    private static long Amount(JsonNode? money) => money!["amount"]!.GetValue<long>();
}
