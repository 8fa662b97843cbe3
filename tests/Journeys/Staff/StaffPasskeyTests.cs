using System.Net;
using System.Text.Json.Nodes;
using Serverless.Commerce;

namespace Serverless.Tests.Journeys;

/// <summary>Passkeys of staff: each is a whole sign-in, and each is good for whom it was made.</summary>
public sealed class StaffPasskeyTests
{
    [Fact]
    public async Task A_passkey_alone_lets_her_in_with_all_that_her_roles_allow()
    {
        await using var shop = await TestShop.Start();
        var (mona, key) = (await StaffPerson.Join(shop, StaffRole.Owner), new Authenticator());
        var id = await mona.Add(key, "Phone of Mona");

        var elsewhere = mona.Elsewhere();
        var (status, answer) = await elsewhere.TryPasskey(await elsewhere.Show(key));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(answer!["enrolled"]!.GetValue<bool>());
        await elsewhere.Ask(HttpMethod.Get, "people");

        var me = await elsewhere.Ask(HttpMethod.Get, "me");
        var passkey = Assert.Single(me["passkeys"]!.AsArray())!;
        Assert.Equal((id, "Phone of Mona"), ($"{passkey["id"]}", $"{passkey["name"]}"));
        Assert.NotNull(passkey["usedAt"]);
        Assert.Contains(me["sessions"]!.AsArray(), one => $"{one!["how"]}" == "passkey");
        Assert.DoesNotContain(key.Handle, me.ToJsonString(), StringComparison.Ordinal);

        var trail = await shop.Staff(HttpMethod.Get, $"audit?record=people/{mona.Id}");
        var done = trail["items"]!.AsArray().Select(line => $"{line!["what"]}").ToList();
        Assert.Contains("PutOwnPasskeyConfirmation", done);
        Assert.Contains("PutStaffPasskeySession", done);
        await shop.Until(
            async () => (await Account.Mails(shop, mona.Email)).Any(
                letter => $"{letter!["subject"]}".StartsWith("A passkey was added", StringComparison.Ordinal)),
            () => "the letter about the passkey");
    }

    [Fact]
    public async Task A_passkey_stands_beside_a_password_and_her_first_one_is_her_second_factor()
    {
        await using var shop = await TestShop.Start();
        var mona = await StaffPerson.Invite(shop, StaffRole.Books);
        await mona.Accept(await mona.Link());
        await mona.SignIn();
        Assert.Equal("staff.second_factor", Code(await mona.Send(HttpMethod.Get, "ledger/balance", null)));
        var key = new Authenticator();
        await mona.Add(key);
        await mona.Ask(HttpMethod.Get, "ledger/balance");

        var elsewhere = mona.Elsewhere();
        Assert.Equal("staff.code_needed", Code(await elsewhere.TrySignIn()));
        var (session, shown) = (Guid.NewGuid().ToString(), await elsewhere.Show(key));
        Assert.Equal("staff.wrong_sign_in", Code(await WithPassword(elsewhere, shown, session, "a wrong password")));
        Assert.Equal(HttpStatusCode.OK, (await WithPassword(elsewhere, shown, session)).Status);
        Assert.Equal(HttpStatusCode.OK, (await WithPassword(elsewhere, shown, session)).Status);
        Assert.Equal(
            "passkey.spent", Code(await WithPassword(elsewhere, shown, Guid.NewGuid().ToString())));

        // Another's passkey is no second factor of hers.
        var (pia, other) = (await StaffPerson.Join(shop, StaffRole.Books), new Authenticator());
        await pia.Add(other);
        Assert.Equal("passkey.wrong", Code(await WithPassword(
            elsewhere, await elsewhere.Show(other), Guid.NewGuid().ToString())));
        Assert.Equal(2, (await mona.Ask(HttpMethod.Get, "me"))["sessions"]!.AsArray().Count);
    }

    [Fact]
    public async Task The_same_answer_sent_twice_is_one_session_and_elsewhere_it_opens_nothing()
    {
        await using var shop = await TestShop.Start();
        var (mona, key) = (await StaffPerson.Join(shop, StaffRole.Books), new Authenticator { Counter = -1 });
        await mona.Add(key);
        var (session, shown) = (Guid.NewGuid().ToString(), await mona.Show(key));
        Assert.Equal(HttpStatusCode.OK, (await mona.TryPasskey(shown, session)).Status);
        Assert.Equal(HttpStatusCode.OK, (await mona.TryPasskey(shown, session)).Status);
        Assert.Equal(2, (await mona.Ask(HttpMethod.Get, "me"))["sessions"]!.AsArray().Count);

        var thief = mona.Elsewhere();
        Assert.Equal("passkey.spent", Code(await thief.TryPasskey(shown)));
        await mona.Ask(HttpMethod.Put, $"me/sessions/{session}/ending", new { });
        Assert.Equal("passkey.spent", Code(await thief.TryPasskey(shown, session)));
        var ceremony = shown["ceremony"]!.GetValue<string>();
        Assert.Equal(
            "passkey.spent", Code(await thief.Send(HttpMethod.Put, $"passkey-ceremonies/{ceremony}", new { })));

        shop.Clock!.Advance(PasskeyCeremony.Life);
        Assert.Equal("passkey.over", Code(await mona.TryPasskey(shown, session)));
    }

    [Fact]
    public async Task Of_many_who_answer_one_ceremony_at_once_one_comes_in()
    {
        await using var shop = await TestShop.Start();
        var (mona, key) = (await StaffPerson.Join(shop, StaffRole.Books), new Authenticator());
        await mona.Add(key);
        var shown = await mona.Show(key);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => mona.Elsewhere().TryPasskey(shown)));
        Assert.Single(answers, one => one.Status == HttpStatusCode.OK);
        Assert.Equal(3, answers.Count(one => Code(one) == "passkey.spent"));

        // Two that were signed one after the other, and arrive together: a counter is not counted twice.
        var (first, second) = (await mona.Show(key), await mona.Show(key));
        await Task.WhenAll(mona.Elsewhere().TryPasskey(second), mona.Elsewhere().TryPasskey(first));
        Assert.Equal("passkey.spent", Code(await mona.Elsewhere().TryPasskey(second)));
    }

    [Fact]
    public async Task A_counter_that_goes_back_lets_nobody_in_and_is_told()
    {
        await using var shop = await TestShop.Start();
        var (mona, key) = (await StaffPerson.Join(shop, StaffRole.Books), new Authenticator());
        await mona.Add(key);
        Assert.Equal(HttpStatusCode.OK, (await mona.TryPasskey(await mona.Show(key))).Status);
        int before = key.Counter;
        key.Counter = before - 1;
        Assert.Equal("passkey.copied", Code(await mona.Elsewhere().TryPasskey(await mona.Show(key))));
        key.Counter = -1;
        Assert.Equal("passkey.copied", Code(await mona.Elsewhere().TryPasskey(await mona.Show(key))));

        var trail = await shop.Staff(HttpMethod.Get, $"audit?record=people/{mona.Id}");
        Assert.Equal(2, trail["items"]!.AsArray().Count(line => $"{line!["refused"]}" == "passkey.copied"));
        Assert.Contains(shop.Log.Lines, line => line.Contains("a passkey has counted back", StringComparison.Ordinal));
        await shop.Until(
            async () => (await Account.Mails(shop, mona.Email)).Count(
                letter => $"{letter!["subject"]}" == "A passkey of yours was not let in") == 2,
            () => "two letters about the copy");

        key.Counter = before;
        Assert.Equal(HttpStatusCode.OK, (await mona.TryPasskey(await mona.Show(key))).Status);
    }

    [Fact]
    public async Task Guesses_with_a_passkey_are_braked_whether_anybody_has_it_or_not()
    {
        await using var shop = await TestShop.Start();
        var (mona, key) = (await StaffPerson.Join(shop, StaffRole.Books), new Authenticator());
        await mona.Add(key);
        var known = new Authenticator { Id = key.Id, Handle = key.Handle };
        var unknown = new Authenticator { Handle = Adapters.PasskeyChecks.NewRandom() };
        var (one, other) = (new List<string?>(), new List<string?>());
        for (int guess = 0; guess < 7; guess++)
        {
            one.Add(Code(await mona.Elsewhere().TryPasskey(await mona.Show(known))));
            other.Add(Code(await mona.Elsewhere().TryPasskey(await mona.Show(unknown))));
        }

        Assert.Equal(one, other);
        Assert.Equal(["passkey.wrong", "passkey.wrong"], one[..2]);
        Assert.Equal("staff.wait", one[^1]);
        Assert.Contains(
            shop.Log.Lines, line => line.Contains("was not signed in: passkey.wrong", StringComparison.Ordinal));

        // In the browser where she was before she is not held up by what strangers do.
        Assert.Equal(HttpStatusCode.OK, (await mona.TryPasskey(await mona.Show(key))).Status);
    }

    private static Task<(HttpStatusCode Status, JsonNode? Answer)> WithPassword(
        StaffPerson person, JsonObject shown, string session, string password = StaffPerson.Password) => person.Send(
            HttpMethod.Put, $"sessions/{session}",
            new { email = person.Email, password, passkey = shown.DeepClone() });

    private static string? Code((HttpStatusCode, JsonNode? Answer) said) => said.Answer?["code"]?.GetValue<string>();
}
