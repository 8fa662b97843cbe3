using System.Net;
using System.Text.Json.Nodes;
using Serverless.Commerce;

namespace Serverless.Tests.Journeys;

/// <summary>Sessions: renewed by who has them, ended by her, by an owner, or because two have one.</summary>
public sealed class StaffSessionTests
{
    private static readonly string[] Books = ["Books"];

    [Fact]
    public async Task An_access_token_ends_by_itself_and_the_cookie_gives_another()
    {
        await using var shop = await TestShop.Start();
        var mona = await StaffPerson.Join(shop, StaffRole.Books);
        await shop.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal(HttpStatusCode.Unauthorized, (await mona.Send(HttpMethod.Get, "me", null)).Status);

        Assert.Equal(HttpStatusCode.OK, (await mona.Renew()).Status);
        await mona.Ask(HttpMethod.Get, "ledger/balance");

        await shop.Pass(StaffSession.Idle);
        Assert.Equal(HttpStatusCode.Unauthorized, (await mona.Renew()).Status);
    }

    [Fact]
    public async Task A_copied_cookie_ends_the_session_for_both_and_a_lost_answer_does_not()
    {
        await using var shop = await TestShop.Start();
        var mona = await StaffPerson.Join(shop, StaffRole.Books);
        var thief = mona.Copy();
        Assert.Equal(HttpStatusCode.OK, (await mona.Renew()).Status);

        // Two tabs of one browser, or an answer that was lost.
        Assert.Equal(HttpStatusCode.OK, (await thief.Renew()).Status);
        await mona.Ask(HttpMethod.Get, "me");

        var late = mona.Copy();
        Assert.Equal(HttpStatusCode.OK, (await mona.Renew()).Status);
        await shop.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await late.Renew()).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await mona.Renew()).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await mona.Send(HttpMethod.Get, "me", null)).Status);
        Assert.Contains(shop.Log.Lines, line => line.Contains("a token was used twice", StringComparison.Ordinal));
    }

    [Fact]
    public async Task She_sees_her_sessions_and_ends_one_or_all_others()
    {
        await using var shop = await TestShop.Start();
        var mona = await StaffPerson.Join(shop, StaffRole.Books);
        var (phone, desk) = (mona.Elsewhere(), mona.Elsewhere());
        await phone.SignIn();
        await desk.SignIn();
        var sessions = (await mona.Ask(HttpMethod.Get, "me"))["sessions"]!.AsArray();
        Assert.Equal(3, sessions.Count);
        var here = Assert.Single(sessions, one => one!["here"]!.GetValue<bool>());

        var theirs = (await phone.Ask(HttpMethod.Get, "me"))["sessions"]!.AsArray()
            .Single(one => one!["here"]!.GetValue<bool>())!["id"]!.GetValue<string>();
        await mona.Ask(HttpMethod.Put, $"me/sessions/{theirs}/ending", new { });
        Assert.Equal(HttpStatusCode.Unauthorized, (await phone.Send(HttpMethod.Get, "me", null)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await phone.Renew()).Status);
        await desk.Ask(HttpMethod.Get, "me");

        await mona.Ask(HttpMethod.Put, "me/sign-out", new { });
        Assert.Equal(HttpStatusCode.Unauthorized, (await desk.Send(HttpMethod.Get, "me", null)).Status);
        var left = Assert.Single((await mona.Ask(HttpMethod.Get, "me"))["sessions"]!.AsArray());
        Assert.Equal(here!["id"]!.ToString(), left!["id"]!.ToString());
    }

    [Fact]
    public async Task An_owner_ends_all_sessions_of_somebody_and_sees_her_off()
    {
        await using var shop = await TestShop.Start();
        var mona = await StaffPerson.Join(shop, StaffRole.Books);
        await shop.Staff(HttpMethod.Put, $"people/{mona.Id}/sign-out", new { });
        Assert.Equal(HttpStatusCode.Unauthorized, (await mona.Send(HttpMethod.Get, "me", null)).Status);

        await mona.SignIn();
        await shop.Staff(HttpMethod.Put, $"people/{mona.Id}/departure", new { });
        Assert.Equal(HttpStatusCode.Unauthorized, (await mona.Send(HttpMethod.Get, "me", null)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await mona.Renew()).Status);
        Assert.Equal("staff.wrong_sign_in", Code(await mona.TrySignIn(code: await mona.NewCode())));

        await shop.Staff(HttpMethod.Put, $"people/{mona.Id}/erasure", new { });
        await shop.Staff(HttpMethod.Put, $"people/{mona.Id}/erasure", new { });
        var shown = (await shop.Staff(HttpMethod.Get, "people"))["items"]!.ToJsonString();
        Assert.DoesNotContain(mona.Email, shown, StringComparison.Ordinal);
        Assert.Contains(Register.Forgotten, shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Roles_that_are_taken_away_open_nothing_more_and_the_last_owner_stays()
    {
        await using var shop = await TestShop.Start();
        var mona = await StaffPerson.Join(shop, StaffRole.Owner);
        await mona.Ask(HttpMethod.Get, "people");
        Assert.Equal("member.last_owner", Code(await mona.Send(
            HttpMethod.Put, $"people/{mona.Id}/roles", new { roles = Books })));
        Assert.Equal("member.last_owner", Code(await mona.Send(
            HttpMethod.Put, $"people/{mona.Id}/departure", new { })));

        var other = await StaffPerson.Join(shop, StaffRole.Owner);
        await other.Ask(HttpMethod.Put, $"people/{mona.Id}/roles", new { roles = Books });
        Assert.Equal("staff.role", Code(await mona.Send(HttpMethod.Get, "people", null)));
        await mona.Ask(HttpMethod.Get, "ledger/balance");
    }

    [Fact]
    public async Task Invited_again_she_starts_anew_and_the_link_before_is_good_for_nothing()
    {
        await using var shop = await TestShop.Start();
        var mona = await StaffPerson.Invite(shop, StaffRole.Books);
        var first = await mona.Link();
        await shop.Staff(HttpMethod.Put, $"people/{mona.Id}/withdrawal", new { });
        Assert.Equal("invitation.unknown", await Accept(first));

        var again = Guid.NewGuid();
        await shop.Staff(HttpMethod.Put, $"people/{mona.Id}/invitations/{again}", new { graceDays = 3 });
        await shop.Staff(HttpMethod.Put, $"people/{mona.Id}/invitations/{again}", new { graceDays = 3 });
        Assert.Equal("invitation.unknown", await Accept(first));
        string second = "";
        await shop.Until(
            async () => (second = await Newest()) != first, () => "another link");
        await mona.Accept(second);
        await mona.SignIn();

        // In her days of grace she may what her roles allow, without a second factor.
        await mona.Ask(HttpMethod.Get, "ledger/balance");
        await shop.Pass(TimeSpan.FromDays(3));
        await mona.SignIn();
        Assert.Equal("staff.second_factor", Code(await mona.Send(HttpMethod.Get, "ledger/balance", null)));

        var third = Guid.NewGuid();
        await shop.Staff(HttpMethod.Put, $"people/{mona.Id}/invitations/{third}", new { });
        await shop.Pass(TimeSpan.FromDays(8));
        Assert.Equal("invitation.unknown", await Accept(await Newest()));

        async Task<string> Newest() => (await Account.Mails(shop, mona.Email))
            .Select(letter => letter!["text"]!.GetValue<string>())
            .Select(text => text[(text.IndexOf('#', StringComparison.Ordinal) + 1)..].Split('\n')[0].Trim())
            .Select(link => link[(mona.Id.Length + 1)..]).FirstOrDefault(link => link != first, first);

        async Task<string?> Accept(string token) => Code(await mona.Send(
            HttpMethod.Put, $"invitations/{mona.Id}/acceptance", new { token, password = StaffPerson.Password }));
    }

    private static string? Code((HttpStatusCode, JsonNode? Answer) said) => said.Answer?["code"]?.GetValue<string>();
}
