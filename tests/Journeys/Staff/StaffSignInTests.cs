using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Serverless.Commerce;
using Serverless.Functions;

namespace Serverless.Tests.Journeys;

/// <summary>People of staff come in with what is theirs, and nobody else does.</summary>
public sealed class StaffSignInTests
{
    [Fact]
    public async Task Who_is_invited_chooses_a_password_enrols_and_may_what_her_roles_allow()
    {
        await using var shop = await TestShop.Start();
        var mona = await StaffPerson.Invite(shop, StaffRole.Books);
        var link = await mona.Link();
        await mona.Accept(link);
        Assert.Equal("invitation.spent", Code(await mona.Send(
            HttpMethod.Put, $"invitations/{mona.Id}/acceptance", new { token = link, password = "another good one" })));

        Assert.False((await mona.SignIn())["enrolled"]!.GetValue<bool>());
        Assert.Equal("staff.second_factor", Code(await mona.Send(HttpMethod.Get, "ledger/balance", null)));
        await mona.Enrol();

        await mona.Ask(HttpMethod.Get, "ledger/balance");
        Assert.Equal("staff.role", Code(await mona.Send(HttpMethod.Get, "people", null)));
        Assert.Equal(10, (await mona.Ask(HttpMethod.Get, "me"))["codesLeft"]!.GetValue<int>());
        Assert.Equal("Books", (await mona.Ask(HttpMethod.Get, "me"))["roles"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task A_code_and_a_recovery_code_open_once()
    {
        await using var shop = await TestShop.Start();
        var mona = await StaffPerson.Join(shop, StaffRole.Books);
        var elsewhere = mona.Elsewhere();

        Assert.Equal("staff.code_needed", Code(await elsewhere.TrySignIn()));
        Assert.Equal("staff.wrong_code", Code(await elsewhere.TrySignIn(code: mona.Code())));
        var code = await mona.NewCode();
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.TrySignIn(code: code)).Status);
        Assert.Equal("staff.wrong_code", Code(await mona.Elsewhere().TrySignIn(code: code)));

        shop.Clock!.Advance(TimeSpan.FromMinutes(1));
        var spare = mona.Codes[3];
        Assert.Equal(HttpStatusCode.OK, (await mona.TrySignIn(code: spare.ToLowerInvariant())).Status);
        Assert.Equal("staff.wrong_code", Code(await mona.TrySignIn(code: spare)));
        Assert.Equal(9, (await mona.Ask(HttpMethod.Get, "me"))["codesLeft"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_clock_that_is_one_step_off_is_forgiven_and_one_of_two_is_not()
    {
        await using var shop = await TestShop.Start();
        var mona = await StaffPerson.Join(shop, StaffRole.Books);
        shop.Clock!.Advance(TimeSpan.FromMinutes(5));
        var early = mona.Code();
        shop.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("staff.wrong_code", Code(await mona.TrySignIn(code: early)));
        shop.Clock.Advance(TimeSpan.FromSeconds(30));
        var last = mona.Code();
        shop.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.OK, (await mona.TrySignIn(code: last)).Status);
    }

    [Fact]
    public async Task A_sign_in_whose_answer_was_lost_is_asked_again_and_is_one_session()
    {
        await using var shop = await TestShop.Start();
        var mona = await StaffPerson.Join(shop, StaffRole.Books);
        var (session, code) = (Guid.NewGuid().ToString(), await mona.NewCode());

        Assert.Equal(HttpStatusCode.OK, (await mona.TrySignIn(code: code, session: session)).Status);
        Assert.Equal(HttpStatusCode.OK, (await mona.TrySignIn(code: code, session: session)).Status);

        Assert.Equal(2, (await mona.Ask(HttpMethod.Get, "me"))["sessions"]!.AsArray().Count);
        Assert.Equal("staff.code_needed", Code(await mona.TrySignIn(session: Guid.NewGuid().ToString())));
        Assert.Equal("staff.wrong_code", Code(await mona.TrySignIn(session: session)));
    }

    [Fact]
    public async Task Of_two_hundred_guesses_at_once_five_are_looked_at_and_she_still_comes_in()
    {
        await using var shop = await TestShop.Start();
        var mona = await StaffPerson.Join(shop, StaffRole.Owner);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async at =>
        {
            var guess = new { email = mona.Email, password = $"a guess of many {at}" };
            using var answer = await shop.Client.PutAsJsonAsync($"/api/staff/sessions/{Guid.NewGuid()}", guess);
            return (answer.StatusCode, Wait: answer.Headers.RetryAfter?.Delta);
        }));

        var braked = answers.Where(one => one.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        Assert.Equal(Brakes.FreeOfAccount, answers.Count(one => one.StatusCode == HttpStatusCode.Forbidden));
        Assert.Equal(200 - Brakes.FreeOfAccount, braked.Count);
        Assert.All(braked, one => Assert.True(one.Wait > TimeSpan.Zero));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"200 guesses in {watch.ElapsedMilliseconds} ms: {Brakes.FreeOfAccount} looked at.");

        // In the browser where she was before she is not held up by what strangers do.
        Assert.Equal(HttpStatusCode.OK, (await mona.TrySignIn(code: await mona.NewCode())).Status);

        // Elsewhere she waits as they do, and then comes in.
        var elsewhere = mona.Elsewhere();
        for (int guess = 0; guess < 6; guess++)
        {
            await elsewhere.TrySignIn("a guess too many");
            shop.Clock!.Advance(TimeSpan.FromSeconds(1 << guess));
        }

        var (status, _, headers) = await elsewhere.SendAll(
            HttpMethod.Put, $"sessions/{Guid.NewGuid()}",
            new { email = mona.Email, password = StaffPerson.Password, code = mona.Code() });
        if (status == HttpStatusCode.TooManyRequests) shop.Clock!.Advance(headers.RetryAfter!.Delta!.Value);
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.TrySignIn(code: await mona.NewCode())).Status);
    }

    [Fact]
    public async Task What_is_answered_does_not_tell_who_works_here()
    {
        await using var shop = await TestShop.Start();
        var mona = await StaffPerson.Join(shop, StaffRole.Books);
        var nobody = new StaffPerson(shop, Guid.NewGuid().ToString(), "nobody@staff.example");
        for (int guess = 0; guess < 8; guess++)
        {
            var one = await mona.Elsewhere().TrySignIn("not her password at all");
            var other = await nobody.TrySignIn("not her password at all");
            Assert.Equal((one.Status, Code(one)), (other.Status, Code(other)));
        }
    }

    [Fact]
    public async Task A_password_that_is_kept_under_older_parameters_is_hashed_anew_when_she_signs_in()
    {
        await using var shop = await TestShop.Start();
        var mona = await StaffPerson.Join(shop, StaffRole.Books);
        var store = (Serverless.Adapters.TableStore)shop.Services.GetService(typeof(Serverless.Adapters.TableStore))!;
        var id = new Id<StaffAccess>(mona.Id);

        // Of the same password, with half the memory: computed by the reference implementation's library.
        var old = Serverless.Adapters.Passwords.Make(StaffPerson.Password, memoryKib: 9728, passes: 2);
        (await store.Update(id, "older", access => access with { Password = old })).OrThrow();
        await mona.SignIn();

        var now = (await store.Find(id))!.Record.Password!;
        Assert.StartsWith("$argon2id$v=19$m=19456,t=2,p=1$", now, StringComparison.Ordinal);
        await mona.SignIn();
    }

    private static string? Code((HttpStatusCode, JsonNode? Answer) said) => said.Answer?["code"]?.GetValue<string>();
}
