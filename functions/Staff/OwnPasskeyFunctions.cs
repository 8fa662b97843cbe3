using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>The passkeys of one of staff, which she adds and removes herself.</summary>
public sealed class OwnPasskeyFunctions(
    TableStore store, RosterLook roster, AccessLook look, Passkeys passkeys, PasskeyChecks checks,
    IMessages messages, TimeProvider clock, ILogger<OwnPasskeyFunctions> logger)
{
    /// <summary>What her browser is to have a new passkey made with; it holds once that was answered.</summary>
    [Function("PutOwnPasskey")]
    public async Task<IResult> Wish(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/me/passkeys/{id}")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (!Id<Passkey>.TryParse(id, out _)) return Answers.Problem(EdgeRefusals.Id);
        if (checks.Domain is null) return Answers.Problem(PasskeyRefusals.NoDomain);
        var (member, now) = (await Member(request, stop), clock.GetUtcNow());
        var wish = new PasskeyWish(id, PasskeyChecks.NewRandom(), now + PasskeyCeremony.Life);
        var handle = PasskeyChecks.NewRandom();
        var wished = await Change(request, "wished", access => access.Wished(wish, handle, now), stop);
        return wished.IsRefused(out var refusal, out var access)
            ? Answers.Problem(refusal)
            : Answers.Ok(new
            {
                Id = id,
                access.Wish!.Until,
                Options = passkeys.OptionsFor(
                    access.Wish, access.Handle!, (member.Email, member.Name), access.Passkeys),
            });
    }

    /// <summary>Her authenticator has made it: from now on it lets her in.</summary>
    [Function("PutOwnPasskeyConfirmation")]
    public async Task<IResult> Confirm(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/me/passkeys/{id}/confirmation")]
        HttpRequest request, string id, CancellationToken stop)
    {
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var (name, answer) = (fields.Text("name", 60), fields.Made());
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        var (member, caller) = (await Member(request, stop), StaffDoor.Of(request)!);
        var access = (await store.Find(StaffAccess.IdOf(member.Id), stop))!.Record;

        // Sent again, since the answer was lost.
        if (access.FindPasskey(answer.Credential)?.Id == id)
            return Answers.Ok(OwnFunctions.View(member, access, caller.Session!));
        if (access.Wish is not { } wish || wish.Id != id) return Refused(PasskeyRefusals.Over);
        var made = await passkeys.Make(member.Id.Value, wish, access.Handle!, name, answer, stop);
        if (made.IsRefused(out var wrong, out var passkey)) return Refused(wrong);
        var added = await Change(
            request, "added", known => known.Add(passkey, caller.Session!, clock.GetUtcNow()), stop);
        if (added.IsRefused(out var refusal, out var now)) return Refused(refusal);
        await messages.Send(StaffWarned.Queue, new StaffWarned(member.Id, StaffWarned.Added, id), stop);
        return Answers.Ok(OwnFunctions.View(member, now, caller.Session!));
    }

    /// <summary>It lets nobody in any more, and ends where it has let in; not here.</summary>
    [Function("PutOwnPasskeyRemoval")]
    public async Task<IResult> Remove(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/me/passkeys/{id}/removal")]
        HttpRequest request, string id, CancellationToken stop)
    {
        var (member, caller, now) = (await Member(request, stop), StaffDoor.Of(request)!, clock.GetUtcNow());
        var before = (await store.Find(StaffAccess.IdOf(member.Id), stop))!.Record;
        bool needsFactor = member.IsOwner || !(now < before.GraceUntil);
        var removed = await Change(
            request, "removed", known => known.Remove(id, caller.Session!, needsFactor), stop);
        if (removed.IsRefused(out var refusal, out var access)) return Refused(refusal);
        if (before.Passkeys.FirstOrDefault(one => one.Id == id) is { } passkey)
            await passkeys.Release(passkey.Credential, stop);
        return Answers.Ok(OwnFunctions.View(member, access, caller.Session!));
    }

    private async Task<StaffMember> Member(HttpRequest request, CancellationToken stop) =>
        (await roster.Now(stop)).Find(StaffDoor.Of(request)!.Member!.Value)!;

    // Who already has a second factor shows it before there is another, or one less.
    private async Task<Result<StaffAccess>> Change(
        HttpRequest request, string what, Func<StaffAccess, Result<StaffAccess>> rule, CancellationToken stop)
    {
        var caller = StaffDoor.Of(request)!;
        var changed = await store.Update(
            StaffAccess.IdOf(caller.Member!.Value), $"passkey-{what}-{Guid.NewGuid():N}",
            access => access.HasSecondFactor && !caller.IsStrong ? StaffRefusals.SecondFactor : rule(access), stop);
        if (changed.IsRefused(out _, out var now)) return changed;
        look.Saw(now);
        logger.LogInformation(StaffEvents.OwnChanged, "{Actor}: passkey {What}.", caller.Actor, what);
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return changed;
    }

    private IResult Refused(Refusal refusal)
    {
        logger.LogWarning(StaffEvents.PasskeyRefused, "A passkey of staff was not taken: {Code}.", refusal.Code);
        return Answers.Problem(refusal);
    }
}
