using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Journeys;

/// <summary>Somebody asks to be forgotten while she is buying: first the order ends as it would, then she is.</summary>
public sealed class CheckoutErasureTests
{
    private const string Email = "maria@example.com";

    [Theory]
    [InlineData("before payment", "Delivered", true)]
    [InlineData("before payment", "Delivered", false)]
    [InlineData("at the bank, who says yes", "Delivered", true)]
    [InlineData("at the bank, who says yes", "Delivered", false)]
    [InlineData("at the bank, who says no", "Failed", false)]
    [InlineData("at the bank, and never back", "Expired", true)]
    [InlineData("after authorisation", "Delivered", true)]
    [InlineData("after authorisation", "Delivered", false)]
    public async Task The_order_ends_as_it_should_and_then_she_is_forgotten(string at, string end, bool herself)
    {
        await using var shop = await OpenShop();
        var account = await Account.SignIn(shop);
        var shopper = new Shopper(shop);
        var order = await Begin(shop, shopper, at);
        string erasure = await Ask(shop, account, herself);
        await shop.Until(async () => await StatusOf(shop, account, erasure) == "Waiting", () => "one that waits");
        await IsWhole(shop, shopper);

        await GoOn(shop, at, order);
        await shopper.Reach(end);
        await IsWhole(shop, shopper);
        await shop.Pass(TimeSpan.FromHours(12));
        await shop.Until(async () => await StatusOf(shop, account, erasure) == "Done", () => "an erasure");
        await shop.Host.WhenIdle();

        await IsForgotten(shop, shopper, account);
        Assert.Equal(end, Text((await shop.Staff(HttpMethod.Get, $"orders/{shopper.Order}"))["status"]));
        var stock = await shop.Staff(HttpMethod.Get, "stock/BOWL");
        Assert.Equal((end == "Delivered" ? 8 : 9, 0), (Number(stock["onHand"]), Number(stock["held"])));
        Assert.True((await shop.Staff(HttpMethod.Get, "ledger/balance"))["balanced"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_bag_that_was_left_is_hers_to_see_and_is_forgotten()
    {
        await using var shop = await OpenShop();
        var (account, shopper) = (await Account.SignIn(shop), new Shopper(shop));
        await shopper.Fill("BOWL");
        var path = $"/api/carts/{shopper.Cart}";
        Assert.Contains("Mabini", (await account.Look("/export")).ToJsonString(), StringComparison.Ordinal);

        string erasure = await Ask(shop, account, herself: true);
        await shop.Until(async () => await StatusOf(shop, account, erasure) == "Done", () => "an erasure");

        var report = await account.Look($"/erasures/{erasure}");
        Assert.Equal("""{"carts":1}""", report["erased"]!.ToJsonString());
        Assert.DoesNotContain("Mabini", (await account.Look("/export")).ToJsonString(), StringComparison.Ordinal);
        // The goods stay in it; who wants them says anew where they go.
        var cart = (await shop.Send(HttpMethod.Get, path, shopper.CartToken)).Answer!;
        Assert.Single(cart["lines"]!.AsArray());
        Assert.Null(cart["delivery"]);
        Assert.Equal("cart.no_delivery", Text((await shop.Send(
            HttpMethod.Put, $"/api/orders/{Guid.NewGuid()}", shopper.CartToken,
            new { cart = shopper.Cart, total = cart["total"], paymentMethod = "pm_card_visa" })).Answer?["code"]));
    }

    [Fact]
    public async Task What_is_becoming_an_order_is_waited_for_before_there_is_one()
    {
        await using var shop = await OpenShop();
        var (account, shopper) = (await Account.SignIn(shop), new Shopper(shop));
        await shopper.Fill("BOWL");
        var store = shop.Services.GetRequiredService<TableStore>();
        var (cart, order) = (new Id<Cart>(shopper.Cart), new Id<Order>(Guid.NewGuid().ToString()));
        (await store.Update(cart, "frozen", bag => bag.EnterCheckout(order, shop.Clock!.GetUtcNow()))).OrThrow();

        string erasure = await Ask(shop, account, herself: true);
        await shop.Until(async () => await StatusOf(shop, account, erasure) == "Waiting", () => "one that waits");
        Assert.Equal(Email, (await store.Find(cart))!.Record.Delivery!.Email);

        (await store.Update(cart, "thawed", bag => bag.LeaveCheckout(order))).OrThrow();
        await shop.Pass(TimeSpan.FromHours(12));
        await shop.Until(async () => await StatusOf(shop, account, erasure) == "Done", () => "an erasure");
        Assert.Null((await store.Find(cart))!.Record.Delivery);
    }

    [Fact]
    public async Task Asked_many_times_at_once_by_her_and_by_staff_she_is_forgotten_once_and_whole()
    {
        await using var shop = await OpenShop();
        var account = await Account.SignIn(shop);
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL");
        // Her points are booked a moment later.
        await shop.Host.WhenIdle();
        var books = (await shop.Staff(HttpMethod.Get, "ledger/balance")).ToJsonString();
        var (hers, theirs) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => number % 2 == 0
            ? Hers(shop, account, hers)
            : Theirs(shop, account.Id, theirs)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer));
        Assert.Equal(HttpStatusCode.Conflict, await Theirs(shop, account.Id, hers));
        foreach (string erasure in new[] { hers, theirs })
            await shop.Until(async () => await StatusOf(shop, account, erasure) == "Done", () => "an erasure");
        await IsForgotten(shop, shopper, account);
        Assert.Equal(books, (await shop.Staff(HttpMethod.Get, "ledger/balance")).ToJsonString());
        var store = shop.Services.GetRequiredService<TableStore>();
        Assert.Single(await store.Timeline(new Id<Order>(shopper.Order)), fact => fact.Cause == $"erasure-{hers}");
    }

    [Fact]
    public async Task Whom_the_shop_does_not_know_nobody_can_have_forgotten()
    {
        await using var shop = await TestShop.Start();
        var (status, answer) = await shop.Send(
            HttpMethod.Put, $"/api/staff/customers/{Guid.NewGuid()}/erasures/{Guid.NewGuid()}", TestShop.StaffKey,
            new { reason = "A letter." });
        Assert.Equal((HttpStatusCode.NotFound, "customer.unknown"), (status, Text(answer!["code"])));
    }

    private static async Task<TestShop> OpenShop()
    {
        var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 9);
        return shop;
    }

    private static async Task<JsonNode> Begin(TestShop shop, Shopper shopper, string at)
    {
        switch (at)
        {
            case "before payment":
                await shopper.Fill("BOWL");
                string card = await shopper.Tokenise(Shopper.GoodCard);
                // The provider takes its time: on the clock that the test moves.
                await Outside(shop, "faults/stripe", new { kind = "slow", calls = 1, seconds = 300 });
                await shopper.PayWith(card);
                return await shopper.Reach("StockHeld");
            case "after authorisation":
                await shop.Rest();
                return await shopper.Buy("BOWL", until: "Allocated");
            default:
                return await shopper.Buy("BOWL", card: Shopper.SecureCard, until: "AwaitingPayment");
        }
    }

    private static Task GoOn(TestShop shop, string at, JsonNode order) => at switch
    {
        "at the bank, who says yes" => DetourTests.AtTheBank(order, "complete"),
        "at the bank, who says no" => DetourTests.AtTheBank(order, "fail"),
        "at the bank, and never back" => shop.Pass(TimeSpan.FromMinutes(16)),
        "after authorisation" => Outside(shop, "robot", new { on = true }),
        _ => Task.CompletedTask,
    };

    /// <summary>Twice at the same moment, since whatever is asked may be asked twice.</summary>
    private static async Task<string> Ask(TestShop shop, Account account, bool herself)
    {
        string erasure = Guid.NewGuid().ToString();
        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => herself
            ? Hers(shop, account, erasure)
            : Theirs(shop, account.Id, erasure)));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer));
        return erasure;
    }

    private static async Task<HttpStatusCode> Hers(TestShop shop, Account account, string erasure) => (await shop.Send(
        HttpMethod.Put, $"/api/customers/{account.Id}/erasures/{erasure}", account.Token, new { })).Status;

    private static async Task<HttpStatusCode> Theirs(TestShop shop, string her, string erasure) => (await shop.Send(
        HttpMethod.Put, $"/api/staff/customers/{her}/erasures/{erasure}", TestShop.StaffKey,
        new { reason = "She wrote a letter." })).Status;

    private static async Task<string?> StatusOf(TestShop shop, Account account, string erasure)
    {
        var (status, answer) = await shop.Send(
            HttpMethod.Get, $"/api/customers/{account.Id}/erasures/{erasure}", TestShop.StaffKey);
        return status == HttpStatusCode.OK ? Text(answer!["status"]) : null;
    }

    private static async Task IsWhole(TestShop shop, Shopper shopper)
    {
        var store = shop.Services.GetRequiredService<TableStore>();
        var order = (await store.Find(new Id<Order>(shopper.Order)))!.Record;
        var cart = (await store.Find(new Id<Cart>(shopper.Cart)))!.Record;
        Assert.Equal((Email, "Maria Santos"), (order.Delivery.Email, order.Delivery.Address.Name));
        Assert.Equal(order.Delivery, cart.Delivery);
    }

    private static async Task IsForgotten(TestShop shop, Shopper shopper, Account account)
    {
        var store = shop.Services.GetRequiredService<TableStore>();
        var order = (await store.Find(new Id<Order>(shopper.Order)))!.Record;
        var cart = (await store.Find(new Id<Cart>(shopper.Cart)))!.Record;
        const string gone = Register.Forgotten;
        Assert.Equal((gone, gone), (order.Delivery.Email, order.Delivery.Address.Name));
        // A bag that came back to her asks anew where the goods go.
        Assert.Equal(cart.Status == CartStatus.Open ? null : gone, cart.Delivery?.Email);
        Assert.DoesNotContain(
            await store.Timeline(new Id<Order>(shopper.Order)), fact => $"{fact.Data}".Contains("4242"));
        // Who bought nothing in the end has no account that could say anything.
        var customer = (await store.Find(new Id<Customer>(account.Id)))?.Record;
        bool bought = order.Status == OrderStatus.Delivered;
        Assert.Equal((bought ? true : null, null), (customer?.IsForgotten, customer?.Profile));
    }

    private static async Task Outside(TestShop shop, string path, object body)
    {
        using var outside = new HttpClient();
        using var answer = await outside.PutAsJsonAsync($"{shop.Sandbox.Address}/sandbox/{path}", body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static int Number(JsonNode? node) => node!.GetValue<int>();

    private static string? Text(JsonNode? node) => node?.GetValue<string>();
}
