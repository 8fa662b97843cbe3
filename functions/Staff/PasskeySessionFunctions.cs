using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Where people of staff sign in with a passkey alone; no address is typed, and none is asked for.</summary>
public sealed class PasskeySessionFunctions(
    TableStore store, RosterLook roster, StaffDesk desk, Audit audit, Brakes brakes, SenderBudgets senders,
    Passkeys passkeys, StaffWarning warning, StaffTokens tokens, ILogger<PasskeySessionFunctions> logger)
{
    /// <summary>Something for a passkey to sign; who asks for it is not known yet.</summary>
    [Function("PutStaffPasskeyCeremony")]
    public async Task<IResult> Begin(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/passkey-ceremonies/{id}")]
        HttpRequest request, string id, CancellationToken stop)
    {
        if (!Id<PasskeyCeremony>.TryParse(id, out var ceremony)) return Answers.Problem(EdgeRefusals.Id);
        if (await senders.Take(request, stop) is { } crowded) return crowded;
        var begun = await passkeys.Begin(ceremony, stop);
        return begun.IsRefused(out var refusal, out var record)
            ? Answers.Problem(refusal)
            : Answers.Ok(new { record.Id, record.Until, Options = passkeys.OptionsFor(record) });
    }

    /// <summary>Signs in whoever's passkey has signed it.</summary>
    [Function("PutStaffPasskeySession")]
    public async Task<IResult> SignIn(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/sessions/{id}/passkey")]
        HttpRequest request, string id, CancellationToken stop)
    {
        if (!Id<StaffSession>.TryParse(id, out var session)) return Answers.Problem(EdgeRefusals.Id);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var shown = fields.Shown();
        if (fields.Refusal is { } bad) return Answers.Problem(bad);

        // A passkey that nobody has is braked and answered like one that somebody has.
        var owner = await passkeys.OwnerOf(shown.Answer.Credential, stop);
        var member = owner is null
            ? null
            : (await roster.Now(stop, RosterLook.Soonest)).Find(new Id<StaffMember>(owner));
        var device = member is null ? null : tokens.DeviceOf(request, member.Id);
        var brake = Brakes.Name($"passkey-{tokens.NameOf(shown.Answer.Credential)}", device);
        if (await brakes.Take(request, brake, device is not null, stop) is var (braked, wait))
            return Answers.Later(request, braked, wait);

        var access = member is { IsHere: true }
            ? (await store.Find(StaffAccess.IdOf(member.Id), stop))?.Record
            : null;
        var passkey = access?.FindPasskey(shown.Answer.Credential);
        var taken = await passkeys.Take(shown, session.Value, passkey, access?.Handle, stop);
        if (taken.IsRefused(out var refusal, out var use)) return Refused(refusal);
        if (device is null) await brakes.GiveBack(request, stop);
        var begun = desk.Session(request, session.Value, "passkey", isStrong: true);
        return await Open(request, member!, begun, use, brake, stop);
    }

    private async Task<IResult> Open(
        HttpRequest request, StaffMember member, StaffSession begun, PasskeyUse use, string brake,
        CancellationToken stop)
    {
        using var acting = Acting.As(Actor.Of(member.Id));
        var opened = await store.Update(
            StaffAccess.IdOf(member.Id), $"signed-in-{Guid.NewGuid():N}",
            known => known.SignIn(begun, use, begun.StartedAt), stop);
        if (opened.IsRefused(out var refusal, out var access))
        {
            if (refusal == PasskeyRefusals.Copied) await warning.OfCopy(request, member.Id, begun.Id, stop);
            return Refused(refusal);
        }

        desk.Saw(access);
        await audit.Note(request, Actor.Of(member.Id), "PutStaffPasskeySession", stop);
        await brakes.Clear(brake, stop);
        if (member.JoinedAt is null) await desk.Join(member.Id, stop);
        logger.LogInformation(StaffEvents.SignedIn, "{Actor} has signed in: {How}.", Actor.Of(member.Id), begun.How);
        return desk.Answer(request, member, access, access.Find(begun.Id)!);
    }

    private IResult Refused(Refusal refusal)
    {
        logger.LogWarning(
            StaffEvents.SignInRefused, "Somebody of staff was not signed in: {What}.", refusal.Code);
        return Answers.Problem(refusal);
    }
}
