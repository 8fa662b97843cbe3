using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Journeys;

/// <summary>Points and credit pay at checkout: once, never below zero, and the books know.</summary>
public sealed class PointsTests
{
    [Fact]
    public async Task Points_pay_a_part_and_are_gone_when_the_order_is_placed()
    {
        await using var shop = await OpenShop();
        var account = await Account.SignIn(shop);
        await Give(shop, account, 200);
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL");
        var cart = await Use(shop, shopper, account, 150);
        Assert.Equal((15_000, 97_000), (Amount(cart["discount"]), Amount(cart["total"])));

        await shopper.Pay();
        var order = await shopper.Reach("Delivered");
        Assert.Equal((15_000, 97_000), (Amount(order["discount"]), Amount(order["due"])));
        Assert.Equal(10_393, Amount(order["tax"]));
        var value = await Stored(shop, account);
        Assert.Contains(value.Entries, entry => (entry.Kind, entry.Change) == (ValueEntryKind.Burnt, -150));
        Assert.Equal(0, value.Held);
        await Accounts.Balance(shop, "BOWL", onHand: 4, inventory: 4 * 40_000, clearing: 97_000);
    }

    [Fact]
    public async Task A_declined_card_gives_the_points_back()
    {
        await using var shop = await OpenShop();
        var account = await Account.SignIn(shop);
        await Give(shop, account, 200);
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL");
        await Use(shop, shopper, account, 150);
        await shopper.Pay(Shopper.DeclinedCard);
        await shopper.Reach("Failed");
        var value = await Stored(shop, account);
        Assert.Equal((200, 0), (value.Balance, value.Held));
    }

    [Fact]
    public async Task Points_are_spent_by_the_customer_who_has_them_and_not_more_than_there_are()
    {
        await using var shop = await OpenShop();
        var account = await Account.SignIn(shop);
        await Give(shop, account, 200);
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL");
        var path = $"/api/carts/{shopper.Cart}/points";
        var other = await Account.SignIn(shop, "ben@example.com");
        var forged = other.Token.Replace(other.Id, account.Id, StringComparison.Ordinal);
        foreach (var token in new[] { null, forged, "nothing", shopper.CartToken })
        {
            var (status, answer) = await shop.Send(
                HttpMethod.Put, path, shopper.CartToken, new { points = 10 }, (Header, token));
            Assert.Equal((HttpStatusCode.Forbidden, "points.not_yours"), (status, Code(answer)));
        }

        var (_, few) = await shop.Send(
            HttpMethod.Put, path, shopper.CartToken, new { points = 201 }, (Header, account.Token));
        Assert.Equal("points.too_few", Code(few));
    }

    [Fact]
    public async Task The_same_points_in_two_carts_pay_for_one_of_them()
    {
        await using var shop = await OpenShop();
        var account = await Account.SignIn(shop);
        await Give(shop, account, 200);
        var shoppers = new[] { new Shopper(shop), new Shopper(shop) };
        foreach (var shopper in shoppers)
        {
            await shopper.Fill("BOWL");
            await Use(shop, shopper, account, 150);
        }

        var answers = await Task.WhenAll(shoppers.Select(shopper => shopper.Pay()));
        List<string> ends = [];
        foreach (var (shopper, answer) in shoppers.Zip(answers))
        {
            var end = answer.Status == HttpStatusCode.Accepted
                ? (await shopper.Reach("Placed", "Delivered", "Failed"))["reason"]?["code"]?.GetValue<string>()
                : Code(answer.Answer);
            ends.Add(end ?? "placed");
        }

        Assert.Equal(["placed", "points.too_few"], ends.Order());
        await shop.Until(async () => (await Stored(shop, account)).Held == 0, () => "nothing is held");
        Assert.Equal(-150, (await Stored(shop, account)).Entries
            .Where(entry => entry.Kind == ValueEntryKind.Burnt).Sum(entry => entry.Change));
    }

    [Fact]
    public async Task Credit_pays_a_part_and_the_card_the_rest()
    {
        await using var shop = await OpenShop();
        var account = await Account.SignIn(shop);
        await Issue(shop, account, 50_000);
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL");
        await shopper.Pay(credit: 50_000, account: account);
        var order = await shopper.Reach("Delivered");
        Assert.Equal((50_000, 62_000), (Amount(order["credit"]), Amount(order["due"])));
        await Accounts.Balance(shop, "BOWL", onHand: 4, inventory: 4 * 40_000, clearing: 62_000);
        var books = await shop.Staff(HttpMethod.Get, "ledger/balance");
        Assert.Equal(50_000, Accounts.Of(books, "2210 Store credit owed"));
    }

    [Fact]
    public async Task Where_credit_pays_for_everything_no_card_is_asked_for()
    {
        await using var shop = await OpenShop();
        var account = await Account.SignIn(shop);
        await Issue(shop, account, 112_000);
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL");
        await shopper.PayWith(null, credit: 112_000, account: account);
        var order = await shopper.Reach("Delivered");
        Assert.Equal("Captured", order["payment"]!["status"]!.GetValue<string>());
        using var outside = new HttpClient();
        Assert.Equal("[]", await outside.GetStringAsync(
            $"{shop.Sandbox.Address}/sandbox/payments?order={shopper.Order}"));
        Assert.Equal(0, (await Credit(shop, account)).Balance);
    }

    [Fact]
    public async Task Credit_needs_its_customer_and_is_never_spent_twice()
    {
        await using var shop = await OpenShop();
        var account = await Account.SignIn(shop);
        await Issue(shop, account, 50_000);
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL");
        var (status, answer) = await shopper.Pay(credit: 50_000);
        Assert.Equal((HttpStatusCode.Forbidden, "points.not_yours"), (status, Code(answer)));
        (_, answer) = await shopper.Pay(credit: 50_001, account: account);
        Assert.Equal("credit.too_little", Code(answer));
        (_, answer) = await shopper.Pay(credit: 112_001, account: account);
        Assert.Equal("credit.too_much", Code(answer));
        (status, answer) = await shopper.Pay(credit: 109_001, account: account);
        Assert.Equal((HttpStatusCode.BadRequest, "credit.leaves_too_little"), (status, Code(answer)));
        Assert.Equal(50_000, (await Credit(shop, account)).Balance);
    }

    [Fact]
    public async Task Points_are_earned_at_the_door_and_taken_back_with_the_goods()
    {
        await using var shop = await OpenShop();
        var account = await Account.SignIn(shop);
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL", quantity: 3);
        await Balance(shop, account, 30);
        await Spent(shop, account, 300_000);
        Assert.Equal("Bronze", (await account.Look())["tier"]!["name"]!.GetValue<string>());

        var back = await shopper.SendBack("BOWL");
        await shopper.ReachReturn(back, "Requested");
        await shop.Staff(HttpMethod.Put, $"returns/{back}/approval", new { });
        await shopper.ReachReturn(back, "Closed");
        await Balance(shop, account, 20);
        await Spent(shop, account, 200_000);
    }

    [Fact]
    public async Task A_return_takes_points_tax_and_discount_back_in_proportion()
    {
        await using var shop = await OpenShop();
        var account = await Account.SignIn(shop);
        await Give(shop, account, 200);
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL", quantity: 3);
        await Use(shop, shopper, account, 150);
        await shopper.Pay();
        await shopper.Reach("Delivered");

        // 3,000 less 150 is 2,850: 28 points are earned on it, and 50 of 200 were left.
        await Balance(shop, account, 50 + 28);
        var back = await shopper.SendBack("BOWL");
        await shopper.ReachReturn(back, "Requested");
        await shop.Staff(HttpMethod.Put, $"returns/{back}/approval", new { });
        var closed = await shopper.ReachReturn(back, "Closed");

        // A third: 950 with 12 of 112 parts tax in it; 50 points are there again, and 9 of the 28 are gone.
        Assert.Equal(95_000, Amount(closed["refund"]));
        Assert.Equal(10_179, Amount(closed["sums"]!["tax"]));
        await Balance(shop, account, 50 + 28 + 50 - 9);
        await Spent(shop, account, 190_000);
        var entries = (await Stored(shop, account)).Entries.Select(entry => (entry.Kind, entry.Change));
        Assert.Contains((ValueEntryKind.Restored, 50), entries);
        Assert.Contains((ValueEntryKind.Reversed, -9), entries);
    }

    [Fact]
    public async Task Points_that_nobody_used_expire_and_the_books_say_so()
    {
        await using var shop = await OpenShop();
        var account = await Account.SignIn(shop);
        await new Shopper(shop).Buy("BOWL");
        await Balance(shop, account, 10);
        // The points live longer than a key of staff.
        await shop.RenewKeys();
        await shop.Until(
            async () => (await Stored(shop, account)).Balance == 0, () => "the points have expired",
            TimeSpan.FromDays(3));
        await shop.Until(
            async () => Accounts.Of(await shop.Staff(HttpMethod.Get, "ledger/balance"), "4200 Points never used")
                == -1_000,
            () => "the books say so");
    }

    private static Task Balance(TestShop shop, Account account, int points) => shop.Until(
        async () => (await account.Look("/points"))["balance"]!.GetValue<int>() == points, () => $"{points} points");

    // The points come first; what she spent is the last thing that is written.
    private static Task Spent(TestShop shop, Account account, long amount) => shop.Until(
        async () => Amount((await account.Look())["tier"]!["spent"]) == amount, () => $"{amount} spent");

    private const string Header = "X-Customer-Token";

    private static async Task<TestShop> OpenShop()
    {
        var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 5);
        return shop;
    }

    private static async Task<JsonNode> Use(TestShop shop, Shopper shopper, Account account, int points)
    {
        var (status, answer) = await shop.Send(
            HttpMethod.Put, $"/api/carts/{shopper.Cart}/points", shopper.CartToken, new { points },
            (Header, account.Token));
        Assert.True(status == HttpStatusCode.OK, $"{answer}");
        return answer!;
    }

    private static async Task Give(TestShop shop, Account account, long points)
    {
        var (id, now) = (new Id<Customer>(account.Id), shop.Clock!.GetUtcNow());
        await Store(shop).Put(StoredValue.PointsOf(id), "gift", value => StoredValue.Earn(
            value, id, "gift", points, now.AddYears(1), now));
    }

    private static async Task Issue(TestShop shop, Account account, long amount)
    {
        var id = new Id<Customer>(account.Id);
        await Store(shop).Put(StoredValue.CreditOf(id, Currency.Php), "gift", value => StoredValue.Issue(
            value, id, "gift", new(amount, Currency.Php), shop.Clock!.GetUtcNow()));
    }

    private static async Task<StoredValue> Stored(TestShop shop, Account account) =>
        (await Store(shop).Find(StoredValue.PointsOf(new(account.Id))))!.Record;

    private static async Task<StoredValue> Credit(TestShop shop, Account account) =>
        (await Store(shop).Find(StoredValue.CreditOf(new(account.Id), Currency.Php)))!.Record;

    private static TableStore Store(TestShop shop) => shop.Services.GetRequiredService<TableStore>();

    private static long Amount(JsonNode? money) => money!["amount"]!.GetValue<long>();

    private static string? Code(JsonNode? answer) => answer?["code"]?.GetValue<string>();
}
