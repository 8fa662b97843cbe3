using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Journeys;

/// <summary>A customer who likes it is asked for a second factor where she has not been.</summary>
public sealed class SecondFactorTests(OpenShop open) : IClassFixture<OpenShop>
{
    private readonly TestShop shop = open.Shop;

    [Fact]
    public async Task A_letter_alone_does_not_open_what_has_a_second_lock_and_both_together_do()
    {
        const string email = "locked@example.com";
        var account = await Account.SignIn(shop, email);
        var phone = await SecondLock.On(shop, account);
        Assert.Equal(10, (int)(await account.Look())["secondFactor"]!["codesLeft"]!);

        var letter = await SecondLock.Ask(shop, email);
        Is("sign_in.second_factor", await letter.Enter());
        Is("second_factor.wrong", await letter.Enter("000000"));
        Is("sign_in.spent", await letter.Enter(phone.NewDigits(), attempt: "of-a-stranger"));
        var digits = phone.Digits();
        var (status, first) = await letter.Enter(digits);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(first!.ToJsonString(), (await letter.Enter(digits)).Answer!.ToJsonString());
        Is("sign_in.spent", await letter.Enter(phone.NewDigits()));

        // Where she has shown both, and where she turned it on, the letter is enough; where she had not, it is not.
        foreach (var known in new[] { $"{first["device"]}", phone.Device })
            Assert.Equal(HttpStatusCode.OK, (await (await Later(email)).Enter(device: known)).Status);
        Is("sign_in.second_factor", await (await Later(email)).Enter(device: account.Device));
    }

    [Fact]
    public async Task The_link_in_a_letter_needs_it_as_the_code_does()
    {
        const string email = "link.locked@example.com";
        var phone = await SecondLock.On(shop, await Account.SignIn(shop, email));
        var letter = await SecondLock.Ask(shop, email);
        var mail = (await Account.Mails(shop, email)).Single(
            one => one!.ToJsonString().Contains(letter.SignIn, StringComparison.Ordinal))!;
        var link = Regex.Match($"{mail["text"]}", "#sign-in=[0-9a-f-]{36}[.]([A-Za-z0-9_-]+)").Groups[1].Value;
        var path = $"/api/sign-ins/{letter.SignIn}/code";
        Is("sign_in.second_factor", await shop.Send(HttpMethod.Put, path, null, new { link, attempt = "hers" }));
        var (status, _) = await shop.Send(
            HttpMethod.Put, path, null, new { link, attempt = "hers", second = phone.NewDigits() });
        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Fact]
    public async Task Digits_and_recovery_codes_open_once()
    {
        const string email = "once@example.com";
        var phone = await SecondLock.On(shop, await Account.SignIn(shop, email));
        var (one, other) = (await SecondLock.Ask(shop, email), await SecondLock.Ask(shop, email));
        Is("second_factor.wrong", await one.Enter(phone.Spent));
        var digits = phone.NewDigits();
        var both = await Task.WhenAll(one.Enter(digits), other.Enter(digits));
        Assert.Single(both, answer => answer.Status == HttpStatusCode.OK);
        Assert.Single(both, answer => Code(answer) == "second_factor.wrong");

        var spare = phone.Codes[4];
        var letter = await Later(email);
        Assert.Equal(HttpStatusCode.OK, (await letter.Enter(spare.ToLowerInvariant())).Status);
        Assert.Equal(HttpStatusCode.OK, (await letter.Enter(spare.ToLowerInvariant())).Status);
        Is("second_factor.wrong", await (await Later(email)).Enter(spare));
        Assert.Equal(8, (int)(await Enter(await Later(email), phone.Codes[0]))["codesLeft"]!);
    }

    [Fact]
    public async Task Of_two_hundred_guesses_at_once_five_are_looked_at_she_is_told_and_comes_in()
    {
        const string email = "guessed.lock@example.com";
        var account = await Account.SignIn(shop, email);
        await account.Ask(HttpMethod.Put, "", new { email });
        var phone = await SecondLock.On(shop, account);
        var right = int.Parse(phone.NewDigits());
        var strangers = await SecondLock.Ask(shop, email);
        var guesses = await Task.WhenAll(Enumerable.Range(1, 200).Select(
            one => strangers.Enter($"{(right + one) % 1_000_000:D6}")));
        var counted = guesses.CountBy(Code).ToDictionary();
        Assert.Equal((5, 195), (counted["second_factor.wrong"], counted["sign_in.too_many_tries"]));
        Is("sign_in.too_many_tries", await strangers.Enter(phone.Digits()));
        Is("sign_in.too_many_tries", await strangers.Enter(phone.Codes[0]));
        await shop.Until(
            async () => (await Account.Mails(shop, email)).Any(
                mail => $"{mail!["subject"]}".StartsWith("Wrong codes", StringComparison.Ordinal)),
            () => "she is told");

        // With a letter of her own she comes in at once, wherever she is.
        Assert.Equal(HttpStatusCode.OK, (await (await SecondLock.Ask(shop, email)).Enter(phone.Digits())).Status);
    }

    [Fact]
    public async Task Turning_it_off_and_new_recovery_codes_need_a_code_of_now_and_a_fresh_sign_in()
    {
        const string email = "off@example.com";
        var account = await Account.SignIn(shop, email);
        var phone = await SecondLock.On(shop, account);
        var off = $"/api/customers/{account.Id}/second-factor/removal";
        var anew = $"/api/customers/{account.Id}/recovery-codes";
        foreach (var path in new[] { off, anew })
        {
            Is("request.fields", await shop.Send(HttpMethod.Put, path, account.Token, new { }));
            Is("second_factor.wrong", await shop.Send(HttpMethod.Put, path, account.Token, new { code = "000000" }));
            Is("second_factor.wrong", await shop.Send(
                HttpMethod.Put, path, account.Token, new { code = phone.Digits() }));
        }

        Is("second_factor.on", await shop.Send(
            HttpMethod.Put, $"/api/customers/{account.Id}/totp/{Guid.NewGuid()}", account.Token, new { }));
        var codes = (await account.Ask(HttpMethod.Put, "/recovery-codes", new { code = phone.Codes[0] }))["codes"]!;
        Is("second_factor.wrong", await shop.Send(HttpMethod.Put, off, account.Token, new { code = phone.Codes[1] }));
        shop.Clock!.Advance(TimeSpan.FromMinutes(16));
        Is("customer.stale_sign_in", await shop.Send(HttpMethod.Put, off, account.Token, new { code = $"{codes[0]}" }));

        var again = (await (await SecondLock.Ask(shop, email)).Enter(phone.NewDigits())).Answer!;
        var token = $"{again["token"]}";
        Assert.Equal(
            HttpStatusCode.OK, (await shop.Send(HttpMethod.Put, off, token, new { code = $"{codes[0]}" })).Status);
        Assert.Equal(
            HttpStatusCode.OK, (await shop.Send(HttpMethod.Put, off, token, new { code = $"{codes[0]}" })).Status);
        Is("second_factor.off", await shop.Send(HttpMethod.Put, anew, token, new { code = $"{codes[1]}" }));
        Assert.Equal(HttpStatusCode.OK, (await (await SecondLock.Ask(shop, email)).Enter()).Status);
    }

    [Fact]
    public async Task Guesses_in_a_browser_that_was_left_open_are_braked()
    {
        var account = await Account.SignIn(shop, "left.open@example.com");
        await SecondLock.On(shop, account);
        var path = $"/api/customers/{account.Id}/second-factor/removal";
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(
            guess => shop.Send(HttpMethod.Put, path, account.Token, new { code = $"{guess:D6}" })));
        Assert.Equal(32, answers.Count(one => one.Status == HttpStatusCode.TooManyRequests));
        Assert.True(((await account.Look())["secondFactor"]) is not null);
    }

    [Fact]
    public async Task Who_has_lost_it_all_is_let_in_by_support_and_it_stands_on_the_trail()
    {
        const string email = "lost@example.com";
        var account = await Account.SignIn(shop, email);
        await SecondLock.On(shop, account);
        Is("sign_in.second_factor", await (await SecondLock.Ask(shop, email)).Enter());
        await shop.Staff(HttpMethod.Put, $"customers/{account.Id}/second-factor/removal", new { });
        await shop.Staff(HttpMethod.Put, $"customers/{account.Id}/second-factor/removal", new { });
        Assert.Equal(HttpStatusCode.OK, (await (await Later(email)).Enter()).Status);
        var trail = await shop.Staff(HttpMethod.Get, $"audit?record=customers/{account.Id}");
        Assert.Contains(trail["items"]!.AsArray(), line => $"{line!["what"]}" == "PutStaffFactorRemoval");
    }

    [Fact]
    public async Task What_is_kept_of_it_is_sealed_is_in_her_export_without_secrets_and_goes_with_her()
    {
        const string email = "forgets@example.com";
        var account = await Account.SignIn(shop, email);
        var phone = await SecondLock.On(shop, account);
        var store = (TableStore)shop.Services.GetService(typeof(TableStore))!;
        var id = new Id<Customer>(account.Id);
        var kept = System.Text.Json.JsonSerializer.Serialize((await store.Find(id))!.Record);
        foreach (var secret in phone.Codes.Append(phone.Secret).SelectMany(
            one => new[] { one, one.Replace("-", "", StringComparison.Ordinal) }))
            Assert.DoesNotContain(secret, kept, StringComparison.OrdinalIgnoreCase);

        var export = await account.Ask(HttpMethod.Get, "/export");
        Assert.Equal(10, (int)export["account"]!["secondFactor"]!["codesLeft"]!);
        Assert.DoesNotContain(phone.Secret, export.ToJsonString(), StringComparison.Ordinal);

        var erasure = Guid.NewGuid();
        await account.Ask(HttpMethod.Put, $"/erasures/{erasure}", new { });
        await shop.Until(
            async () => $"{(await account.TryLook($"/erasures/{erasure}"))?["status"]}" == "Done",
            () => "she is forgotten");
        Assert.Null((await store.Find(id))!.Record.Factor);
        Assert.Equal(HttpStatusCode.OK, (await (await SecondLock.Ask(shop, email)).Enter()).Status);
    }

    private async Task<JsonNode> Enter(Letter letter, string second)
    {
        var (_, signedIn) = await letter.Enter(second);
        var (_, account) = await shop.Send(
            HttpMethod.Get, $"/api/customers/{signedIn!["customer"]}", $"{signedIn["token"]}");
        return account!["secondFactor"]!;
    }

    // Letters to one mailbox wait for each other.
    private async Task<Letter> Later(string email)
    {
        shop.Clock!.Advance(TimeSpan.FromHours(1));
        return await SecondLock.Ask(shop, email);
    }

    private static string Code((HttpStatusCode Status, JsonNode? Answer) given) =>
        given.Answer?["code"]?.GetValue<string>() ?? "";

    private static void Is(string code, (HttpStatusCode Status, JsonNode? Answer) given) =>
        Assert.Equal(code, Code(given));
}
