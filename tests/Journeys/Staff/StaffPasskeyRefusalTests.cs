using System.Net;
using System.Text.Json.Nodes;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Functions;

namespace Serverless.Tests.Journeys;

/// <summary>What is not a passkey's right answer is refused with its reason, and changes nothing.</summary>
public sealed class StaffPasskeyRefusalTests
{
    // What is wrong, how a key does it, and what is answered.
    private static readonly Dictionary<string, (Action<Authenticator> Lie, string Code)> Lies = new()
    {
        ["another challenge"] = (key => key.Challenge = PasskeyChecks.NewRandom(), "passkey.challenge"),
        ["a page elsewhere"] = (key => key.Origin = "https://likha.example.evil", "passkey.origin"),
        ["another port"] = (key => key.Origin = "http://localhost:8081", "passkey.origin"),
        ["another site"] = (key => key.Domain = "evil.example", "passkey.site"),
        ["no PIN"] = (key => key.IsVerified = false, "passkey.not_verified"),
    };

    public static TheoryData<string> Wrongs => [.. Lies.Keys];

    [Theory, MemberData(nameof(Wrongs))]
    public async Task A_wrong_answer_adds_no_passkey_and_lets_nobody_in(string wrong)
    {
        await using var shop = await TestShop.Start();
        var mona = await StaffPerson.Join(shop, StaffRole.Books);
        var (lie, code) = Lies[wrong];
        var lying = new Authenticator();
        lie(lying);
        var id = Guid.NewGuid().ToString();
        var options = (await mona.Ask(HttpMethod.Put, $"me/passkeys/{id}", new { }))["options"]!;
        Assert.Equal(code, Code(await mona.Send(
            HttpMethod.Put, $"me/passkeys/{id}/confirmation",
            new { name = "Mine", credential = lying.Make(options) })));
        Assert.Empty((await mona.Ask(HttpMethod.Get, "me"))["passkeys"]!.AsArray());

        var key = new Authenticator();
        await mona.Add(key);
        var before = await Kept(shop, mona);
        lie(key);
        Assert.Equal(code, Code(await mona.Elsewhere().TryPasskey(await mona.Show(key))));
        var after = await Kept(shop, mona);
        Assert.Equal(before.Version, after.Version);
        Assert.Equal(before.Record.Passkeys[0], after.Record.Passkeys[0]);
    }

    [Fact]
    public async Task A_signature_or_a_name_of_another_lets_nobody_in()
    {
        await using var shop = await TestShop.Start();
        var (mona, key) = (await StaffPerson.Join(shop, StaffRole.Books), new Authenticator());
        var (pia, other) = (await StaffPerson.Join(shop, StaffRole.Owner), new Authenticator());
        await mona.Add(key);
        await pia.Add(other);
        var hers = key.Handle;
        key.Handle = other.Handle;
        Assert.Equal("passkey.wrong", Code(await mona.Elsewhere().TryPasskey(await mona.Show(key))));
        key.Handle = hers;

        // Mona's key under the id of Pia's.
        var shown = await mona.Show(key);
        shown["credential"]!["id"] = System.Buffers.Text.Base64Url.EncodeToString(other.Id);
        shown["credential"]!["userHandle"] = other.Handle;
        Assert.Equal("passkey.wrong", Code(await mona.Elsewhere().TryPasskey(shown)));

        // Bytes that no authenticator has written.
        foreach (var part in new[] { "clientDataJSON", "authenticatorData", "signature", "userHandle" })
        {
            shop.Clock!.Advance(TimeSpan.FromMinutes(1));
            var broken = await mona.Show(key);
            broken["credential"]![part] = "AAECAw";
            Assert.StartsWith(
                "passkey.", Code(await mona.Elsewhere().TryPasskey(broken)), StringComparison.Ordinal);
        }

        Assert.Single((await mona.Ask(HttpMethod.Get, "me"))["sessions"]!.AsArray());
        Assert.Single((await pia.Ask(HttpMethod.Get, "me"))["sessions"]!.AsArray());
    }

    [Fact]
    public async Task A_passkey_is_one_persons_and_adding_it_twice_adds_one()
    {
        await using var shop = await TestShop.Start();
        var mona = await StaffPerson.Join(shop, StaffRole.Books);
        var pia = await StaffPerson.Join(shop, StaffRole.Books);
        var key = new Authenticator();
        var id = Guid.NewGuid().ToString();
        var wished = await mona.Ask(HttpMethod.Put, $"me/passkeys/{id}", new { });
        Assert.Equal(
            wished["options"]!.ToJsonString(),
            (await mona.Ask(HttpMethod.Put, $"me/passkeys/{id}", new { }))["options"]!.ToJsonString());
        var made = new { name = "Mine", credential = key.Make(wished["options"]!) };
        await Task.WhenAll(Enumerable.Range(0, 4).Select(
            _ => mona.Ask(HttpMethod.Put, $"me/passkeys/{id}/confirmation", made)));
        Assert.Single((await mona.Ask(HttpMethod.Get, "me"))["passkeys"]!.AsArray());
        Assert.Equal("passkey.exists", Code(await mona.Send(HttpMethod.Put, $"me/passkeys/{id}", new { })));
        var next = (await mona.Ask(HttpMethod.Put, $"me/passkeys/{Guid.NewGuid()}", new { }))["options"]!;
        Assert.Equal(
            System.Buffers.Text.Base64Url.EncodeToString(key.Id),
            Assert.Single(next["excludeCredentials"]!.AsArray())!["id"]!.GetValue<string>());
        Assert.Equal(wished["options"]!["user"]!["id"]!.ToString(), next["user"]!["id"]!.ToString());

        var theirs = Guid.NewGuid().ToString();
        var other = new Authenticator { Id = key.Id };
        var options = (await pia.Ask(HttpMethod.Put, $"me/passkeys/{theirs}", new { }))["options"]!;
        Assert.Equal("passkey.taken", Code(await pia.Send(
            HttpMethod.Put, $"me/passkeys/{theirs}/confirmation",
            new { name = "Mine", credential = other.Make(options) })));
        Assert.Empty((await pia.Ask(HttpMethod.Get, "me"))["passkeys"]!.AsArray());

        // Too late, and without having begun.
        shop.Clock!.Advance(PasskeyCeremony.Life);
        Assert.Equal("passkey.over", Code(await pia.Send(
            HttpMethod.Put, $"me/passkeys/{theirs}/confirmation",
            new { name = "Mine", credential = new Authenticator().Make(options) })));
        Assert.Equal("passkey.over", Code(await pia.Send(
            HttpMethod.Put, $"me/passkeys/{Guid.NewGuid()}/confirmation",
            new { name = "Mine", credential = new Authenticator().Make(options) })));
    }

    [Fact]
    public async Task A_removed_passkey_lets_nobody_in_and_ends_where_it_did()
    {
        await using var shop = await TestShop.Start();
        var (mona, key) = (await StaffPerson.Join(shop, StaffRole.Books), new Authenticator());
        var id = await mona.Add(key);
        var phone = mona.Elsewhere();
        await phone.TryPasskey(await phone.Show(key));
        await phone.Ask(HttpMethod.Get, "me");

        await mona.Ask(HttpMethod.Put, $"me/passkeys/{id}/removal", new { });
        await mona.Ask(HttpMethod.Put, $"me/passkeys/{id}/removal", new { });
        Assert.Equal(HttpStatusCode.Unauthorized, (await phone.Send(HttpMethod.Get, "me", null)).Status);
        Assert.Equal("passkey.wrong", Code(await phone.TryPasskey(await mona.Show(key))));
        Assert.Empty((await mona.Ask(HttpMethod.Get, "me"))["passkeys"]!.AsArray());
    }

    [Fact]
    public async Task The_last_second_factor_stays_with_who_may_not_do_without()
    {
        await using var shop = await TestShop.Start();
        var mona = await StaffPerson.Invite(shop, StaffRole.Books);
        await mona.Accept(await mona.Link());
        await mona.SignIn();
        var id = await mona.Add(new Authenticator());
        Assert.Equal("staff.last_factor", Code(await mona.Send(
            HttpMethod.Put, $"me/passkeys/{id}/removal", new { })));
        await mona.Add(new Authenticator());
        await mona.Ask(HttpMethod.Put, $"me/passkeys/{id}/removal", new { });

        // In days of grace she may do without, and is asked again for one when they are over.
        var graced = await StaffPerson.Invite(shop, StaffRole.Books);
        await graced.Accept(await InviteAgain(shop, graced, graceDays: 3));
        await graced.SignIn();
        var only = await graced.Add(new Authenticator());
        await graced.Ask(HttpMethod.Put, $"me/passkeys/{only}/removal", new { });
        await graced.Ask(HttpMethod.Get, "ledger/balance");
        await shop.Pass(TimeSpan.FromDays(3));
        await graced.SignIn();
        Assert.Equal("staff.second_factor", Code(await graced.Send(HttpMethod.Get, "ledger/balance", null)));
    }

    [Fact]
    public async Task Who_has_shown_her_password_alone_adds_and_removes_none()
    {
        await using var shop = await TestShop.Start();
        var mona = await StaffPerson.Invite(shop, StaffRole.Books);
        await mona.Accept(await mona.Link());
        await mona.SignIn();
        var thief = mona.Elsewhere();
        await thief.SignIn();
        var begun = Guid.NewGuid().ToString();
        var options = (await thief.Ask(HttpMethod.Put, $"me/passkeys/{begun}", new { }))["options"]!;
        var id = await mona.Add(new Authenticator());
        Assert.Equal("staff.second_factor", Code(await thief.Send(HttpMethod.Put, $"me/passkeys/{begun}", new { })));
        Assert.NotEqual(HttpStatusCode.OK, (await thief.Send(
            HttpMethod.Put, $"me/passkeys/{begun}/confirmation",
            new { name = "Not hers", credential = new Authenticator().Make(options) })).Status);
        Assert.Equal("staff.second_factor", Code(await thief.Send(
            HttpMethod.Put, $"me/passkeys/{id}/removal", new { })));
        Assert.Single((await mona.Ask(HttpMethod.Get, "me"))["passkeys"]!.AsArray());
    }

    [Fact]
    public async Task Invited_again_or_forgotten_nothing_of_her_passkeys_is_left()
    {
        await using var shop = await TestShop.Start();
        var (mona, key) = (await StaffPerson.Join(shop, StaffRole.Books), new Authenticator());
        await mona.Add(key, "Ring of Mona");
        await mona.Accept(await InviteAgain(shop, mona, graceDays: 0));
        Assert.Equal("passkey.wrong", Code(await mona.Elsewhere().TryPasskey(await mona.Show(key))));
        await mona.SignIn();
        var second = new Authenticator();
        await mona.Add(second, "Ring of Mona");

        var store = (TableStore)shop.Services.GetService(typeof(TableStore))!;
        Assert.Equal(2, await store.Count(PasskeyKinds.Of(mona.Id), 9));
        await shop.Staff(HttpMethod.Put, $"people/{mona.Id}/departure", new { });
        Assert.Equal("passkey.wrong", Code(await mona.Elsewhere().TryPasskey(await mona.Show(second))));
        await shop.Staff(HttpMethod.Put, $"people/{mona.Id}/erasure", new { });
        Assert.Empty((await store.List<PasskeyClaim>(PasskeyKinds.Of(mona.Id), 9)).Items);
        var kept = (await Kept(shop, mona)).Record;
        Assert.All(kept.Passkeys, one => Assert.Equal(
            (Register.Forgotten, Register.Forgotten, Register.Forgotten), (one.Name, one.Credential, one.PublicKey)));
    }

    // Answers what the link in that letter carries.
    private static async Task<string> InviteAgain(TestShop shop, StaffPerson person, int graceDays)
    {
        var again = Guid.NewGuid().ToString();
        await shop.Staff(HttpMethod.Put, $"people/{person.Id}/invitations/{again}", new { graceDays });
        return ((StaffTokens)shop.Services.GetService(typeof(StaffTokens))!).ForInvitation(new(person.Id), again);
    }

    private static async Task<Stored<StaffAccess>> Kept(TestShop shop, StaffPerson person) =>
        (await ((TableStore)shop.Services.GetService(typeof(TableStore))!).Find(new Id<StaffAccess>(person.Id)))!;

    private static string? Code((HttpStatusCode, JsonNode? Answer) said) => said.Answer?["code"]?.GetValue<string>();
}
