using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>The accounts elsewhere that somebody adds to her own ways in, and takes away.</summary>
public sealed class OwnLoginFunctions(
    TableStore store, RosterLook roster, LoginDesk logins, TimeProvider clock, ILogger<OwnLoginFunctions> logger)
{
    /// <summary>Begins to add one: the browser goes to the address, and comes back with it.</summary>
    [Function("PutOwnLogin")]
    public async Task<IResult> Begin(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/me/logins/{id}")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (!Id<StaffLogin>.TryParse(id, out _)) return Answers.Problem(EdgeRefusals.Id);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var ask = LoginAsk.Of(id, fields.Text("issuer", 20), clock.GetUtcNow());
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        var caller = StaffDoor.Of(request)!;
        if (await Access(caller, stop) is null) return Answers.Problem(StaffRefusals.SecondFactor);
        return await logins.Begin(request, ask with { Member = caller.Member, Session = caller.Session }, stop);
    }

    [Function("PutOwnLoginRemoval")]
    public async Task<IResult> Remove(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/me/logins/{id}/removal")]
        HttpRequest request, string id, CancellationToken stop)
    {
        var caller = StaffDoor.Of(request)!;
        if (await Access(caller, stop) is not { } access) return Answers.Problem(StaffRefusals.SecondFactor);
        var removed = await store.Update(
            StaffRoster.Id, $"unlinked-{id}-{Guid.NewGuid():N}",
            known => known.Unlink(caller.Member!.Value, id, access), stop);
        if (removed.IsRefused(out var refusal, out var after)) return Answers.Problem(refusal);
        roster.Saw(after);
        logger.LogInformation(StaffEvents.OwnChanged, "{Actor}: {What}.", caller.Actor, "unlinked");
        return Answers.Ok(new { Id = id });
    }

    // Who already has a second factor shows it before there is another way in; null where she has not.
    private async Task<StaffAccess?> Access(Caller caller, CancellationToken stop)
    {
        var access = (await store.Find(StaffAccess.IdOf(caller.Member!.Value), stop))!.Record;
        return access.HasSecondFactor && !caller.IsStrong ? null : access;
    }
}
