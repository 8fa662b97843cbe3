using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Journeys;

/// <summary>People of staff come in with an account elsewhere, once it is theirs here.</summary>
public sealed class LoginTests
{
    private const string Account = "mona.at.work@elsewhere.example";

    [Fact]
    public async Task Who_has_linked_an_account_signs_in_with_it_and_removes_it()
    {
        await using var shop = await TestShop.Start();
        var mona = await StaffPerson.Join(shop, StaffRole.Books);
        await Link(shop, mona);
        var login = Assert.Single((await mona.Ask(HttpMethod.Get, "me"))["logins"]!.AsArray())!;
        Assert.Equal(Account, login["email"]!.GetValue<string>());
        Assert.Equal($"{shop.Sandbox.PublicUrl}/oidc", login["issuer"]!.GetValue<string>());

        using var browser = new LoginBrowser(shop);
        var (status, who) = await browser.SignIn(Account);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(who!["enrolled"]!.GetValue<bool>());
        Assert.Equal(HttpStatusCode.OK, (await browser.Ask(HttpMethod.Get, "ledger/balance")).Status);
        Assert.Equal("staff.role", Code(await browser.Ask(HttpMethod.Get, "people")));
        var sessions = (await mona.Ask(HttpMethod.Get, "me"))["sessions"]!.AsArray();
        Assert.Contains(sessions, one => one!["how"]!.GetValue<string>() == "oidc+mfa");
        Assert.Contains(await AuditOf(shop, mona), what => what == "PutStaffLoginSession");
        Assert.Contains(await AuditOf(shop, mona), what => what == "PutOwnLogin");

        await mona.Ask(HttpMethod.Put, $"me/logins/{login["id"]}/removal", new { });
        Assert.Equal(
            "login.unknown", Code(await mona.Send(HttpMethod.Put, $"me/logins/{login["id"]}/removal", new { })));
        Assert.Equal("oidc.not_linked", Code(await browser.SignIn(Account)));
        Assert.DoesNotContain(shop.Log.Lines, IsPrivate);
    }

    [Fact]
    public async Task Where_the_issuer_proves_no_second_factor_hers_is_asked_for()
    {
        await using var shop = await TestShop.Start();
        var mona = await StaffPerson.Join(shop, StaffRole.Books);
        await Link(shop, mona);
        using var browser = new LoginBrowser(shop);

        Assert.Equal("oidc.code_needed", Code(await browser.SignIn(Account, mfa: false)));
        Assert.Null(browser.Token);
        Assert.Equal("staff.wrong_code", Code(await browser.Finish("000000")));
        Assert.Equal("oidc.code_needed", Code(await browser.Finish()));
        var (status, who) = await browser.Finish(await mona.NewCode());
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(who!["enrolled"]!.GetValue<bool>());

        Assert.Equal("oidc.code_needed", Code(await browser.SignIn(Account, mfa: false)));
        Assert.Equal(HttpStatusCode.OK, (await browser.Finish(mona.Codes[0])).Status);

        // Guesses of it are braked, as behind a password.
        Assert.Equal("oidc.code_needed", Code(await browser.SignIn(Account, mfa: false)));
        for (int guess = 0; guess < Functions.Brakes.FreeOfDevice; guess++)
            Assert.Equal("staff.wrong_code", Code(await browser.Finish("000000")));
        Assert.Equal("staff.wait", Code(await browser.Finish("000000")));
    }

    [Fact]
    public async Task Who_has_no_second_factor_yet_comes_as_far_as_with_a_password()
    {
        await using var shop = await TestShop.Start();
        var mona = await StaffPerson.Invite(shop, StaffRole.Books);
        await mona.Accept(await mona.Link());
        await mona.SignIn();
        await Link(shop, mona, mfa: false);
        using var browser = new LoginBrowser(shop);

        var (_, who) = await browser.SignIn(Account, mfa: false);
        Assert.False(who!["enrolled"]!.GetValue<bool>());
        Assert.Equal("staff.second_factor", Code(await browser.Ask(HttpMethod.Get, "ledger/balance")));
        (_, who) = await browser.SignIn(Account);
        Assert.True(who!["enrolled"]!.GetValue<bool>());
        Assert.Equal(HttpStatusCode.OK, (await browser.Ask(HttpMethod.Get, "ledger/balance")).Status);
    }

    [Fact]
    public async Task An_invitation_is_accepted_with_an_account_and_that_is_her_only_way_in()
    {
        await using var shop = await TestShop.Start();
        var mona = await StaffPerson.Invite(shop, StaffRole.Books);
        var invited = new { member = mona.Id, token = await mona.Link() };
        using var browser = new LoginBrowser(shop);

        var (status, who) = await browser.SignIn(Account, invited: invited);
        Assert.True(status == HttpStatusCode.OK, $"{who}");
        Assert.Equal(HttpStatusCode.OK, (await browser.Ask(HttpMethod.Get, "ledger/balance")).Status);
        Assert.Equal("invitation.spent", Code(await browser.SignIn(Account, invited: invited)));
        Assert.Equal(HttpStatusCode.OK, (await browser.SignIn(Account)).Status);

        var me = (await browser.Ask(HttpMethod.Get, "me")).Answer!;
        Assert.False(me["hasPassword"]!.GetValue<bool>());
        var login = Assert.Single(me["logins"]!.AsArray())!["id"]!.GetValue<string>();
        Assert.Equal("login.only_way", Code(await browser.Ask(HttpMethod.Put, $"me/logins/{login}/removal", new { })));
        Assert.Equal("staff.wrong_sign_in", Code(await mona.TrySignIn()));
        Assert.Equal("invitation.unknown", Code(await browser.SignIn(
            Account, invited: new { member = mona.Id, token = "guessed.one" })));

        // Another invitation voids what she had, once it is accepted.
        var again = Guid.NewGuid().ToString();
        await shop.Staff(HttpMethod.Put, $"people/{mona.Id}/invitations/{again}", new { });
        Assert.Equal(HttpStatusCode.OK, (await browser.SignIn(Account)).Status);
        await mona.Accept(shop.Services.GetRequiredService<Functions.StaffTokens>().ForInvitation(new(mona.Id), again));
        Assert.Equal("oidc.not_linked", Code(await browser.SignIn(Account)));
    }

    [Fact]
    public async Task A_link_in_wrong_hands_opens_nothing_once_she_has_accepted_it_herself()
    {
        await using var shop = await TestShop.Start();
        var mona = await StaffPerson.Invite(shop, StaffRole.Books);
        var token = await mona.Link();
        using var thief = new LoginBrowser(shop);
        var begun = await thief.Begin(new { member = mona.Id, token });
        await thief.Return(await thief.Choose(begun.Answer, "thief@elsewhere.example"));

        await mona.Accept(token);
        Assert.Equal("invitation.spent", Code(await thief.Finish()));
        Assert.Equal("oidc.not_linked", Code(await thief.SignIn("thief@elsewhere.example")));
        await mona.SignIn();
        Assert.Empty((await mona.Ask(HttpMethod.Get, "me"))["logins"]!.AsArray());
    }

    [Fact]
    public async Task Only_a_linked_account_lets_in_and_an_address_that_is_the_same_does_not()
    {
        await using var shop = await TestShop.Start();
        var mona = await StaffPerson.Join(shop, StaffRole.Books);
        using var browser = new LoginBrowser(shop);
        Assert.Equal("oidc.not_linked", Code(await browser.SignIn(mona.Email)));
        Assert.Equal("oidc.not_linked", Code(await browser.SignIn("nobody@elsewhere.example")));
        Assert.Contains("nobody has linked the account", shop.Alarms, StringComparison.Ordinal);

        await Link(shop, mona);
        var paolo = await StaffPerson.Join(shop, StaffRole.Books);
        Assert.Equal("login.taken", Code(await browser.SignIn(Account, @as: paolo)));
        Assert.Empty((await paolo.Ask(HttpMethod.Get, "me"))["logins"]!.AsArray());
        // Asked again by whose it is, it is linked once.
        await Link(shop, mona);
        Assert.Single((await mona.Ask(HttpMethod.Get, "me"))["logins"]!.AsArray());
    }

    [Fact]
    public async Task Who_has_left_does_not_come_in_and_is_forgotten_with_her_account()
    {
        await using var shop = await TestShop.Start();
        var mona = await StaffPerson.Join(shop, StaffRole.Books);
        await Link(shop, mona);
        using var browser = new LoginBrowser(shop);
        Assert.Equal(HttpStatusCode.OK, (await browser.SignIn(Account)).Status);
        var begun = await browser.Begin();
        await browser.Return(await browser.Choose(begun.Answer, Account));

        await shop.Staff(HttpMethod.Put, $"people/{mona.Id}/departure", new { });
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Ask(HttpMethod.Get, "me")).Status);
        Assert.Equal("oidc.not_linked", Code(await browser.Finish()));
        Assert.Equal("oidc.not_linked", Code(await browser.SignIn(Account)));

        await shop.Staff(HttpMethod.Put, $"people/{mona.Id}/erasure", new { });
        var roster = (await shop.Services.GetRequiredService<TableStore>().Find(StaffRoster.Id))!.Record;
        Assert.Empty(roster.Find(new Id<StaffMember>(mona.Id))!.Logins);
        // The account is free for somebody else.
        await Link(shop, await StaffPerson.Join(shop, StaffRole.Books));
    }

    [Fact]
    public async Task Adding_an_account_needs_her_second_factor_and_the_session_that_asked()
    {
        await using var shop = await TestShop.Start();
        var mona = await StaffPerson.Join(shop, StaffRole.Books);
        using var browser = new LoginBrowser(shop);
        var begun = await browser.Begin(@as: mona);
        var back = await browser.Choose(begun.Answer, Account);
        await shop.Staff(HttpMethod.Put, $"people/{mona.Id}/sign-out", new { });
        await browser.Return(back);
        Assert.Equal("session.over", Code(await browser.Finish()));
        Assert.Equal("staff.token", Code(await browser.SignIn(Account, @as: mona)));
        Assert.Equal("oidc.not_linked", Code(await browser.SignIn(Account)));
    }

    private static async Task Link(TestShop shop, StaffPerson person, bool mfa = true)
    {
        using var browser = new LoginBrowser(shop);
        var (status, answer) = await browser.SignIn(Account, mfa, @as: person);
        Assert.True(status == HttpStatusCode.OK && answer!["linked"]!.GetValue<bool>(), $"{status} {answer}");
    }

    private static async Task<IEnumerable<string>> AuditOf(TestShop shop, StaffPerson person)
    {
        var month = shop.Clock!.GetUtcNow().ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);
        var page = await shop.Staff(HttpMethod.Get, $"audit?by=member:{person.Id}&month={month}");
        return page["items"]!.AsArray().Select(line => line!["what"]!.GetValue<string>());
    }

    private static bool IsPrivate(string line) =>
        line.Contains("elsewhere.example", StringComparison.Ordinal) || line.Contains("eyJ", StringComparison.Ordinal);

    private static string? Code((HttpStatusCode, JsonNode? Answer) said) => said.Answer?["code"]?.GetValue<string>();
}
