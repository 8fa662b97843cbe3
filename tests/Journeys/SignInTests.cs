using System.Net;
using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>A customer signs in with a mailed code and sees what is hers, and nobody else does.</summary>
public sealed class SignInTests(OpenShop open) : IClassFixture<OpenShop>
{
    private readonly TestShop shop = open.Shop;

    [Fact]
    public async Task A_mailed_code_opens_the_account_with_the_orders_that_were_placed_as_a_guest()
    {
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL", until: "Placed");
        var account = await Account.SignIn(shop);

        var orders = await account.Look("/orders");
        var mine = orders["items"]!.AsArray().Single(order => order!["id"]!.GetValue<string>() == shopper.Order)!;
        Assert.Equal(shopper.OrderToken, mine["token"]!.GetValue<string>());
        var (status, _) = await shop.Send(HttpMethod.Get, $"/api/customers/{account.Id}", shopper.CartToken);
        Assert.Equal(HttpStatusCode.NotFound, status);
    }

    [Fact]
    public async Task One_customer_does_not_see_another()
    {
        var account = await Account.SignIn(shop, "ana@example.com");
        var other = await Account.SignIn(shop, "ben@example.com");
        foreach (var part in new[] { "", "/orders", "/returns", "/points", "/credit" })
        {
            var path = $"/api/customers/{account.Id}{part}";
            Assert.Equal(HttpStatusCode.OK, (await shop.Send(HttpMethod.Get, path, account.Token)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await shop.Send(HttpMethod.Get, path, other.Token)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await shop.Send(HttpMethod.Get, path, null)).Status);
        }

        var forged = account.Token.Replace(account.Id, other.Id, StringComparison.Ordinal);
        var (status, _) = await shop.Send(HttpMethod.Get, $"/api/customers/{other.Id}", forged);
        Assert.Equal(HttpStatusCode.NotFound, status);
    }

    [Fact]
    public async Task What_is_answered_does_not_tell_whether_there_is_an_account()
    {
        await Account.SignIn(shop, "known@example.com");
        var known = await Ask("known@example.com");
        var stranger = await Ask("stranger@example.com");
        Assert.Equal(known.Status, stranger.Status);
        Assert.Equal(Names(known.Answer!), Names(stranger.Answer!));
    }

    [Fact]
    public async Task After_five_wrong_codes_the_right_one_is_refused_too()
    {
        var signIn = Guid.NewGuid().ToString();
        await shop.Send(HttpMethod.Put, $"/api/sign-ins/{signIn}", null, new { email = "eva@example.com" });
        var code = await Account.CodeOf(shop, signIn, "eva@example.com");
        for (int wrong = 0; wrong < 5; wrong++)
        {
            var tried = (int.Parse(code) + wrong + 1) % 1_000_000;
            Is("sign_in.wrong_code", await Account.Enter(shop, signIn, $"{tried:D6}"));
        }

        Is("sign_in.too_many_tries", await Account.Enter(shop, signIn, code));
        Is("sign_in.wrong_code", await Account.Enter(shop, Guid.NewGuid().ToString(), code));
    }

    [Fact]
    public async Task A_code_is_good_for_ten_minutes_and_a_token_for_thirty_days()
    {
        var signIn = Guid.NewGuid().ToString();
        await shop.Send(HttpMethod.Put, $"/api/sign-ins/{signIn}", null, new { email = "late@example.com" });
        var code = await Account.CodeOf(shop, signIn, "late@example.com");
        shop.Clock!.Advance(TimeSpan.FromMinutes(10));
        Is("sign_in.wrong_code", await Account.Enter(shop, signIn, code));

        var account = await Account.SignIn(shop, "late@example.com");
        shop.Clock.Advance(TimeSpan.FromDays(30));
        var (status, _) = await shop.Send(HttpMethod.Get, $"/api/customers/{account.Id}", account.Token);
        Assert.Equal(HttpStatusCode.NotFound, status);
    }

    [Fact]
    public async Task No_address_gets_more_than_five_codes_an_hour()
    {
        const string email = "flooded@example.com";
        for (int mail = 0; mail < 8; mail++) await Ask(email);
        await shop.Until(
            () => Task.FromResult(shop.Log.Lines.Count(line => line.Contains("sign_in.too_many_mails")) == 3),
            () => "three are kept back");
        Assert.Equal(5, (await Account.Mails(shop, email)).Count);
        Assert.DoesNotContain(shop.Log.Lines, line => line.Contains(email));
    }

    [Fact]
    public async Task She_says_who_she_is_and_the_address_stays_the_one_she_signed_in_with()
    {
        var account = await Account.SignIn(shop, "ana@example.com");
        var profile = new { email = "Ana@example.com", name = "Ana Cruz", phone = "+63 917 123 4567" };
        var shown = await account.Ask(HttpMethod.Put, "", profile);
        Assert.Equal("Ana Cruz", shown["profile"]!["name"]!.GetValue<string>());
        var again = await account.Ask(HttpMethod.Put, "", profile);
        Assert.Equal(shown["version"]!.ToJsonString(), again["version"]!.ToJsonString());

        var path = $"/api/customers/{account.Id}";
        Is("customer.other_email", await shop.Send(
            HttpMethod.Put, path, account.Token, new { email = "else@example.com" }));
    }

    private Task<(HttpStatusCode Status, JsonNode? Answer)> Ask(string email) =>
        shop.Send(HttpMethod.Put, $"/api/sign-ins/{Guid.NewGuid()}", null, new { email });

    private static IEnumerable<string> Names(JsonNode answer) => answer.AsObject().Select(pair => pair.Key);

    private static void Is(string code, (HttpStatusCode Status, JsonNode? Answer) given) =>
        Assert.Equal(code, given.Answer?["code"]?.GetValue<string>());
}
