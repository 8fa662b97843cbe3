using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>A no that asking again would not change, and a checkout that cannot go on: nothing stays frozen.</summary>
public sealed class RefusedPaymentTests
{
    [Fact]
    public async Task An_amount_that_no_card_is_charged_ends_the_checkout_and_opens_the_cart()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("gold-bowl", "GOLD", units: 99, price: 1_100_000);
        var shopper = new Shopper(shop);
        await shopper.Fill("GOLD", quantity: 99);
        Assert.Equal(HttpStatusCode.Accepted, (await shopper.Pay()).Status);

        var order = await shopper.Reach("Failed");
        Assert.Equal("payment.amount_too_large", Code(order["reason"]));
        Assert.Equal("Open", (await shopper.LookAtCart())["status"]!.GetValue<string>());
        Assert.Equal(0, (await shop.Staff(HttpMethod.Get, "stock/GOLD"))["held"]!.GetValue<int>());
        Assert.Empty(await Attended(shop));
    }

    [Fact]
    public async Task Where_the_provider_refuses_the_shop_the_shopper_reads_so_and_staff_are_told_at_once()
    {
        await using var shop = await OpenShop();
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL");
        await Fail(shop, new { kind = "account", calls = 1, path = "/v1/payment_intents" });
        await shopper.Pay();

        var order = await shopper.Reach("Failed");
        Assert.Equal("payment.unavailable", Code(order["reason"]));
        var told = Assert.Single(await Attended(shop))!;
        Assert.Equal((shopper.Order, "payment.unavailable"), (Text(told["id"]), Code(told["attention"])));
        Assert.Contains("testmode_charges_only", Text(told["attention"]!["message"]), StringComparison.Ordinal);

        await shop.Staff(HttpMethod.Put, $"orders/{shopper.Order}/resumption", new { });
        Assert.Empty(await Attended(shop));
        await shopper.Pay();
        await shopper.Reach("Placed", "Delivered");
    }

    [Fact]
    public async Task Staff_end_a_checkout_whose_payment_cannot_be_voided_and_its_cart_was_open_before()
    {
        await using var shop = await OpenShop();
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL");
        await Fail(shop, new { kind = "key", calls = 10_000, path = "/v1/payment_intents" });
        await shopper.Pay();

        var stuck = await Stuck(shop, shopper);
        Assert.Equal("Compensating", Text(stuck["status"]));
        Assert.Equal("payment.unavailable", Code(stuck["reason"]));
        Assert.Equal("Open", Text((await shopper.LookAtCart())["status"]));

        await shop.Staff(HttpMethod.Put, $"orders/{shopper.Order}/ending", new { });
        await shopper.Reach("Failed");
    }

    [Fact]
    public async Task Staff_end_a_checkout_that_waits_for_a_provider_that_is_away_and_the_cart_is_open_again()
    {
        await using var shop = await OpenShop();
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL");
        await Fail(shop, new { kind = "error", calls = 10_000, path = "/v1/payment_intents" });
        await shopper.Pay();
        var stuck = await Stuck(shop, shopper);
        Assert.Equal("StockHeld", Text(stuck["status"]));
        Assert.Equal("InCheckout", Text((await shopper.LookAtCart())["status"]));

        await Mend(shop);
        await shop.Staff(HttpMethod.Put, $"orders/{shopper.Order}/ending", new { });
        var order = await shopper.Reach("Failed");
        Assert.Equal("order.ended", Code(order["reason"]));
        Assert.Equal("Open", Text((await shopper.LookAtCart())["status"]));
        await shop.Staff(HttpMethod.Put, $"orders/{shopper.Order}/ending", new { });

        await shopper.Pay();
        await shopper.Reach("Delivered");
        var (status, answer) = await shop.Send(
            HttpMethod.Put, $"/api/staff/orders/{shopper.Order}/ending", TestShop.StaffKey, new { });
        Assert.Equal((HttpStatusCode.Conflict, "order.not_now"), (status, Code(answer)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_checkout_whose_process_is_gone_is_ended_all_the_same(bool byStaff)
    {
        await using var shop = await OpenShop();
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL");
        await Fail(shop, new { kind = "error", calls = 10_000, path = "/v1/payment_intents" });
        await shopper.Pay();
        await Stuck(shop, shopper);
        await shop.Host.Durable.TerminateInstanceAsync(shopper.Order);
        await shop.Host.Durable.WaitForInstanceCompletionAsync(shopper.Order);
        await Mend(shop);

        if (byStaff) await shop.Staff(HttpMethod.Put, $"orders/{shopper.Order}/ending", new { });
        else await shop.Pass(TimeSpan.FromMinutes(75));
        await shopper.Reach("Failed");
        Assert.Equal("Open", Text((await shopper.LookAtCart())["status"]));
        Assert.Equal(0, (await shop.Staff(HttpMethod.Get, "stock/BOWL"))["held"]!.GetValue<int>());
        await shop.Staff(HttpMethod.Put, $"orders/{shopper.Order}/ending", new { });
        await shopper.Pay();
        await shopper.Reach("Delivered");
    }

    [Fact]
    public async Task A_checkout_for_which_nobody_comes_gives_the_cart_back_by_itself()
    {
        await using var shop = await OpenShop();
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL");
        await Fail(shop, new { kind = "error", calls = 10_000, path = "/v1/payment_intents" });
        await shopper.Pay();
        await Stuck(shop, shopper);
        await Mend(shop);

        await shop.Pass(TimeSpan.FromMinutes(30));
        Assert.Equal("InCheckout", Text((await shopper.LookAtCart())["status"]));
        await shop.Pass(TimeSpan.FromMinutes(45));
        Assert.Equal("order.ended", Code((await shopper.Reach("Failed"))["reason"]));
        Assert.Equal("Open", Text((await shopper.LookAtCart())["status"]));
    }

    [Fact]
    public async Task Once_the_order_is_placed_a_refused_capture_is_a_case_for_a_person_and_takes_nothing_back()
    {
        await using var shop = await OpenShop();
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL");
        await Fail(shop, new { kind = "account", calls = 1, path = "/capture" });
        await shopper.Pay();

        JsonNode? order = null;
        await shop.Until(
            async () => (order = await shop.Staff(HttpMethod.Get, $"orders/{shopper.Order}"))["attention"] is not null,
            () => $"somebody is asked: {order?["status"]}");
        Assert.Equal(("payment.not_captured", "Packed"), (Code(order!["attention"]), Text(order["status"])));
        Assert.False(IsEndable(order));
        await shop.Staff(HttpMethod.Put, $"orders/{shopper.Order}/resumption", new { });
        await shopper.Reach("Delivered");
    }

    private static async Task<TestShop> OpenShop()
    {
        var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 5);
        return shop;
    }

    /// <summary>Waits until a checkout is stuck, so that staff may end it.</summary>
    private static async Task<JsonNode> Stuck(TestShop shop, Shopper shopper)
    {
        JsonNode? order = null;
        await shop.Until(
            async () =>
            {
                var (_, answer) = await shop.Send(
                    HttpMethod.Get, $"/api/staff/orders/{shopper.Order}", TestShop.StaffKey);
                return IsEndable(order = answer);
            },
            () => $"it is stuck: {order?["status"]}", TimeSpan.FromSeconds(5));
        return order!;
    }

    private static async Task<JsonArray> Attended(TestShop shop) =>
        (await shop.Staff(HttpMethod.Get, "orders?list=attention"))["items"]!.AsArray();

    private static async Task Fail(TestShop shop, object fault)
    {
        using var outside = new HttpClient();
        using var answer = await outside.PutAsJsonAsync($"{shop.Sandbox.Address}/sandbox/faults/stripe", fault);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task Mend(TestShop shop)
    {
        using var outside = new HttpClient();
        using var answer = await outside.DeleteAsync(new Uri($"{shop.Sandbox.Address}/sandbox/faults"));
        Assert.True(answer.IsSuccessStatusCode);
    }

    private static string? Code(JsonNode? node) => node?["code"]?.GetValue<string>();

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private static bool IsEndable(JsonNode? order) =>
        order?["choices"]?.AsArray().Any(choice => $"{choice!["does"]}" == "End") == true;
}
