using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Signing in with an account at an issuer (OpenID Connect): there, back, and in.</summary>
public sealed class LoginFunctions(
    TableStore store, RosterLook roster, StaffDesk desk, LoginDesk logins, LoginCookie cookie, OidcIssuers issuers,
    StaffTokens tokens, Brakes brakes, Audit audit, Settings settings, TimeProvider clock,
    ILogger<LoginFunctions> logger)
{
    /// <summary>What the page that signs in shows buttons for.</summary>
    [Function("GetStaffIssuers")]
    public IResult All(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/issuers")] HttpRequest request) =>
        Answers.Ok(new
        {
            Items = issuers.All.Select(one => one.Options)
                .Select(one => new { one.Id, one.Name, Issuer = one.Authority }),
        });

    /// <summary>Begins to sign in, or to accept an invitation; the browser goes to the address.</summary>
    [Function("PutStaffLogin")]
    public async Task<IResult> Begin(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/logins/{id}")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (!Id<StaffSession>.TryParse(id, out _)) return Answers.Problem(EdgeRefusals.Id);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var ask = LoginAsk.Of(id, fields.Text("issuer", 20), clock.GetUtcNow());
        var (member, token) = (fields.Optional("member", 36), fields.Optional("token", 200));
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        if (member is null) return await logins.Begin(request, ask, stop);
        if (!Id<StaffMember>.TryParse(member, out var invited)
            || tokens.InvitationIn(invited, token ?? "") is not { } invitation)
            return Answers.Problem(StaffRefusals.InvitationWrong);
        return await logins.Begin(request, ask with { Member = invited, Invitation = invitation }, stop);
    }

    /// <summary>The issuer sends the browser back. What came of it, the page asks for next.</summary>
    [Function("GetStaffLoginAnswer")]
    public async Task<IResult> Hear(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/oidc/callback/{issuer}")]
        HttpRequest request, string issuer, CancellationToken stop)
    {
        if (issuers.Find(issuer) is null) return Answers.Problem(LoginRefusals.IssuerUnknown);
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        if (cookie.Read(request) is not { } ask || ask.Issuer != issuer || !cookie.IsFor(ask, request.Query["state"]))
        {
            logins.Warn(issuer, "the answer belongs to nothing that this browser has begun");
            return Back("");
        }

        // Heard before it is redeemed: of two at once, one goes on.
        var (id, now) = (cookie.IdOf(ask), clock.GetUtcNow());
        var heard = await store.Put<LoginAnswer>(
            id, $"heard-{Guid.NewGuid():N}", known => LoginAnswer.Hear(known, id, now), stop);
        if (heard.IsRefused(out _, out var answer)) return Back(ask.Id);
        var judged = await logins.Judge(request, ask, answer, stop);
        (await store.Update(id, "judged", _ => judged, stop)).OrThrow();
        return Back(ask.Id);
    }

    /// <summary>Opens the session, with a code of hers where the issuer has proved no second factor.</summary>
    [Function("PutStaffLoginSession")]
    public async Task<IResult> Open(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/logins/{id}/session")] HttpRequest request,
        string id, CancellationToken stop)
    {
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var code = fields.Optional("code", 20);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        if (cookie.Read(request) is not { } ask || ask.Id != id) return Answers.Problem(LoginRefusals.NotBegunHere);
        var now = clock.GetUtcNow();
        if ((await store.Find(cookie.IdOf(ask), stop))?.Record is not { } answer)
            return Answers.Problem(LoginRefusals.Pending);
        if (answer.Use(now).IsRefused(out var no, out _))
            return answer.FreeAt is { } free ? Answers.Later(request, no, free - now) : Answers.Problem(no);
        if ((await roster.Now(stop, RosterLook.Soonest)).Find(answer.Member!.Value) is not { IsHere: true } member)
            return Refused(LoginRefusals.NotLinked, "she is here no more");
        var access = (await store.Find(StaffAccess.IdOf(member.Id), stop))?.Record;

        SecondFactor? factor = answer.IsStrong ? SecondFactor.Elsewhere : null;
        bool needsCode = answer is { IsStrong: false, IsLinked: false, Invitation: null }
            && access?.HasSecondFactor == true;
        if (needsCode)
        {
            if (code is null) return Answers.Problem(LoginRefusals.CodeNeeded);
            if (await brakes.Take(request, $"login-{member.Id}", isKnownDevice: true, stop) is var (braked, wait))
                return Answers.Later(request, braked, wait);
            factor = SecondFactors.Of(access!, code, now);
            if (factor is null) return Refused(StaffRefusals.WrongCode, "code");
            await brakes.Clear($"login-{member.Id}", stop);
        }

        var used = await store.Update(answer.Id, $"used-{Guid.NewGuid():N}", known => known.Use(now), stop);
        if (used.IsRefused(out var spent, out _)) return Answers.Problem(spent);
        var begun = desk.Session(
            request, id, answer.IsStrong ? "oidc+mfa" : needsCode ? "oidc+code" : "oidc", factor is not null);
        return await Enter(request, member, answer, begun, factor, stop);
    }

    private async Task<IResult> Enter(
        HttpRequest request, StaffMember member, LoginAnswer answer, StaffSession begun, SecondFactor? factor,
        CancellationToken stop)
    {
        var (actor, id, now) = (Actor.Of(member.Id), StaffAccess.IdOf(member.Id), begun.StartedAt);
        using var acting = Acting.As(actor);
        if (answer.IsLinked)
        {
            await audit.Note(request, actor, "PutOwnLogin", stop);
            logger.LogInformation(StaffEvents.OwnChanged, "{Actor}: {What}.", actor, "linked");
            LoginCookie.Drop(request);
            return Answers.Ok(new { Linked = true });
        }

        string cause = $"signed-in-{Guid.NewGuid():N}";
        var opened = answer.Invitation is null
            ? await store.Update(id, cause, known => known.SignIn(begun, factor, null, now), stop)
            : member.Accepts(answer.Invitation, now)
                ? await store.Put<StaffAccess>(
                    id, cause, known => StaffAccess.Join(known, id, member.Invitation, begun, factor, now), stop)
                : StaffRefusals.InvitationWrong;
        if (opened.IsRefused(out var refusal, out var access)) return Refused(refusal, "code");
        desk.Saw(access);
        await audit.Note(
            request, actor, answer.Invitation is null ? "PutStaffLoginSession" : "PutInvitationAcceptance", stop);
        if (member.JoinedAt is null) await desk.Join(member.Id, stop);
        if (answer.Invitation is not null)
            logger.LogInformation(StaffEvents.Joined, "{Actor} has accepted an invitation.", actor);
        logger.LogInformation(StaffEvents.SignedIn, "{Actor} has signed in: {How}.", actor, begun.How);
        LoginCookie.Drop(request);
        return desk.Answer(request, member, access, access.Find(begun.Id)!);
    }

    private IResult Refused(Refusal refusal, string what)
    {
        logger.LogWarning(StaffEvents.SignInRefused, "Somebody of staff was not signed in: {What}.", what);
        return Answers.Problem(refusal);
    }

    // The page of our own site, and no other: an id is all that is told.
    private IResult Back(string id) => Results.Redirect($"{settings.SiteUrl}/staff/oidc#{id}");
}
