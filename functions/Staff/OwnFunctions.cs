using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>What each of staff sees and changes of her own: password, second factors, sessions.</summary>
public sealed class OwnFunctions(
    TableStore store, RosterLook roster, AccessLook look, Brakes brakes, Passwords passwords, ShopPolicy policy,
    TimeProvider clock, ILogger<OwnFunctions> logger)
{
    [Function("GetOwnAccount")]
    public async Task<IResult> Me(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/me")] HttpRequest request,
        CancellationToken stop)
    {
        var caller = StaffDoor.Of(request)!;
        var member = (await roster.Now(stop)).Find(caller.Member!.Value)!;
        var access = (await store.Find(StaffAccess.IdOf(member.Id), stop))!.Record;
        return Answers.Ok(View(member, access, caller.Session!));
    }

    /// <summary>Shows a new secret for an authenticator; it holds once a code of it was typed.</summary>
    [Function("PutOwnTotp")]
    public async Task<IResult> Propose(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/me/totp/{id}")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (!Id<Totp>.TryParse(id, out _)) return Answers.Problem(EdgeRefusals.Id);
        var caller = StaffDoor.Of(request)!;
        var member = (await roster.Now(stop)).Find(caller.Member!.Value)!;
        var totp = new Totp(id, OneTimeCodes.NewSecret(), clock.GetUtcNow(), 0);

        // Who already has a second factor shows it before there is another.
        return await Change(
            request, $"proposed-{Guid.NewGuid():N}",
            access => access.HasSecondFactor && !caller.IsStrong ? StaffRefusals.SecondFactor : access.Propose(totp),
            access => new
            {
                access.Pending!.Id,
                access.Pending.Secret,
                Address = OneTimeCodes.Address(access.Pending.Secret, policy.Name, member.Email),
            }, stop);
    }

    [Function("PutOwnTotpConfirmation")]
    public async Task<IResult> Confirm(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/me/totp/{id}/confirmation")]
        HttpRequest request, string id, CancellationToken stop)
    {
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var code = fields.Text("code", 6);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        var caller = StaffDoor.Of(request)!;
        var access = (await store.Find(StaffAccess.IdOf(caller.Member!.Value), stop))!.Record;
        if (access.Pending is not { } pending || pending.Id != id)
            return Answers.Problem(StaffRefusals.TotpUnknown);
        if (OneTimeCodes.StepOf(pending.Secret, code, clock.GetUtcNow()) is not { } step)
            return Answers.Problem(StaffRefusals.WrongCode);
        var codes = OneTimeCodes.NewRecoveryCodes();
        return await Change(
            request, $"confirmed-{id}",
            known => known.Confirm(id, step, Hashed(known, codes), caller.Session!), _ => new { Codes = codes }, stop);
    }

    /// <summary>New recovery codes; the old ones open nothing any more.</summary>
    [Function("PutOwnRecoveryCodes")]
    public async Task<IResult> Recover(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/me/recovery-codes")] HttpRequest request,
        CancellationToken stop)
    {
        if (!StaffDoor.Of(request)!.IsStrong) return Answers.Problem(StaffRefusals.SecondFactor);
        var codes = OneTimeCodes.NewRecoveryCodes();
        return await Change(
            request, $"codes-{Guid.NewGuid():N}", known => known.Recover(Hashed(known, codes)),
            _ => new { Codes = codes }, stop);
    }

    [Function("PutOwnPassword")]
    public async Task<IResult> ChangePassword(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/me/password")] HttpRequest request,
        CancellationToken stop)
    {
        var caller = StaffDoor.Of(request)!;
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var member = (await roster.Now(stop)).Find(caller.Member!.Value)!;
        var old = fields.Text("old", PasswordFields.Longest);
        var next = fields.NewPassword("password", [member.Email.Split('@')[0], .. member.Name.Split(' ')]);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);

        // A browser that was left open is no place to guess in.
        if (await brakes.Take(request, $"own-{member.Id}", isKnownDevice: true, stop) is var (braked, wait))
            return Answers.Later(request, braked, wait);
        var access = (await store.Find(StaffAccess.IdOf(member.Id), stop))!.Record;
        var verified = await passwords.Verify(old, access.Password, stop);
        if (verified.IsRefused(out var busy, out bool isRight))
            return Answers.Later(request, busy, TimeSpan.FromSeconds(2));
        if (!isRight) return Answers.Problem(StaffRefusals.WrongSignIn);
        var hashed = await passwords.Hash(next, stop);
        if (hashed.IsRefused(out var full, out var hash))
            return Answers.Later(request, full, TimeSpan.FromSeconds(2));
        return await Change(
            request, $"password-{Guid.NewGuid():N}", known => known.ChangePassword(hash, caller.Session!),
            known => View(member, known, caller.Session!), stop);
    }

    [Function("PutOwnSessionEnding")]
    public async Task<IResult> End(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/me/sessions/{id}/ending")]
        HttpRequest request, string id, CancellationToken stop)
    {
        if (id == StaffDoor.Of(request)!.Session) StaffTokens.DropRefresh(request);
        return await Change(
            request, $"ended-{Guid.NewGuid():N}", known => known.End(id), _ => new { Id = id }, stop);
    }

    /// <summary>Ends all her sessions but for this one.</summary>
    [Function("PutOwnSignOut")]
    public async Task<IResult> EndOthers(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/me/sign-out")] HttpRequest request,
        CancellationToken stop)
    {
        var here = StaffDoor.Of(request)!.Session!;
        return await Change(
            request, $"ended-{Guid.NewGuid():N}", known => known.EndAll(here), _ => new { Id = here }, stop);
    }

    private async Task<IResult> Change(
        HttpRequest request, string cause, Func<StaffAccess, Result<StaffAccess>> rule,
        Func<StaffAccess, object> view, CancellationToken stop)
    {
        var caller = StaffDoor.Of(request)!;
        var changed = await store.Update(StaffAccess.IdOf(caller.Member!.Value), cause, rule, stop);
        if (changed.IsRefused(out var refusal, out var access)) return Answers.Problem(refusal);
        look.Saw(access);
        logger.LogInformation(StaffEvents.OwnChanged, "{Actor}: {What}.", caller.Actor, cause.Split('-')[0]);
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Answers.Ok(view(access));
    }

    private static ImmutableArray<RecoveryCode> Hashed(StaffAccess access, IReadOnlyList<string> codes) =>
        [.. codes.Select(code => new RecoveryCode(OneTimeCodes.HashOf(access.Id.Value, code)))];

    internal static object View(StaffMember member, StaffAccess access, string here) => new
    {
        member.Id,
        member.Name,
        member.Email,
        member.Roles,
        access.GraceUntil,
        Totp = access.Totp is { } totp ? new { totp.Id, totp.At } : null,
        Passkeys = access.Passkeys.Select(one => new { one.Id, one.Name, one.AddedAt, one.UsedAt }),
        CodesLeft = access.Codes.Length,
        HasPassword = access.Password is not null,
        Logins = member.Logins.Where(access.Holds)
            .Select(login => new { login.Id, login.Issuer, login.Email, login.At }),
        Sessions = access.Sessions.OrderByDescending(session => session.TurnedAt).Select(session => new
        {
            session.Id,
            session.StartedAt,
            UsedAt = session.TurnedAt,
            session.How,
            session.Device,
            session.From,
            Here = session.Id == here,
        }),
    };
}
