using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Functions;
using Serverless.Orchestrations;

namespace Serverless.Tests.Journeys;

/// <summary>Staff give money back by hand: once, and never more than is there.</summary>
public sealed class AllowanceTests
{
    [Fact]
    public async Task What_is_given_for_delivery_is_paid_booked_noted_and_told_once_however_often_it_is_asked()
    {
        await using var shop = await Open();
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL");
        string id = Guid.NewGuid().ToString();

        var first = await Give(shop, shopper, id, 11_200, "Delivery");
        var again = await Give(shop, shopper, id, 11_200, "Delivery");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.Status, again.Status));
        Assert.Equal($"{first.Answer!["creditNote"]}", $"{again.Answer!["creditNote"]}");
        var other = await Give(shop, shopper, id, 11_201, "Delivery");
        Assert.Equal((HttpStatusCode.Conflict, "refund.exists"), (other.Status, $"{other.Answer!["code"]}"));

        var order = await shopper.Look();
        Assert.Equal("Delivered", $"{order["status"]}");
        var given = Assert.Single(order["refunds"]!.AsArray())!;
        Assert.Equal(
            ("Delivery", 11_200, true),
            ($"{given["reason"]}", given["amount"]!["amount"]!.GetValue<long>(), given["paid"]!.GetValue<bool>()));
        var seen = await shop.Staff(HttpMethod.Get, $"orders/{shopper.Order}");
        Assert.Equal(112_000 - 11_200, seen["refundable"]!["amount"]!.GetValue<long>());
        Assert.Equal(11_200, await Refunded(shop, shopper));
        var books = await shop.Staff(HttpMethod.Get, "ledger/balance");
        Assert.Equal(10_000, Accounts.Of(books, "4910 Sales allowances"));
        Assert.Equal(112_000 - 11_200, Accounts.Of(books, "1010 Card clearing"));
        Assert.Equal(-(12_000 - 1_200), Accounts.Of(books, "2100 VAT payable"));

        using var paper = new HttpRequestMessage(
            HttpMethod.Get, $"/api/orders/{shopper.Order}/refunds/{id}/credit-note");
        paper.Headers.Add("Authorization", $"Bearer {shopper.OrderToken}");
        using var printed = await shop.Client.SendAsync(paper);
        Assert.Equal("application/pdf", printed.Content.Headers.ContentType?.MediaType);
        var letter = Assert.Single(await Letters(shop));
        Assert.Contains($"{given["creditNote"]}", $"{letter!["text"]}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_ten_at_once_only_those_are_given_that_the_money_is_there_for()
    {
        await using var shop = await Open();
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL");

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(
            _ => Give(shop, shopper, Guid.NewGuid().ToString(), 30_000, "Goodwill")));
        await shop.Host.WhenIdle();

        Assert.All(
            answers.Where(answer => answer.Status != HttpStatusCode.OK && answer.Status != HttpStatusCode.Accepted),
            answer => Assert.Equal("refund.too_much", $"{answer.Answer!["code"]}"));
        Assert.Equal(90_000, await Refunded(shop, shopper));
        var order = await shopper.Look();
        Assert.Equal(3, order["refunds"]!.AsArray().Count);
        Assert.Equal(22_000, Accounts.Of(await shop.Staff(HttpMethod.Get, "ledger/balance"), "1010 Card clearing"));
    }

    [Fact]
    public async Task A_return_of_all_after_goodwill_gives_what_is_left_and_the_books_close()
    {
        await using var shop = await Open();
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL");
        await Give(shop, shopper, Guid.NewGuid().ToString(), 50_000, "Goodwill");
        var back = await shopper.SendBack("BOWL");
        await shopper.ReachReturn(back, "Requested");
        await shop.Staff(HttpMethod.Put, $"returns/{back}/approval", new { });
        await shopper.ReachReturn(back, "Closed");
        Assert.Equal(112_000, await Refunded(shop, shopper));
        Assert.Equal(0, Accounts.Of(await shop.Staff(HttpMethod.Get, "ledger/balance"), "1010 Card clearing"));
    }

    [Fact]
    public async Task What_cannot_be_given_back_is_refused_with_its_reason()
    {
        await using var shop = await Open();
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL");
        string New() => Guid.NewGuid().ToString();
        Assert.Equal("refund.too_much", Code(await Give(shop, shopper, New(), 112_001, "Goodwill")));
        Assert.Equal("refund.more_than_delivery", Code(await Give(shop, shopper, New(), 12_001, "Delivery")));
        Assert.Equal("refund.amount", Code(await Give(shop, shopper, New(), 0, "Goodwill")));
        Assert.Equal("request.fields", Code(await Give(shop, shopper, New(), 1, "")));
        var (status, _) = await shop.Send(
            HttpMethod.Put, $"/api/staff/orders/{New()}/refunds/{New()}", TestShop.StaffKey, Body(1, "Goodwill"));
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal(0, await Refunded(shop, shopper));
        Assert.Empty((await shopper.Look())["refunds"]!.AsArray());
    }

    [Fact]
    public async Task Killed_at_every_call_to_the_storage_it_is_given_once()
    {
        await using var shop = await Open();
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL");
        await shop.Host.WhenIdle();
        var start = new RefundStart(
            new(Guid.NewGuid().ToString()), new(shopper.Order), new(11_200, Currency.Php), RefundReason.Goodwill);
        var at = shop.Clock!.GetUtcNow();

        int deaths = await MortalStorage.Deaths(shop, async (store, clients, _) =>
        {
            var services = shop.Services;
            var policies = services.GetRequiredService<Policies>();
            var journal = new Journal(
                clients.Tables, () => policies.Now.Seller, services.GetRequiredService<KnownEntries>());
            var books = new Books(store, journal, services.GetRequiredService<StockNews>());
            var payments = services.GetRequiredService<IPayments>();
            var refunds = new Refunds(
                store, payments, new OutsideNews(store, payments, books, shop.Clock!), books,
                services.GetRequiredService<Mailboxes>());
            var functions = new AllowanceFunctions(
                store, refunds, services.GetRequiredService<IMessages>(), policies,
                services.GetRequiredService<Tokens>());
            (await functions.Reserve(new(start, at), CancellationToken.None)).OrThrow();
            (await functions.Pay(start, CancellationToken.None)).OrThrow();
            return (await functions.Number(start, CancellationToken.None)).OrThrow().Length > 0;
        });

        Assert.InRange(deaths, 5, 200);
        Assert.Equal(11_200, await Refunded(shop, shopper));
        var refund = Assert.Single((await shop.Services.GetRequiredService<TableStore>().Find(start.Order))!
            .Record.Refunds);
        Assert.EndsWith("000001", refund.CreditNote, StringComparison.Ordinal);
        var ledger = await shop.Staff(HttpMethod.Get, "ledger/balance");
        Assert.Equal(10_000, Accounts.Of(ledger, "4910 Sales allowances"));
        Assert.Equal(112_000 - 11_200, Accounts.Of(ledger, "1010 Card clearing"));
    }

    private static async Task<TestShop> Open()
    {
        var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 5);
        return shop;
    }

    private static object Body(long amount, string reason) =>
        new { amount = new { amount, currency = "PHP" }, reason };

    private static async Task<(HttpStatusCode Status, JsonNode? Answer)> Give(
        TestShop shop, Shopper shopper, string id, long amount, string reason)
    {
        var answer = await shop.Send(
            HttpMethod.Put, $"/api/staff/orders/{shopper.Order}/refunds/{id}", TestShop.StaffKey, Body(amount, reason));
        await shop.Host.WhenIdle();
        return answer;
    }

    private static string Code((HttpStatusCode Status, JsonNode? Answer) answer) => $"{answer.Answer!["code"]}";

    private static async Task<long> Refunded(TestShop shop, Shopper shopper)
    {
        using var http = new HttpClient();
        var payments = await http.GetFromJsonAsync<JsonArray>(
            $"{shop.Sandbox.Address}/sandbox/payments?order={shopper.Order}");
        return Assert.Single(payments!)!["refunded"]!.GetValue<long>();
    }

    private static async Task<JsonNode?[]> Letters(TestShop shop)
    {
        using var http = new HttpClient();
        var all = await http.GetFromJsonAsync<JsonArray>(
            $"{shop.Sandbox.Address}/mail/messages?to=maria@example.com");
        return [.. all!.Where(one => $"{one!["subject"]}".StartsWith("Your refund", StringComparison.Ordinal))];
    }
}
