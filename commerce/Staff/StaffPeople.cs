using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>The people on the roster, and how they come and go.</summary>
public sealed partial record StaffRoster
{
    public const int MostPeople = 200;

    public StaffMember? Find(Id<StaffMember> id) => People.FirstOrDefault(member => member.Id == id);

    /// <summary>Who of those that are here has this address; no two have.</summary>
    public StaffMember? WithEmail(string email) => People.FirstOrDefault(
        member => member.IsHere && string.Equals(member.Email, email, StringComparison.OrdinalIgnoreCase));

    /// <summary>Invites somebody; asked again with the same words, it is the same invitation.</summary>
    public Result<StaffRoster> Invite(StaffMember member)
    {
        if (Find(member.Id) is { } known) return known.IsSame(member) ? this : StaffRefusals.MemberTaken;
        if (WithEmail(member.Email) is not null) return StaffRefusals.EmailTaken;
        return People.Count(one => one.IsHere) < MostPeople
            ? this with { People = People.Add(member) }
            : StaffRefusals.TooManyPeople;
    }

    /// <summary>Mails her another link: the first was lost, or she has lost all that she signs in with.</summary>
    public Result<StaffRoster> InviteAgain(Id<StaffMember> id, Invitation invitation) => Change(id, member =>
        member.Invitation.Id == invitation.Id ? member : member with { Invitation = invitation });

    /// <summary>The link that is on its way opens nothing any more.</summary>
    public Result<StaffRoster> Withdraw(Id<StaffMember> id, DateTimeOffset now) => Change(id, member =>
        member.Invitation.WithdrawnAt is not null
            ? member
            : member with { Invitation = member.Invitation with { WithdrawnAt = now } });

    public Result<StaffRoster> Join(Id<StaffMember> id, DateTimeOffset now) => Change(id, member =>
        member.JoinedAt is not null ? member : member with { JoinedAt = now });

    /// <summary>Gives her other roles; somebody who has come in has to stay an owner.</summary>
    public Result<StaffRoster> Appoint(Id<StaffMember> id, ImmutableArray<StaffRole> roles) => Change(id, member =>
        member.Roles.SequenceEqual(roles) ? member : member with { Roles = roles });

    public Result<StaffRoster> Describe(Id<StaffMember> id, string name, string email)
    {
        if (WithEmail(email) is { } other && other.Id != id) return StaffRefusals.EmailTaken;
        return Change(id, member => member with { Name = name, Email = email });
    }

    /// <summary>She works here no more; somebody who has come in has to stay an owner.</summary>
    public Result<StaffRoster> Leave(Id<StaffMember> id, DateTimeOffset now) => Change(
        id, member => member with { LeftAt = now }, isOver: true);

    /// <summary>Who she was is forgotten; that somebody of this id did things stays.</summary>
    public Result<StaffRoster> Forget(Id<StaffMember> id)
    {
        if (Find(id) is not { } member) return StaffRefusals.MemberUnknown;
        if (member.IsHere) return StaffRefusals.StillHere;
        return Replace(member, member with { Name = Register.Forgotten, Email = Register.Forgotten, Logins = [] });
    }

    private Result<StaffRoster> Change(
        Id<StaffMember> id, Func<StaffMember, StaffMember> rule, bool isOver = false)
    {
        if (Find(id) is not { } member) return StaffRefusals.MemberUnknown;
        if (!member.IsHere) return isOver ? this : StaffRefusals.HasLeft;
        var next = Replace(member, rule(member));
        bool hadOwner = People.Any(IsOwnerWhoJoined);
        return hadOwner && !next.People.Any(IsOwnerWhoJoined) ? StaffRefusals.LastOwner : next;
    }

    private static bool IsOwnerWhoJoined(StaffMember member) => member is { IsOwner: true, JoinedAt: not null };

    private StaffRoster Replace(StaffMember before, StaffMember after) =>
        before == after ? this : this with { People = People.Replace(before, after) };
}
