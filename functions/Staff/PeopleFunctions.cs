using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Who works here: owners invite people, give them roles, and see them off.</summary>
public sealed class PeopleFunctions(
    TableStore store, RosterLook look, AccessLook access, Passkeys passkeys, IMessages messages, TimeProvider clock)
{
    [Function("GetStaffPeople")]
    public async Task<IResult> All(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/people")] HttpRequest request,
        CancellationToken stop)
    {
        var roster = await look.Now(stop, TimeSpan.Zero);
        var now = clock.GetUtcNow();
        return Answers.Ok(new { Items = roster.People.OrderBy(member => member.LeftAt).Select(one => View(one, now)) });
    }

    [Function("PutStaffMember")]
    public async Task<IResult> Invite(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/people/{id}")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (!Id<StaffMember>.TryParse(id, out var member)) return Answers.Problem(EdgeRefusals.Id);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var asked = new StaffMember(
            member, fields.Text("name", 100), Deliveries.EmailIn(fields), fields.Roles("roles"),
            Invitation.Of(id, fields.OptionalNumber("graceDays", 0, Invitation.MostGrace) ?? 0, clock.GetUtcNow()),
            StaffDoor.Of(request)!.Actor.ToString());
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        return await Change(member, $"invited-{id}", roster => roster.Invite(asked), stop, asked);
    }

    [Function("PutStaffInvitation")]
    public async Task<IResult> InviteAgain(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/people/{id}/invitations/{invitation}")]
        HttpRequest request, string id, string invitation, CancellationToken stop)
    {
        if (!Id<Invitation>.TryParse(invitation, out var known)) return Answers.Problem(EdgeRefusals.Id);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var days = fields.OptionalNumber("graceDays", 0, Invitation.MostGrace) ?? 0;
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        var again = Invitation.Of(known.Value, days, clock.GetUtcNow());
        return await Change(
            new(id), $"invited-{invitation}", roster => roster.InviteAgain(new(id), again), stop, mails: true);
    }

    [Function("PutStaffWithdrawal")]
    public Task<IResult> Withdraw(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/people/{id}/withdrawal")]
        HttpRequest request, string id, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        return Change(new(id), $"withdrawn-{Guid.NewGuid():N}", roster => roster.Withdraw(new(id), now), stop);
    }

    [Function("PutStaffRoles")]
    public async Task<IResult> Appoint(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/people/{id}/roles")]
        HttpRequest request, string id, CancellationToken stop)
    {
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var roles = fields.Roles("roles");
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        return await Change(
            new(id), $"appointed-{Guid.NewGuid():N}", roster => roster.Appoint(new(id), roles), stop);
    }

    /// <summary>She works here no more; nothing of hers opens anything within half a minute.</summary>
    [Function("PutStaffDeparture")]
    public Task<IResult> Leave(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/people/{id}/departure")]
        HttpRequest request, string id, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        return Change(new(id), $"left-{id}", roster => roster.Leave(new(id), now), stop);
    }

    /// <summary>Ends all her sessions.</summary>
    [Function("PutStaffSignOut")]
    public async Task<IResult> SignOut(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/people/{id}/sign-out")]
        HttpRequest request, string id, CancellationToken stop)
    {
        var ended = await store.Update(
            new Id<StaffAccess>(id), $"signed-out-{Guid.NewGuid():N}", known => known.EndAll(), stop);
        if (ended.IsRefused(out _, out var now)) return Answers.Problem(StaffRefusals.MemberUnknown);
        access.Saw(now);
        return Answers.Ok(new { Id = id });
    }

    /// <summary>Who she was is forgotten: her name, her address, and all that she signed in with.</summary>
    [Function("PutStaffForgetting")]
    public async Task<IResult> Forget(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/people/{id}/erasure")]
        HttpRequest request, string id, CancellationToken stop)
    {
        // The roster is changed last: until then it is asked for again.
        var member = (await look.Now(stop, TimeSpan.Zero)).Find(new Id<StaffMember>(id));
        if (member is { IsHere: false })
        {
            await passkeys.ReleaseAll(id, stop);
            await store.Erase(new Id<StaffAccess>(id), $"erased-{id}", stop);
        }

        return await Change(new(id), $"forgotten-{id}", roster => roster.Forget(new(id)), stop);
    }

    private async Task<IResult> Change(
        Id<StaffMember> id, string cause, Func<StaffRoster, Result<StaffRoster>> rule, CancellationToken stop,
        StaffMember? asked = null, bool mails = false)
    {
        var changed = await store.Update(StaffRoster.Id, cause, rule, stop);
        if (changed.IsRefused(out var refusal, out var roster)) return Answers.Problem(refusal);
        look.Saw(roster);
        if (roster.Find(id) is not { } member) return Answers.Problem(StaffRefusals.MemberUnknown);
        if (asked is not null && !member.IsSame(asked)) return Answers.Problem(StaffRefusals.MemberTaken);

        // Asked again, it is sent again: of two of one id, a mailbox shows one.
        if (asked is not null || mails)
            await messages.Send(StaffInvited.Queue, new StaffInvited(id, member.Invitation.Id), stop);
        return Answers.Ok(View(member, clock.GetUtcNow()));
    }

    private static object View(StaffMember member, DateTimeOffset now) => new
    {
        member.Id,
        member.Name,
        member.Email,
        member.Roles,
        member.JoinedAt,
        member.LeftAt,
        member.By,
        Invitation = new
        {
            member.Invitation.At,
            member.Invitation.ExpiresAt,
            member.Invitation.WithdrawnAt,
            Open = member.Accepts(member.Invitation.Id, now),
        },
    };
}
