using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Commerce;
using Serverless.Functions;

namespace Serverless.Tests.Journeys;

/// <summary>Money that moves in the payment provider's dashboard, and what the shop makes of it.</summary>
public sealed class OutsideMoneyTests
{
    private const string Clearing = "1010 Card clearing";
    private const string Unsettled = "1030 Refunds to settle";

    [Fact]
    public async Task A_unit_refunded_in_the_dashboard_and_returned_here_is_paid_once()
    {
        await using var shop = await Open();
        await Misbehave(shop);
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL", quantity: 2);
        await Act(shop, shopper, "refund", new { amount = 100_000 });
        var order = await Shows(shop, shopper, refunded: 100_000);
        Assert.Equal("PartlyRefunded", Text(order["payment"]!["status"]));
        var moved = Assert.Single(order["outside"]!.AsArray())!;
        Assert.Equal(("Refund", 100_000, null), (Text(moved["kind"]), Amount(moved["amount"]), moved["id"]));

        var closed = await SendBack(shop, shopper);
        Assert.Equal((100_000, 100_000), (Amount(closed["refund"]), Amount(closed["already"])));
        Assert.Equal(100_000, (await Payment(shop, shopper))["refunded"]!.GetValue<long>());
        await Accounts.Balance(shop, "BOWL", onHand: 4, inventory: 4 * 40_000, clearing: 112_000);
        await Booked(shop, (Unsettled, 0));

        // The other unit is hers to be paid.
        closed = await SendBack(shop, shopper);
        Assert.Null(closed["already"]);
        Assert.Equal(200_000, (await Payment(shop, shopper))["refunded"]!.GetValue<long>());
        await Accounts.Balance(shop, "BOWL", onHand: 5, inventory: 5 * 40_000, clearing: 12_000);
        Assert.Empty((await shop.Staff(HttpMethod.Get, "orders?list=attention"))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_return_of_what_was_refunded_whole_in_the_dashboard_ends_though_nobody_told_of_it()
    {
        await using var shop = await Open();
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL");
        await Misbehave(shop, new { lost = true });
        await Act(shop, shopper, "refund", new { });
        var closed = await SendBack(shop, shopper);
        Assert.Equal(100_000, Amount(closed["already"]));
        Assert.Equal(112_000, Amount((await shopper.Look())["refunded"]));
        await Booked(shop, (Unsettled, 12_000), (Clearing, 0));
    }

    [Fact]
    public async Task A_refund_in_the_dashboard_between_our_asking_and_our_paying_leaves_the_rest_to_pay()
    {
        var log = new ConcurrentQueue<string>();
        await using var shop = await TestShop.Start(outside: options => options with { Log = log.Enqueue });
        await shop.Sell("plain-bowl", "BOWL", units: 5);
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL");
        await Put(shop, "/sandbox/faults/stripe", new { kind = "slow", calls = 1, seconds = 1, path = "/v1/disputes" });
        await Put(shop, "/sandbox/faults/stripe", new { kind = "slow", calls = 2, seconds = 1, path = "/v1/refunds" });

        var paying = Pay(shop, shopper, "r", 100_000);
        await shop.Until(
            () => Task.FromResult(log.Any(line => line.Contains("GET /v1/disputes", StringComparison.Ordinal))),
            () => "the provider is asked what it has paid back");
        await Act(shop, shopper, "refund", new { amount = 50_000 });
        await shop.Until(() => Task.FromResult(paying.IsCompleted), () => "the refund is paid");

        var refund = (await paying).OrThrow();
        Assert.Equal((50_000, 50_000, 1), (refund.Amount.Amount, refund.Already!.Value.Amount, refund.Refits));
        Assert.Equal(100_000, (await Payment(shop, shopper))["refunded"]!.GetValue<long>());
        await Booked(shop, (Clearing, 12_000), (Unsettled, 0));
    }

    [Fact]
    public async Task However_refunds_here_and_there_meet_the_provider_the_order_and_the_books_say_the_same()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 9);
        await Misbehave(shop);
        for (int round = 0; round < 4; round++)
        {
            var shopper = new Shopper(shop);
            await shopper.Buy("BOWL", quantity: 2);
            var rivals = Enumerable.Range(0, 3).Select(n => Pay(shop, shopper, $"{shopper.Order}-r{n}", 60_000))
                .Append<Task>(Act(shop, shopper, "refund", new { amount = 40_000 * (round + 1) }, true));
            await Task.WhenAll(rivals);
            long refunded = (await Payment(shop, shopper))["refunded"]!.GetValue<long>();
            Assert.InRange(refunded, 3 * 60_000, 212_000);
            await Shows(shop, shopper, refunded);
        }

        long clearing = 0, unsettled = 0;
        foreach (var payment in await Payments(shop))
            clearing += payment!["captured"]!.GetValue<long>() - payment["refunded"]!.GetValue<long>();
        foreach (var id in (await Payments(shop)).Select(payment => new Id<Order>(Text(payment!["order"]))))
            unsettled += (await shop.Services.GetRequiredService<Serverless.Adapters.TableStore>().Find(id))!
                .Record.Unsettled().Amount;
        await Booked(shop, (Clearing, clearing), (Unsettled, unsettled));
    }

    [Fact]
    public async Task A_dispute_shows_on_the_order_with_its_amount_and_its_fee_in_the_books_until_it_is_won()
    {
        await using var shop = await Open();
        await Misbehave(shop);
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL");
        await Act(shop, shopper, "dispute", new { });
        var order = await Staff(
            shop, shopper, one => one["attention"] is not null && one["outside"]!.AsArray().Count == 1);
        Assert.Equal(("payment.disputed", "Open"), (
            Text(order["attention"]!["code"]), Text(order["outside"]![0]!["standing"])));
        Assert.Empty((await shopper.Look())["outside"]!.AsArray());
        await Booked(shop, (Clearing, -80_000), (Unsettled, 112_000), ("6300 Dispute fees", 80_000));

        await Act(shop, shopper, "dispute/won", new { });
        await Staff(shop, shopper, one => Text(one["outside"]![0]!["standing"]) == "Won");
        await Booked(shop, (Clearing, 32_000), (Unsettled, 0), ("6300 Dispute fees", 80_000));
    }

    [Fact]
    public async Task A_promise_that_is_cancelled_in_the_dashboard_keeps_the_goods_here()
    {
        await using var shop = await Open();
        await shop.Rest();
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL");
        await shopper.Pay();
        await shopper.Reach("Allocated");
        await Act(shop, shopper, "cancellation", new { });
        var order = await Staff(shop, shopper, one => one["attention"] is not null);
        Assert.Equal(("payment.lapsed", "Voided"), (
            Text(order["attention"]!["code"]), Text(order["payment"]!["status"])));

        await shop.Pack($"{shopper.Order}-1");
        await shopper.Reach("Packed");
        await shop.Pass(TimeSpan.FromMinutes(1));
        order = await shopper.Reach("Packed");
        Assert.Null(order["shipments"]![0]!["tracking"]);
    }

    [Fact]
    public async Task Money_that_was_captured_in_the_dashboard_is_paid_in_advance_until_the_goods_leave()
    {
        await using var shop = await Open();
        await shop.Rest();
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL");
        await shopper.Pay();
        await shopper.Reach("Allocated");
        await Act(shop, shopper, "capture", new { });
        await Staff(shop, shopper, one => Text(one["payment"]!["status"]) == "Captured");
        await Booked(shop, (Clearing, 112_000), ("2050 Paid in advance", -112_000));

        await shop.Pack($"{shopper.Order}-1");
        await shopper.Reach("Delivered");
        await Booked(shop, (Clearing, 112_000), ("2050 Paid in advance", 0));
        await Accounts.Balance(shop, "BOWL", onHand: 4, inventory: 4 * 40_000, clearing: 112_000);
    }

    private static async Task<TestShop> Open()
    {
        var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 5);
        return shop;
    }

    /// <summary>An order knows a moment before the books do.</summary>
    private static async Task Booked(TestShop shop, params (string Account, long Sum)[] sums)
    {
        JsonNode? books = null;
        await shop.Until(
            async () =>
            {
                books = await shop.Staff(HttpMethod.Get, "ledger/balance");
                return sums.All(one => Accounts.Of(books, one.Account) == one.Sum);
            },
            () => $"the books say {string.Join(", ", sums)}; they say {books}");
        Assert.True(books!["balanced"]!.GetValue<bool>());
    }

    private static Task<Result<Refund>> Pay(TestShop shop, Shopper shopper, string id, long amount)
    {
        var (due, at) = (new Money(amount, Currency.Php), shop.Clock!.GetUtcNow());
        var goods = Reversal.None(Currency.Php) with { Goods = due };
        return shop.Services.GetRequiredService<Refunds>().Pay(
            new(shopper.Order), id, order => order.ReserveRefund(id, due),
            (_, refund) => ReturnPostings.Refund($"{id}-refund", at, goods, refund), at, CancellationToken.None);
    }

    private static async Task<JsonNode> SendBack(TestShop shop, Shopper shopper)
    {
        var back = await shopper.SendBack("BOWL");
        await shopper.ReachReturn(back, "Requested");
        await shop.Staff(HttpMethod.Put, $"returns/{back}/approval", new { });
        return await shopper.ReachReturn(back, "Closed");
    }

    private static async Task<JsonNode> Shows(TestShop shop, Shopper shopper, long refunded)
    {
        JsonNode? order = null;
        await shop.Until(
            async () => Amount((order = await shopper.Look())["refunded"]) == refunded,
            () => $"the order shows that {refunded} went back; it is {order}");
        return order!;
    }

    private static async Task<JsonNode> Staff(TestShop shop, Shopper shopper, Func<JsonNode, bool> shows)
    {
        JsonNode? order = null;
        await shop.Until(
            async () => shows(order = await shop.Staff(HttpMethod.Get, $"orders/{shopper.Order}")),
            () => $"staff see it; they see {order}");
        return order!;
    }

    private static async Task Act(TestShop shop, Shopper shopper, string what, object how, bool mayBeTooLate = false)
    {
        string payment = Text((await Payment(shop, shopper))["payment"]);
        using var http = new HttpClient();
        string path = $"{shop.Sandbox.Address}/sandbox/dashboard/{payment}/{what}";
        using var answer = await http.PostAsJsonAsync(path, how);
        Assert.True(answer.IsSuccessStatusCode || mayBeTooLate, $"{what}: {await answer.Content.ReadAsStringAsync()}");
    }

    private static async Task<JsonNode> Payment(TestShop shop, Shopper shopper) =>
        Assert.Single(await Payments(shop, $"?order={shopper.Order}"))!;

    private static async Task<JsonArray> Payments(TestShop shop, string which = "")
    {
        using var http = new HttpClient();
        return (await http.GetFromJsonAsync<JsonArray>($"{shop.Sandbox.Address}/sandbox/payments{which}"))!;
    }

    private static Task Misbehave(TestShop shop, object? how = null) =>
        Put(shop, "/sandbox/misbehaviour/stripe", how ?? new { twice = true, outOfOrder = true });

    private static async Task Put(TestShop shop, string path, object how)
    {
        using var http = new HttpClient();
        using var answer = await http.PutAsJsonAsync($"{shop.Sandbox.Address}{path}", how);
        Assert.True(answer.IsSuccessStatusCode);
    }

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private static long Amount(JsonNode? money) => money!["amount"]!.GetValue<long>();
}
