using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Journeys;

/// <summary>An issuer that lies, is slow or is away lets nobody in, and browsers are not fooled by strangers.</summary>
public sealed class LyingIssuerTests
{
    private const string Account = "mona.at.work@elsewhere.example";

    private static readonly Dictionary<string, string> Lies = new()
    {
        ["audience"] = "its token is for somebody else",
        ["two-audiences"] = "its token is for others as well",
        ["issuer"] = "its token names another issuer",
        ["nonce"] = "its token is not for this sign-in",
        ["no-nonce"] = "its token is not for this sign-in",
        ["expired"] = "its token has expired",
        ["not-yet"] = "its token is not good yet",
        ["issued-later"] = "its token is not good yet",
        ["none"] = "its token is signed by what is not taken",
        ["hs256"] = "its token is signed by what is not taken",
        ["unknown-key"] = "its token is signed by a key that it does not show",
        ["forged"] = "the signature of its token is not right",
        ["azp"] = "its token was given to somebody else",
        ["at-hash"] = "its two tokens do not belong together",
        ["no-subject"] = "its token does not say who it is about",
        ["answer-issuer"] = "the answer names another issuer",
        ["no-answer-issuer"] = "the answer names another issuer",
        ["huge"] = "its answer to the code is too large",
        ["not-json"] = "its answer to the code cannot be read",
    };

    [Fact]
    public async Task Each_lie_is_refused_opens_no_session_and_stands_in_the_log_by_its_kind()
    {
        await using var shop = await TestShop.Start();
        var mona = await Linked(shop);
        using var browser = new LoginBrowser(shop);
        int before = await Sessions(shop, mona);
        foreach (var (lie, why) in Lies)
        {
            await LoginBrowser.Tell(shop, $"issuer/lies/{lie}", new { times = 1 });
            var (status, answer) = await browser.SignIn(Account);
            var expected = lie is "huge" or "not-json" ? "oidc.unreachable" : "oidc.not_trusted";
            Assert.True(Code((status, answer)) == expected, $"{lie}: {status} {answer}");
            Assert.True(shop.Alarms.Split('\n')[^1].Contains(why), $"{lie}: {shop.Alarms}");
        }

        foreach (var kind in new[] { "error", "drop", "hang" })
        {
            await LoginBrowser.Tell(shop, "faults/oidc", new { kind, calls = 1, path = "token" });
            Assert.Equal("oidc.unreachable", Code(await browser.SignIn(Account)));
        }

        Assert.Equal(before, await Sessions(shop, mona));
        Assert.Null(browser.Token);
        Assert.Equal("oidc.broken_off", Code(await browser.SignIn("")));
        Assert.DoesNotContain(shop.Log.Lines, IsPrivate);
        // Thirty of one network need not wait; a lie counts as a guess.
        int more = 0;
        while (Code(await browser.SignIn("nobody@elsewhere.example")) is var code && code != "staff.wait")
        {
            Assert.Equal("oidc.not_linked", code);
            Assert.True(++more < 40, "Nobody is braked.");
            await LoginBrowser.Tell(shop, "issuer/lies/nonce", new { times = 1 });
            if (Code(await browser.SignIn(Account)) == "staff.wait") break;
        }

        shop.Clock!.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(HttpStatusCode.OK, (await browser.SignIn(Account)).Status);
    }

    [Fact]
    public async Task Keys_change_in_the_middle_and_a_key_that_is_unknown_does_not_make_us_ask_endlessly()
    {
        var lines = new ConcurrentQueue<string>();
        await using var shop = await TestShop.Start(outside: options => options with { Log = lines.Enqueue });
        await Linked(shop);
        using var browser = new LoginBrowser(shop);
        var begun = await browser.Begin();
        await LoginBrowser.Tell(shop, "issuer/keys", new { });
        await browser.Return(await browser.Choose(begun.Answer, Account));
        Assert.Equal(HttpStatusCode.OK, (await browser.Finish()).Status);

        lines.Clear();
        await LoginBrowser.Tell(shop, "issuer/lies/unknown-key", new { times = 20 });
        for (int turn = 0; turn < 20; turn++)
            Assert.Equal("oidc.not_trusted", Code(await browser.SignIn(Account)));
        Assert.Equal(0, lines.Count(line => line.Contains("/oidc/keys", StringComparison.Ordinal)));

        shop.Clock!.Advance(TimeSpan.FromMinutes(1));
        await LoginBrowser.Tell(shop, "issuer/keys", new { });
        await LoginBrowser.Tell(shop, "issuer/keys", new { });
        Assert.Equal(HttpStatusCode.OK, (await browser.SignIn(Account)).Status);
        Assert.Equal(1, lines.Count(line => line.Contains("/oidc/keys", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("discovery", "it names another issuer than the setting Authority")]
    [InlineData("plain-http", "it names an address that is missing, or not https")]
    public async Task An_issuer_that_is_not_what_the_settings_say_is_not_even_asked(string lie, string why)
    {
        await using var shop = await TestShop.Start();
        using var browser = new LoginBrowser(shop);
        await LoginBrowser.Tell(shop, $"issuer/lies/{lie}", new { times = 1 });
        Assert.Equal("oidc.not_trusted", Code(await browser.Begin()));
        Assert.Contains(why, shop.Alarms, StringComparison.Ordinal);
        // Not asked again at once, whoever wants to.
        Assert.Equal("oidc.not_trusted", Code(await browser.Begin()));
        shop.Clock!.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(HttpStatusCode.OK, (await browser.Begin()).Status);
    }

    [Fact]
    public async Task An_answer_is_good_in_the_browser_that_asked_for_it_and_nowhere_else()
    {
        await using var shop = await TestShop.Start();
        var mona = await Linked(shop);
        int before = await Sessions(shop, mona);
        using var hers = new LoginBrowser(shop);
        using var other = new LoginBrowser(shop);
        var back = await hers.Choose((await hers.Begin()).Answer, Account);

        await other.Return(back);
        Assert.Equal("oidc.not_begun_here", Code(await other.Finish()));
        // In a browser that has begun something of its own as well: hers is not spent by it, nor its own.
        var own = await other.Choose((await other.Begin()).Answer, Account);
        await other.Return(back);
        Assert.Equal("oidc.pending", Code(await other.Finish()));
        await other.Return(new Uri(own.ToString().Replace("state=", "state=x", StringComparison.Ordinal)));
        await other.Return(own);
        Assert.Equal(HttpStatusCode.OK, (await other.Finish()).Status);
        await hers.Return(back);
        Assert.Equal(HttpStatusCode.OK, (await hers.Finish()).Status);
        Assert.Equal(before + 2, await Sessions(shop, mona));

        var late = await hers.Choose((await hers.Begin()).Answer, Account);
        shop.Clock!.Advance(TimeSpan.FromMinutes(10));
        await hers.Return(late);
        Assert.Equal("oidc.not_begun_here", Code(await hers.Finish()));
    }

    [Fact]
    public async Task Of_answers_that_come_twice_or_at_once_comes_one_session()
    {
        await using var shop = await TestShop.Start();
        var mona = await Linked(shop);
        int before = await Sessions(shop, mona);
        using var browser = new LoginBrowser(shop);
        // An issuer that takes a code as often as it comes.
        await LoginBrowser.Tell(shop, "issuer/lies/code-twice", new { times = 100 });
        var back = await browser.Choose((await browser.Begin()).Answer, Account);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => browser.Return(back)));
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => browser.Finish()));
        Assert.Contains(answers, one => one.Status == HttpStatusCode.OK);
        Assert.Equal(before + 1, await Sessions(shop, mona));

        // The same address out of the browser's history, after she has signed out.
        await browser.Return(back);
        Assert.Equal("oidc.not_begun_here", Code(await browser.Finish()));
        Assert.Equal(before + 1, await Sessions(shop, mona));
    }

    [Fact]
    public async Task An_answer_that_was_used_opens_nothing_after_she_has_signed_out()
    {
        await using var shop = await TestShop.Start();
        await Linked(shop);
        using var browser = new LoginBrowser(shop);
        using var copy = new LoginBrowser(shop);
        var begun = await browser.Begin();
        await browser.Return(await browser.Choose(begun.Answer, Account));
        copy.CopyOf(browser);
        Assert.Equal(HttpStatusCode.OK, (await browser.Finish()).Status);
        Assert.Equal(
            HttpStatusCode.OK,
            (await browser.Ask(HttpMethod.Put, $"me/sessions/{browser.Id}/ending", new { })).Status);
        shop.Clock!.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal("oidc.spent", Code(await copy.Finish()));
    }

    [Fact]
    public async Task Only_accounts_of_the_domain_come_in_where_one_is_set()
    {
        await using var shop = await TestShop.Start(
            configure: test => test.Settings["Oidc:sandbox:Domain"] = "elsewhere.example");
        await Linked(shop);
        using var browser = new LoginBrowser(shop);
        Assert.Equal(HttpStatusCode.OK, (await browser.SignIn(Account)).Status);
        Assert.Equal("oidc.domain", Code(await browser.SignIn("mona@example.com")));
        await LoginBrowser.Tell(shop, "issuer/lies/unverified", new { times = 1 });
        Assert.Equal("oidc.domain", Code(await browser.SignIn(Account)));
    }

    private static async Task<StaffPerson> Linked(TestShop shop)
    {
        var mona = await StaffPerson.Join(shop, StaffRole.Books);
        using var browser = new LoginBrowser(shop);
        var (status, answer) = await browser.SignIn(Account, @as: mona);
        Assert.True(status == HttpStatusCode.OK, $"{answer} {shop.Alarms}");
        return mona;
    }

    private static async Task<int> Sessions(TestShop shop, StaffPerson person) =>
        (await shop.Services.GetRequiredService<TableStore>().Find(new Id<StaffAccess>(person.Id)))!
            .Record.Sessions.Length;

    private static bool IsPrivate(string line) =>
        line.Contains("elsewhere.example", StringComparison.Ordinal) || line.Contains("eyJ", StringComparison.Ordinal);

    private static string? Code((HttpStatusCode, JsonNode? Answer) said) => said.Answer?["code"]?.GetValue<string>();
}
