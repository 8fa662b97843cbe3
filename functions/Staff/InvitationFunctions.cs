using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>What somebody does with the link that was mailed to her.</summary>
public sealed class InvitationFunctions(
    TableStore store, RosterLook roster, AccessLook look, StaffDesk desk, Audit audit, Passwords passwords,
    StaffTokens tokens, TimeProvider clock, ILogger<InvitationFunctions> logger)
{
    /// <summary>Who is invited, so that she sees whom she signs in as.</summary>
    [Function("PostInvitationLook")]
    public async Task<IResult> Look(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "staff/invitations/{member}/look")]
        HttpRequest request, string member, CancellationToken stop)
    {
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var token = fields.Text("token", 200);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        return await Find(member, token, stop) is { } invited
            ? Answers.Ok(new { invited.Name, invited.Email, invited.Roles, invited.Invitation.ExpiresAt })
            : Answers.Problem(StaffRefusals.InvitationWrong);
    }

    /// <summary>She accepts it with a password of her own; then she signs in with that.</summary>
    [Function("PutInvitationAcceptance")]
    public async Task<IResult> Accept(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/invitations/{member}/acceptance")]
        HttpRequest request, string member, CancellationToken stop)
    {
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var token = fields.Text("token", 200);
        if (fields.Refusal is { } missing) return Answers.Problem(missing);
        if (await Find(member, token, stop) is not { } invited)
            return Answers.Problem(StaffRefusals.InvitationWrong);
        var password = fields.NewPassword("password", [invited.Email.Split('@')[0], .. invited.Name.Split(' ')]);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        var hashed = await passwords.Hash(password, stop);
        if (hashed.IsRefused(out var busy, out var hash))
            return Answers.Later(request, busy, TimeSpan.FromSeconds(2));

        using var acting = Acting.As(Actor.Of(invited.Id));
        var (id, now) = (StaffAccess.IdOf(invited.Id), clock.GetUtcNow());
        var accepted = await store.Put<StaffAccess>(
            id, $"accepted-{invited.Invitation.Id}-{Guid.NewGuid():N}",
            known => StaffAccess.Accept(known, id, invited.Invitation, hash, now), stop);
        if (accepted.IsRefused(out var refusal, out var access)) return Answers.Problem(refusal);
        look.Saw(access);
        await audit.Note(request, Actor.Of(invited.Id), "PutInvitationAcceptance", stop);
        await desk.Join(invited.Id, stop);
        logger.LogInformation(StaffEvents.Joined, "{Actor} has accepted an invitation.", Actor.Of(invited.Id));
        return Answers.Ok(new { invited.Id, invited.Email });
    }

    private async Task<StaffMember?> Find(string id, string token, CancellationToken stop)
    {
        if (!Id<StaffMember>.TryParse(id, out var member)
            || tokens.InvitationIn(member, token) is not { } invitation) return null;
        var invited = (await roster.Now(stop, RosterLook.Soonest)).Find(member);
        return invited?.Accepts(invitation, clock.GetUtcNow()) == true ? invited : null;
    }
}
