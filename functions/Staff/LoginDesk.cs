using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Sends browsers to an issuer, and finds whose account it is that they come back with.</summary>
public sealed class LoginDesk(
    TableStore store, RosterLook roster, OidcIssuers issuers, LoginCookie cookie, Brakes brakes, TimeProvider clock,
    ILogger<LoginDesk> logger)
{
    /// <summary>Where the browser goes; what it has begun is kept in a cookie.</summary>
    public async Task<IResult> Begin(HttpRequest request, LoginAsk ask, CancellationToken stop)
    {
        if (issuers.Find(ask.Issuer) is not { } issuer) return Answers.Problem(LoginRefusals.IssuerUnknown);
        try
        {
            var address = await issuer.Address(cookie.Words(ask), stop);
            cookie.Set(request, ask);
            request.HttpContext.Response.Headers.CacheControl = "no-store";
            return Answers.Ok(new { ask.Id, Address = address });
        }
        catch (OidcException fault)
        {
            Warn(ask.Issuer, fault.Message);
            return Answers.Problem(fault.Refusal);
        }
    }

    /// <summary>What comes of an answer that belongs to what this browser has begun.</summary>
    public async Task<LoginAnswer> Judge(
        HttpRequest request, LoginAsk ask, LoginAnswer answer, CancellationToken stop)
    {
        var query = request.Query;
        if (query.ContainsKey("error") || query["code"].ToString() is not { Length: > 0 and < 4096 } code)
            return Refuse(ask, answer, LoginRefusals.BrokenOff, "it let nobody in");
        if (await brakes.TakeNetwork(request, stop) is var (braked, wait))
            return answer with { Refusal = braked, FreeAt = clock.GetUtcNow() + wait };
        try
        {
            var identity = await issuers.Find(ask.Issuer)!.Redeem(cookie.Words(ask), code, query["iss"], stop);
            await brakes.GiveBack(request, stop);
            return ask.Member is { } member ? await Link(ask, member, identity, answer, stop)
                : await Find(ask, identity, answer, stop);
        }
        catch (OidcException fault)
        {
            return Refuse(ask, answer, fault.Refusal, fault.Message);
        }
    }

    // An e-mail that is the same is nothing: only an account that was linked lets in.
    private async Task<LoginAnswer> Find(
        LoginAsk ask, OidcIdentity identity, LoginAnswer answer, CancellationToken stop)
    {
        var member = (await roster.Now(stop, RosterLook.Soonest)).WithLogin(identity.Issuer, identity.Subject);
        var access = member is null ? null : (await store.Find(StaffAccess.IdOf(member.Id), stop))?.Record;
        bool isHers = access is not null && member!.Logins.Any(
            login => login.Is(identity.Issuer, identity.Subject) && access.Holds(login));
        return isHers
            ? answer with { Member = member!.Id, IsStrong = identity.IsStrong }
            : Refuse(ask, answer, LoginRefusals.NotLinked, "nobody has linked the account");
    }

    // For who is invited it holds once the invitation is accepted, and that is her coming in.
    private async Task<LoginAnswer> Link(
        LoginAsk ask, Id<StaffMember> id, OidcIdentity identity, LoginAnswer answer, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var member = (await roster.Now(stop, RosterLook.Soonest)).Find(id);
        var access = (await store.Find(StaffAccess.IdOf(id), stop))?.Record;
        var wrong = ask.Invitation is { } invitation
            ? member?.Accepts(invitation, now) != true ? StaffRefusals.InvitationWrong
                : access?.Invitation == invitation ? StaffRefusals.InvitationSpent : null
            : access?.Find(ask.Session!)?.IsGood(now) == true ? null : StaffRefusals.SessionOver;
        if (wrong is not null) return Refuse(ask, answer, wrong, "who asked may not any more");

        using var acting = Acting.As(Actor.Of(id));
        var login = new StaffLogin(
            ask.Id, identity.Issuer, identity.Subject, identity.Email, ask.Invitation ?? access!.Invitation ?? "",
            IsJoining: ask.Invitation is not null, now);
        var linked = await store.Update(
            StaffRoster.Id, $"linked-{answer.Id}", known => known.Link(id, login, access?.JoinedWith), stop);
        if (linked.IsRefused(out var refusal, out var after)) return Refuse(ask, answer, refusal, "it is not linked");
        roster.Saw(after);
        return answer with
        {
            Member = id,
            Invitation = ask.Invitation,
            IsStrong = identity.IsStrong,
            IsLinked = ask.Invitation is null,
        };
    }

    private LoginAnswer Refuse(LoginAsk ask, LoginAnswer answer, Refusal refusal, string why)
    {
        Warn(ask.Issuer, why);
        return answer with { Refusal = refusal };
    }

    /// <summary>One line for alerts: which issuer, and why; nothing of who it was.</summary>
    public void Warn(string issuer, string why) => logger.LogWarning(
        StaffEvents.SignInRefused, "Somebody of staff was not signed in: {Issuer}, {Why}.", issuer, why);
}
