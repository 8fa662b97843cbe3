using System.Net;
using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>Who has not said yes gets no mail that needs it; who takes it back gets no more.</summary>
public sealed class ConsentTests
{
    private const string Purpose = "marketing-email";

    [Fact]
    public async Task Mail_about_points_comes_with_consent_and_stops_with_the_link_in_it()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 5);
        var account = await Account.SignIn(shop);
        await Buy(shop, account, points: 10);
        Assert.Empty(await MailsAboutPoints(shop));

        await Say(account, given: true);
        await Buy(shop, account, points: 20);
        await shop.Until(async () => (await MailsAboutPoints(shop)).Count == 1, () => "one mail about points");

        var link = (await MailsAboutPoints(shop))[0].Split('\n').Last(line => line.Contains("/unsubscribe/")).Trim();
        var token = link[(link.IndexOf("token=", StringComparison.Ordinal) + 6)..];
        var path = $"/api/unsubscriptions/{account.Id}/{Purpose}?token=";
        Assert.Equal(HttpStatusCode.Forbidden, (await shop.Send(HttpMethod.Post, path + "forged", null)).Status);
        Assert.Equal(HttpStatusCode.OK, (await shop.Send(HttpMethod.Put, path + token, null)).Status);
        await Buy(shop, account, points: 30);
        Assert.Single(await MailsAboutPoints(shop));

        // What she bought is confirmed all the same.
        await shop.Until(async () => (await Confirmations(shop)) == 3, () => "three confirmations");
    }

    [Fact]
    public async Task A_mail_program_ends_such_mails_with_one_click_and_looking_at_the_link_ends_nothing()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 5);
        var account = await Account.SignIn(shop);
        await Say(account, given: true);
        await Buy(shop, account, points: 10);
        await shop.Until(async () => (await MailsAboutPoints(shop)).Count == 1, () => "one mail about points");
        var mails = await Account.Mails(shop, "maria@example.com");
        var link = new Uri(Assert.Single(mails.Select(mail => (string?)mail!["oneClick"]).OfType<string>()));

        using var stays = new HttpClientHandler { AllowAutoRedirect = false };
        using var program = new HttpClient(stays) { BaseAddress = shop.Client.BaseAddress };
        using var looked = await program.GetAsync(link.PathAndQuery);
        Assert.Equal(HttpStatusCode.Found, looked.StatusCode);
        Assert.Contains($"/unsubscribe/{account.Id}#token=", looked.Headers.Location!.OriginalString);
        Assert.True(await Allows(account));
        using var forged = await program.GetAsync(link.PathAndQuery + "x");
        Assert.Equal(HttpStatusCode.Forbidden, forged.StatusCode);

        for (int click = 0; click < 2; click++)
        {
            using var form = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
            using var ended = await program.PostAsync(link.PathAndQuery, form);
            Assert.Equal(HttpStatusCode.OK, ended.StatusCode);
        }

        Assert.False(await Allows(account));
        await Buy(shop, account, points: 20);
        Assert.Single(await MailsAboutPoints(shop));
    }

    [Fact]
    public async Task Staff_see_a_customer_whole_and_the_log_sees_nothing_of_her()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 5);
        var account = await Account.SignIn(shop);
        var yesterday = shop.Clock!.GetUtcNow();
        await Say(account, given: true);
        shop.Clock.Advance(TimeSpan.FromDays(1));
        var today = shop.Clock.GetUtcNow();
        await Say(account, given: false);
        var shopper = await Buy(shop, account, points: 10);
        var back = await shopper.SendBack("BOWL");
        await shopper.ReachReturn(back, "Requested");

        var found = await shop.Staff(HttpMethod.Post, "customer-searches", new { email = "Maria@example.com" });
        Assert.Equal(account.Id, Assert.Single(found["items"]!.AsArray())!["id"]!.GetValue<string>());
        var nobody = await shop.Staff(HttpMethod.Post, "customer-searches", new { email = "nobody@example.com" });
        Assert.Empty(nobody["items"]!.AsArray());

        var note = $"customers/{account.Id}/notes/{Guid.NewGuid()}";
        await shop.Staff(HttpMethod.Put, note, new { text = "Prefers the phone" });
        await shop.Staff(HttpMethod.Put, note, new { text = "Prefers the phone" });
        var whole = await shop.Staff(HttpMethod.Get, $"customers/{account.Id}");
        var profile = whole["account"]!["profile"]!;
        Assert.Equal(
            ("Maria Santos", "maria@example.com", "+639171234567"),
            (Text(profile, "name"), Text(profile, "email"), Text(profile, "phone")));
        Assert.Single(whole["orders"]!.AsArray());
        Assert.Equal(back, Text(Assert.Single(whole["returns"]!.AsArray())!, "id"));
        var stands = whole["account"]!["consents"]!.AsArray().Single(one => Text(one!, "purpose") == Purpose)!;
        Assert.Equal((false, "2026-11"), (stands["allowed"]!.GetValue<bool>(), Text(stands, "answeredVersion")));
        Assert.Equal("Prefers the phone", Assert.Single(whole["notes"]!.AsArray())!["text"]!.GetValue<string>());
        // The log of consents: for what, to which text, when; and that it was taken back.
        var told = whole["timeline"]!.AsArray().SelectMany(fact => fact!["data"]?["consents"]?.AsArray() ?? []);
        var log = told.Select(one => (
            Text(one!, "purpose"), Text(one!, "textVersion"), one!["given"]!.GetValue<bool>(),
            one["at"]!.GetValue<DateTimeOffset>()));
        Assert.Equal([(Purpose, "2026-11", true, yesterday), (Purpose, "2026-11", false, today)], log);

        string[] secrets = ["Maria", "maria@example.com", "+63 917", "+63917", "Prefers", account.Token];
        Assert.All(secrets, secret => Assert.DoesNotContain(shop.Log.Lines, line => line.Contains(secret)));
        Assert.All(secrets[..5], secret => Assert.DoesNotContain(secret, whole["timeline"]!.ToJsonString()));
    }

    [Fact]
    public async Task Consent_is_her_own_to_give_and_to_a_text_that_was_shown()
    {
        await using var shop = await TestShop.Start();
        var account = await Account.SignIn(shop);
        var other = await Account.SignIn(shop, "ben@example.com");
        var path = $"/api/customers/{account.Id}/consents/{Purpose}";
        var yes = new { allowed = true, textVersion = "2026-11" };
        Is("customer.not_signed_in", await shop.Send(HttpMethod.Put, path, other.Token, yes));
        Is("consent.other_text", await shop.Send(
            HttpMethod.Put, path, account.Token, new { allowed = true, textVersion = "2019-01" }));
        Is("consent.unknown", await shop.Send(
            HttpMethod.Put, $"/api/customers/{account.Id}/consents/selling-data", account.Token, yes));
        Is("request.fields", await shop.Send(HttpMethod.Put, path, account.Token, new { allowed = "yes" }));
    }

    private static Task<JsonNode> Say(Account account, bool given) =>
        account.Ask(HttpMethod.Put, $"/consents/{Purpose}", new { allowed = given, textVersion = "2026-11" });

    private static async Task<bool> Allows(Account account) => (await account.Look())["consents"]!.AsArray()
        .Single(consent => consent!["purpose"]!.GetValue<string>() == Purpose)!["allowed"]!.GetValue<bool>();

    private static async Task<Shopper> Buy(TestShop shop, Account account, int points)
    {
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL");
        await shop.Until(
            async () => (await account.Look())["tier"]!["spent"]!["amount"]!.GetValue<long>() == points * 10_000,
            () => $"{points} points");
        return shopper;
    }

    private static string Text(JsonNode said, string name) => said[name]!.GetValue<string>();

    private static async Task<List<string>> MailsAboutPoints(TestShop shop) =>
    [
        .. (await Account.Mails(shop, "maria@example.com"))
            .Where(mail => mail!["subject"]!.GetValue<string>().Contains("points", StringComparison.Ordinal))
            .Select(mail => mail!["text"]!.GetValue<string>()),
    ];

    private static async Task<int> Confirmations(TestShop shop) =>
        (await Account.Mails(shop, "maria@example.com"))
        .Count(mail => mail!["subject"]!.GetValue<string>().StartsWith("Your order", StringComparison.Ordinal));

    private static void Is(string code, (HttpStatusCode Status, JsonNode? Answer) given) =>
        Assert.Equal(code, given.Answer?["code"]?.GetValue<string>());
}
