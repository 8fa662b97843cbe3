using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Where people of staff sign in, and where their browser renews what it shows.</summary>
public sealed class SessionFunctions(
    TableStore store, RosterLook roster, StaffDesk desk, Audit audit, Brakes brakes, Passwords passwords,
    Passkeys passkeys, StaffWarning warning, StaffTokens tokens, TimeProvider clock, ILogger<SessionFunctions> logger)
{
    /// <summary>Signs in with a password and, where she has one, a second factor.</summary>
    [Function("PutStaffSession")]
    public async Task<IResult> Begin(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/sessions/{id}")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (!Id<StaffSession>.TryParse(id, out var session)) return Answers.Problem(EdgeRefusals.Id);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var (email, password, code) = (
            fields.Text("email", 254), fields.Text("password", PasswordFields.Longest), fields.Optional("code", 20));
        var shown = fields.OptionalShown("passkey");
        if (fields.Refusal is { } bad) return Answers.Problem(bad);

        // Nobody is asked whether there is such an account: who is none is braked and answered alike.
        var member = (await roster.Now(stop, RosterLook.Soonest)).WithEmail(email);
        var device = member is null ? null : tokens.DeviceOf(request, member.Id);
        var brake = Brakes.Name(tokens.NameOf(email.ToLowerInvariant()), device);
        if (await brakes.Take(request, brake, device is not null, stop) is var (braked, wait))
            return Answers.Later(request, braked, wait);

        var access = member is null ? null : (await store.Find(StaffAccess.IdOf(member.Id), stop))?.Record;
        var verified = await passwords.Verify(password, access?.Password, stop);
        if (verified.IsRefused(out var busy, out bool isRight))
            return Answers.Later(request, busy, TimeSpan.FromSeconds(2));
        if (!isRight || member is null || access is null) return Refused(StaffRefusals.WrongSignIn, "password");

        var factor = code is null ? null : SecondFactors.Of(access, code, clock.GetUtcNow());
        if (code is not null && access.HasSecondFactor && factor is null)
            return Refused(StaffRefusals.WrongCode, "code");
        if (shown is not null && access.HasSecondFactor)
        {
            var passkey = access.FindPasskey(shown.Answer.Credential);
            var taken = await passkeys.Take(shown, session.Value, passkey, access.Handle, stop);
            if (taken.IsRefused(out var wrong, out var use)) return Refused(wrong, "passkey");
            factor = new(null, null) { Passkey = use };
        }

        if (device is null) await brakes.GiveBack(request, stop);
        var renewed = Passwords.IsOld(access.Password!) ? (await passwords.Hash(password, stop)).Value : null;
        var begun = desk.Session(request, session.Value, HowOf(access, factor),
            isStrong: access.HasSecondFactor && factor is not null);
        return await Open(
            request, member, begun, brake, known => known.SignIn(begun, factor, renewed, begun.StartedAt), stop);
    }

    /// <summary>Gives the browser another access token, for the cookie that only it has.</summary>
    [Function("PutStaffSessionRenewal")]
    public async Task<IResult> Renew(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/sessions/current/renewal")]
        HttpRequest request, CancellationToken stop)
    {
        if (tokens.ReadRefresh(request) is not var (claim, turn)) return Answers.Problem(StaffRefusals.SessionOver);
        var now = clock.GetUtcNow();
        var id = StaffAccess.IdOf(claim.Member);
        var renewed = await store.Update(
            id, $"renewed-{claim.Session}-{turn}-{now.UtcTicks}",
            access => access.Renew(claim.Session, turn, now), stop);
        if (!renewed.IsRefused(out _, out var access))
        {
            desk.Saw(access);
            var member = (await roster.Now(stop)).Find(claim.Member);
            if (access.Find(claim.Session) is { } session && member is { IsHere: true })
                return desk.Answer(request, member, access, session);
            logger.LogWarning(
                StaffEvents.TokenReused, "{Actor}: a token was used twice, and its session is ended.",
                Actor.Of(claim.Member));
        }

        StaffTokens.DropRefresh(request);
        return Answers.Problem(StaffRefusals.SessionOver);
    }

    private async Task<IResult> Open(
        HttpRequest request, StaffMember member, StaffSession begun, string brake,
        Func<StaffAccess, Result<StaffAccess>> rule, CancellationToken stop)
    {
        using var acting = Acting.As(Actor.Of(member.Id));
        var opened = await store.Update(
            StaffAccess.IdOf(member.Id), $"signed-in-{Guid.NewGuid():N}", rule, stop);
        if (opened.IsRefused(out var refusal, out var access))
        {
            if (refusal == PasskeyRefusals.Copied) await warning.OfCopy(request, member.Id, begun.Id, stop);
            return Refused(refusal, refusal == StaffRefusals.CodeNeeded ? "no code" : "code");
        }

        desk.Saw(access);
        await audit.Note(request, Actor.Of(member.Id), "PutStaffSession", stop);
        await brakes.Clear(brake, stop);
        if (member.JoinedAt is null) await desk.Join(member.Id, stop);
        logger.LogInformation(StaffEvents.SignedIn, "{Actor} has signed in: {How}.", Actor.Of(member.Id), begun.How);
        return desk.Answer(request, member, access, access.Find(begun.Id)!);
    }

    private static string HowOf(StaffAccess access, SecondFactor? factor) =>
        factor?.Passkey is not null ? "password+passkey" : access.HasSecondFactor ? "password+code" : "password";

    private IResult Refused(Refusal refusal, string what)
    {
        logger.LogWarning(StaffEvents.SignInRefused, "Somebody of staff was not signed in: {What}.", what);
        return Answers.Problem(refusal);
    }
}
