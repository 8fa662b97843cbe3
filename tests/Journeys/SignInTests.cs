using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Functions;

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
    public async Task A_stranger_who_asks_and_asks_fills_no_mailbox_and_shuts_nobody_out()
    {
        const string email = "flooded@example.com";
        var owner = await Account.SignIn(shop, email);
        await Ask(email);
        await Ask(email);
        await shop.Until(async () => (await Account.Mails(shop, email)).Count == 3, () => "two letters to a stranger");
        string[] spellings = [email, "flo.oded@example.com", "Flooded+1@EXAMPLE.com"];
        foreach (var spelling in spellings.Concat(spellings)) await Ask(spelling);
        await shop.Until(
            () => Task.FromResult(shop.Log.Lines.Count(line => line.Contains("sign_in.too_many_mails")) == 6),
            () => "six are kept back");
        Assert.DoesNotContain(shop.Log.Lines, line => line.Contains("flooded", StringComparison.OrdinalIgnoreCase));

        // On a device of hers she gets her code at once, and elsewhere the link in the stranger's letter is hers.
        Assert.Equal(owner.Id, (await Account.SignIn(shop, email, owner.Device)).Id);
        List<string> opened = [];
        foreach (var (signIn, link) in (await Account.Mails(shop, email)).Select(mail => LinkIn(mail!)))
            if ((await Follow(signIn, link, "by-her")).Answer?["customer"]?.GetValue<string>() is { } customer)
                opened.Add(customer);
        Assert.Equal([owner.Id, owner.Id], opened);
    }

    [Fact]
    public async Task A_code_is_spent_at_its_first_use_and_an_answer_that_got_lost_is_given_again()
    {
        const string email = "twice@example.com";
        var signIn = Guid.NewGuid().ToString();
        await shop.Send(HttpMethod.Put, $"/api/sign-ins/{signIn}", null, new { email });
        var code = await Account.CodeOf(shop, signIn, email);
        var (_, link) = LinkIn((await Account.Mails(shop, email)).Last()!);

        var first = await Account.Enter(shop, signIn, code);
        var again = await Account.Enter(shop, signIn, code);
        Assert.Equal(first.Answer!.ToJsonString(), again.Answer!.ToJsonString());

        var path = $"/api/sign-ins/{signIn}/code";
        Is("sign_in.spent", await shop.Send(HttpMethod.Put, path, null, new { code, attempt = "another" }));
        Is("sign_in.spent", await shop.Send(HttpMethod.Put, path, null, new { code }));
        Is("sign_in.spent", await Follow(signIn, link, "another"));
        Is("sign_in.wrong_code", await shop.Send(HttpMethod.Put, path, null, new { code = "000000x" }));
        Is("sign_in.old_link", await Follow(Guid.NewGuid().ToString(), link, "another"));
    }

    [Fact]
    public async Task The_link_in_a_letter_is_good_for_an_hour()
    {
        const string email = "linked@example.com";
        var signIn = Guid.NewGuid().ToString();
        await shop.Send(HttpMethod.Put, $"/api/sign-ins/{signIn}", null, new { email });
        await Account.CodeOf(shop, signIn, email);
        var (_, link) = LinkIn((await Account.Mails(shop, email)).Last()!);
        shop.Clock!.Advance(TimeSpan.FromHours(1));

        Is("sign_in.old_link", await Follow(signIn, link, "late"));
    }

    [Fact]
    public async Task Two_hundred_guesses_at_once_count_as_five_the_owner_is_told_and_comes_in()
    {
        const string email = "guessed@example.com";
        var owner = await Account.SignIn(shop, email);
        await owner.Ask(HttpMethod.Put, "", new { email });
        var signIn = Guid.NewGuid().ToString();
        await shop.Send(HttpMethod.Put, $"/api/sign-ins/{signIn}", null, new { email });
        var code = int.Parse(await Account.CodeOf(shop, signIn, email));

        var guesses = await Task.WhenAll(Enumerable.Range(1, 200).Select(
            one => Account.Enter(shop, signIn, $"{(code + one) % 1_000_000:D6}")));

        // The fifth wrong one locks; those that were on their way are refused for it.
        var counted = guesses.CountBy(guess => guess.Answer!["code"]!.GetValue<string>()).ToDictionary();
        Assert.Equal((5, 195), (counted["sign_in.wrong_code"], counted["sign_in.too_many_tries"]));
        Is("sign_in.too_many_tries", await Account.Enter(shop, signIn, $"{code:D6}"));
        await shop.Until(async () => await Warnings() == 1, () => "she is told");
        Assert.Equal(owner.Id, (await Account.SignIn(shop, email)).Id);
        Assert.Equal(1, await Warnings());

        async Task<int> Warnings() => (await Account.Mails(shop, email)).Count(
            mail => mail!["subject"]!.GetValue<string>().StartsWith("Wrong codes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_network_asks_for_so_many_codes_an_hour_and_a_device_of_hers_is_not_counted()
    {
        var owner = await Account.SignIn(shop, "counted@example.com");
        var store = shop.Services.GetRequiredService<TableStore>();
        var sender = shop.Services.GetRequiredService<Tokens>()
            .SenderOf("203.0.113.0/24", shop.Clock!.GetUtcNow().UtcTicks / TimeSpan.TicksPerHour);
        await store.Insert(sender, "busy", () => new SenderBudget(sender, SenderBudget.MostAnHour - 1));

        Assert.Equal(HttpStatusCode.Accepted, (await Asks("203.0.113.7", null)).StatusCode);
        using var crowded = await Asks("203.0.113.99", null);
        Assert.Equal(HttpStatusCode.TooManyRequests, crowded.StatusCode);
        Assert.InRange(crowded.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.Accepted, (await Asks("203.0.113.99", owner.Device)).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await Asks("203.0.114.7", null)).StatusCode);

        Task<HttpResponseMessage> Asks(string from, string? device) => shop.Client.SendAsync(
            new(HttpMethod.Put, $"/api/sign-ins/{Guid.NewGuid()}")
            {
                Content = JsonContent.Create(new { email = "counted@example.com", device }),
                Headers = { { "X-Forwarded-For", from } },
            });
    }

    [Fact]
    public async Task Who_signs_out_everywhere_is_signed_out_everywhere()
    {
        const string email = "everywhere@example.com";
        var (phone, desk) = (await Account.SignIn(shop, email), await Account.SignIn(shop, email));
        shop.Clock!.Advance(TimeSpan.FromSeconds(1));

        await phone.Ask(HttpMethod.Put, "/sign-out", new { });

        foreach (var ended in new[] { phone, desk })
            Is("customer.not_signed_in", await shop.Send(
                HttpMethod.Get, $"/api/customers/{ended.Id}", ended.Token));
        shop.Clock.Advance(TimeSpan.FromSeconds(1));
        var again = await Account.SignIn(shop, email);
        Assert.Equal(phone.Id, (await again.Look())["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task One_mailbox_is_one_customer_however_its_host_is_written_and_another_case_is_another_mailbox()
    {
        var owner = await Account.SignIn(shop, "eva@xn--bcher-kva.example");
        var mailboxes = shop.Services.GetRequiredService<Mailboxes>();
        Assert.Equal(owner.Id, await Of("eva@bücher.EXAMPLE"));
        Assert.NotEqual(owner.Id, await Of("Eva@bücher.example"));
        Assert.NotEqual(owner.Id, await Of("eva+shop@bücher.example"));

        async Task<string> Of(string email) => (await mailboxes.IdOf(email, CancellationToken.None)).Value;
    }

    [Fact]
    public async Task Who_was_known_before_case_was_heeded_is_found_as_she_wrote_herself_and_nobody_else_is()
    {
        var (store, tokens) = (shop.Services.GetRequiredService<TableStore>(), Services<Tokens>());
        var former = Assert.Single(tokens.FormerIdsOf("Lola@Example.com"));
        var profile = Services<TextSeal>().Seal(former.Value, new Profile("Lola@Example.com", "Lola", null));
        var now = shop.Clock!.GetUtcNow();
        await store.Insert(former, "of-before", () => new Customer(former, now) { Profile = profile });

        Assert.Equal(former.Value, (await Account.SignIn(shop, "Lola@example.com")).Id);
        Assert.Single((await store.Find(former))!.Record.SearchKeys);
        Assert.NotEqual(former, await Services<Mailboxes>().IdOf("LOLA@example.com", CancellationToken.None));

        T Services<T>() where T : notnull => shop.Services.GetRequiredService<T>();
    }

    [Fact]
    public async Task She_says_who_she_is_and_the_address_stays_the_one_she_signed_in_with()
    {
        var account = await Account.SignIn(shop, "ana@example.com");
        var profile = new { email = "ana@EXAMPLE.com", name = "Ana Cruz", phone = "+63 917 123 4567" };
        var shown = await account.Ask(HttpMethod.Put, "", profile);
        Assert.Equal("Ana Cruz", shown["profile"]!["name"]!.GetValue<string>());
        var again = await account.Ask(HttpMethod.Put, "", profile);
        Assert.Equal(shown["version"]!.ToJsonString(), again["version"]!.ToJsonString());

        var path = $"/api/customers/{account.Id}";
        Is("customer.other_email", await shop.Send(
            HttpMethod.Put, path, account.Token, new { email = "else@example.com" }));
    }

    private static (string SignIn, string Link) LinkIn(JsonNode mail)
    {
        var letter = mail["text"]!.GetValue<string>();
        var found = Regex.Match(letter, "#sign-in=([0-9a-f-]{36})[.]([A-Za-z0-9_-]+)");
        Assert.True(found.Success, letter);
        return (found.Groups[1].Value, found.Groups[2].Value);
    }

    private Task<(HttpStatusCode Status, JsonNode? Answer)> Follow(string signIn, string link, string attempt) =>
        shop.Send(HttpMethod.Put, $"/api/sign-ins/{signIn}/code", null, new { link, attempt });

    private Task<(HttpStatusCode Status, JsonNode? Answer)> Ask(string email) =>
        shop.Send(HttpMethod.Put, $"/api/sign-ins/{Guid.NewGuid()}", null, new { email });

    private static IEnumerable<string> Names(JsonNode answer) => answer.AsObject().Select(pair => pair.Key);

    private static void Is(string code, (HttpStatusCode Status, JsonNode? Answer) given) =>
        Assert.Equal(code, given.Answer?["code"]?.GetValue<string>());
}
