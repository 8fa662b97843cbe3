using System.Net;
using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>Coupons: never used beyond their limit, given back on failure, and taken back in proportion.</summary>
public sealed class CouponTests
{
    [Fact]
    public async Task A_coupon_lowers_what_is_paid_and_the_books_know()
    {
        await using var shop = await OpenShop(units: 5);
        await Issue(shop, "TENTH", new { name = "A tenth off", percent = 10 });
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL", quantity: 2);
        var cart = await Use(shop, shopper, " tenth ");
        Assert.Equal(("TENTH", 20_000), (Text(cart["coupon"]!["code"]), Amount(cart["coupon"]!["amount"])));
        Assert.Equal(192_000, Amount(cart["total"]));

        await shopper.Pay();
        var order = await shopper.Reach("Delivered");
        Assert.Equal((192_000, 20_000), (Amount(order["due"]), Amount(order["coupon"]!["amount"])));
        await Accounts.Balance(shop, "BOWL", onHand: 3, inventory: 3 * 40_000, clearing: 192_000);
        Assert.Equal(20_000, Accounts.Of(await Books(shop), "4800 Coupons given"));
        await Counts(shop, "TENTH", used: 1);
    }

    [Fact]
    public async Task Rivals_for_the_last_uses_get_no_more_than_there_are()
    {
        const int limit = 5;
        await using var shop = await OpenShop(units: 40);
        await Issue(shop, "FIRST5", new { name = "For the first five", percent = 50, limit });
        var shoppers = Enumerable.Range(0, 15).Select(_ => new Shopper(shop)).ToList();
        foreach (var shopper in shoppers)
        {
            await shopper.Fill("BOWL");
            await Use(shop, shopper, "FIRST5");
        }

        // Every fifth has a bad card, and gives her use back for somebody else.
        var answers = await Task.WhenAll(shoppers.Select((shopper, at) =>
            shopper.Pay(at % 5 == 0 ? Shopper.DeclinedCard : Shopper.GoodCard)));
        int placed = 0;
        foreach (var (shopper, answer) in shoppers.Zip(answers))
        {
            if (answer.Status != HttpStatusCode.Accepted)
            {
                Assert.Equal("coupon.used_up", Code(answer.Answer));
                continue;
            }

            var order = await shopper.Reach("Placed", "Delivered", "Failed");
            if (order["reason"] is { } reason) Assert.Contains(Code(reason), Refused);
            else placed++;
        }

        Assert.InRange(placed, 1, limit);
        await Counts(shop, "FIRST5", used: placed);
        for (; placed < limit; placed++)
        {
            var next = new Shopper(shop);
            await next.Fill("BOWL");
            await Use(shop, next, "FIRST5");
            await next.Pay();
            await next.Reach("Placed", "Delivered");
        }

        await Counts(shop, "FIRST5", used: limit);
        var late = new Shopper(shop);
        await late.Fill("BOWL");
        Assert.Equal("coupon.used_up", Code((await Ask(shop, late, "FIRST5")).Answer));
    }

    [Fact]
    public async Task A_declined_card_gives_the_use_back_and_one_customer_has_hers_once()
    {
        await using var shop = await OpenShop(units: 5);
        await Issue(shop, "ONCE", new { name = "Once for each", percent = 10, limit = 9, perCustomer = 1 });
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL");
        await Use(shop, shopper, "ONCE");
        await shopper.Pay(Shopper.DeclinedCard);
        await shopper.Reach("Failed");
        await Counts(shop, "ONCE", used: 0);
        await shopper.Pay();
        await shopper.Reach("Placed", "Delivered");
        await Counts(shop, "ONCE", used: 1);

        var again = new Shopper(shop);
        await again.Fill("BOWL");
        var (status, answer) = await Ask(shop, again, "ONCE");
        Assert.Equal((HttpStatusCode.Conflict, "coupon.used_by_you"), (status, Code(answer)));
    }

    [Fact]
    public async Task An_order_that_nobody_gets_frees_its_use_for_somebody_else()
    {
        await using var shop = await OpenShop(units: 5);
        await shop.Receive("BOWL", 3, cost: 40_000, location: "BGC");
        await Issue(shop, "ONE", new { name = "For one of you", percent = 50, limit = 1 });
        var absent = new Shopper(shop);
        await absent.FillToFetch("BOWL", "BGC");
        await Use(shop, absent, "ONE");
        await absent.Pay();
        await absent.Reach("ReadyForPickup");
        await Counts(shop, "ONE", used: 1);
        await shop.Pass(TimeSpan.FromDays(4));
        await shop.Pass(TimeSpan.FromDays(2));
        await absent.Reach("Cancelled");
        await Counts(shop, "ONE", used: 0);

        // The carrier brings everything to this postcode back.
        var moved = new Shopper(shop);
        await moved.Fill("BOWL", postcode: "9998");
        await Use(shop, moved, "ONE");
        await moved.Pay();
        await moved.Reach("ReturnedToSender");
        await Counts(shop, "ONE", used: 0);
        Assert.Equal(0, Accounts.Of(await Books(shop), "4800 Coupons given"));
    }

    [Fact]
    public async Task Where_nothing_is_due_nothing_is_asked_however_it_came_about()
    {
        await using var shop = await OpenShop(units: 5);
        await shop.Receive("BOWL", 3, cost: 40_000, location: "BGC");
        await Issue(shop, "ALL", new { name = "All of it", percent = 100 });
        var shopper = new Shopper(shop);
        await shopper.FillToFetch("BOWL", "BGC");
        Assert.Equal(0, Amount((await Use(shop, shopper, "ALL"))["total"]));

        var (status, answer) = await shopper.PayWith(method: null);
        Assert.True(status == HttpStatusCode.Accepted, $"{answer}");
        var order = await shopper.Reach("ReadyForPickup");
        Assert.Equal((0, "Authorised"), (Amount(order["due"]), Text(order["payment"]!["status"])));
        using var outside = new HttpClient();
        Assert.Equal("[]", await outside.GetStringAsync(
            $"{shop.Sandbox.Address}/sandbox/payments?order={shopper.Order}"));

        // Brought to her door, the way is left to pay, and a card is asked for as ever.
        var other = new Shopper(shop);
        await other.Fill("BOWL");
        Assert.Equal(12_000, Amount((await Use(shop, other, "ALL"))["total"]));
        Assert.Equal("request.fields", Code((await other.PayWith(method: null)).Answer));
    }

    [Fact]
    public async Task A_coupon_that_changes_or_ends_is_said_and_nothing_is_charged()
    {
        await using var shop = await OpenShop(units: 5);
        await Issue(shop, "CHANGES", new { name = "A tenth off", percent = 10 });
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL");
        var shown = (await Use(shop, shopper, "CHANGES"))["total"]!;
        await Issue(shop, "CHANGES", new { name = "A twentieth off", percent = 5 });
        Assert.Equal("price.changed", Code((await shopper.Pay(total: shown.DeepClone())).Answer));

        await Issue(shop, "CHANGES", new { name = "Over", percent = 5, until = "2026-01-01T00:00:00Z" });
        var cart = await shopper.LookAtCart();
        Assert.Equal(
            ("coupon.ended", "coupon.ended", 112_000),
            (Code(cart["problem"]), Code(cart["coupon"]!["problem"]), Amount(cart["total"])));
        Assert.Equal("coupon.ended", Code((await shopper.Pay()).Answer));
        await shop.Send(HttpMethod.Delete, $"/api/carts/{shopper.Cart}/coupon", shopper.CartToken);
        Assert.Equal(HttpStatusCode.Accepted, (await shopper.Pay()).Status);
        await shopper.Reach("Placed", "Delivered");
        await Counts(shop, "CHANGES", used: 0);
    }

    [Fact]
    public async Task A_return_takes_a_coupon_back_in_proportion()
    {
        await using var shop = await OpenShop(units: 5);
        await Issue(shop, "TENTH", new { name = "A tenth off", percent = 10 });
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL", quantity: 3);
        await Use(shop, shopper, "TENTH");
        await shopper.Pay();
        await shopper.Reach("Delivered");
        var back = await shopper.SendBack("BOWL");
        await shopper.ReachReturn(back, "Requested");
        await shop.Staff(HttpMethod.Put, $"returns/{back}/approval", new { });
        var closed = await shopper.ReachReturn(back, "Closed");

        // A third of 3,000 less 300: 900, with 12 of 112 parts tax in it; the use stays used.
        Assert.Equal((90_000, 10_000), (Amount(closed["refund"]), Amount(closed["sums"]!["coupon"])));
        Assert.Equal(9_643, Amount(closed["sums"]!["tax"]));
        Assert.Equal(20_000, Accounts.Of(await Books(shop), "4800 Coupons given"));
        await Counts(shop, "TENTH", used: 1);
    }

    [Fact]
    public async Task Bad_codes_and_terms_are_refused_by_name()
    {
        await using var shop = await OpenShop(units: 1);
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL");
        foreach (string code in new[] { "NOBODY-KNOWS", "a b", "Ñ" })
        {
            var (status, answer) = await Ask(shop, shopper, code);
            Assert.Equal((HttpStatusCode.NotFound, "coupon.unknown"), (status, Code(answer)));
        }

        var (bad, fields) = await shop.Send(
            HttpMethod.Put, "/api/staff/coupons/x", TestShop.StaffKey,
            new { percent = 101, limit = 0, from = "tomorrow" });
        Assert.Equal(HttpStatusCode.BadRequest, bad);
        string[] names = [.. fields!["fields"]!.AsArray().Select(one => one!["name"]!.GetValue<string>()).Order()];
        Assert.Equal(["code", "from", "limit", "name", "percent"], names);
        (bad, fields) = await shop.Send(
            HttpMethod.Put, "/api/staff/coupons/EMPTY", TestShop.StaffKey, new { name = "Nothing off" });
        Assert.Equal((HttpStatusCode.BadRequest, "coupon.terms"), (bad, Code(fields)));
        (bad, _) = await shop.Send(
            HttpMethod.Put, "/api/staff/coupons/MINE", null, new { name = "Mine", percent = 100 });
        Assert.Equal(HttpStatusCode.Unauthorized, bad);
    }

    private static readonly string?[] Refused = ["payment.declined", "coupon.used_up"];

    private static async Task<TestShop> OpenShop(int units)
    {
        var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units);
        return shop;
    }

    private static Task<JsonNode> Issue(TestShop shop, string code, object terms) =>
        shop.Staff(HttpMethod.Put, $"coupons/{code}", terms);

    private static Task<(HttpStatusCode Status, JsonNode? Answer)> Ask(TestShop shop, Shopper shopper, string code) =>
        shop.Send(HttpMethod.Put, $"/api/carts/{shopper.Cart}/coupon", shopper.CartToken, new { code });

    private static async Task<JsonNode> Use(TestShop shop, Shopper shopper, string code)
    {
        var (status, answer) = await Ask(shop, shopper, code);
        Assert.True(status == HttpStatusCode.OK, $"{answer}");
        return answer!;
    }

    // What is given back, is given back a moment after the order has failed.
    private static Task Counts(TestShop shop, string code, int used) => shop.Until(
        async () => await shop.Staff(HttpMethod.Get, $"coupons/{code}") is { } coupon
            && (coupon["used"]!.GetValue<int>(), coupon["held"]!.GetValue<int>()) == (used, 0),
        () => $"{code} is used {used} times and held for nobody");

    private static Task<JsonNode> Books(TestShop shop) => shop.Staff(HttpMethod.Get, "ledger/balance");

    private static long Amount(JsonNode? money) => money!["amount"]!.GetValue<long>();

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private static string? Code(JsonNode? answer) => answer?["code"]?.GetValue<string>();
}
