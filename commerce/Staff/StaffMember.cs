using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>Somebody who works here, or is invited to.</summary>
/// <param name="By">Who invited her; see <see cref="Actor"/>.</param>
public sealed record StaffMember(
    Id<StaffMember> Id, string Name, string Email, ImmutableArray<StaffRole> Roles, Invitation Invitation, string By)
{
    public DateTimeOffset? JoinedAt { get; init; }

    /// <summary>When she left: she may nothing any more, and her address is free.</summary>
    public DateTimeOffset? LeftAt { get; init; }

    /// <summary>The accounts elsewhere that she signs in with; those of an earlier invitation are void.</summary>
    public ImmutableArray<StaffLogin> Logins { get; init; } = [];

    public bool IsHere => LeftAt is null;

    public bool IsOwner => IsHere && Roles.Contains(StaffRole.Owner);

    /// <summary>Whether it was asked for with the same words.</summary>
    public bool IsSame(StaffMember other) =>
        (Id, Name, Email) == (other.Id, other.Name, other.Email) && Roles.SequenceEqual(other.Roles);

    /// <summary>Whether an invitation is hers and can be accepted now.</summary>
    public bool Accepts(string invitation, DateTimeOffset now) =>
        IsHere && Invitation.Id == invitation && Invitation.WithdrawnAt is null && now < Invitation.ExpiresAt;
}

/// <summary>A link that was mailed, good once and for some days; a later one ends it.</summary>
/// <param name="Grace">For how many days after accepting it she may do without a second factor.</param>
public sealed record Invitation(string Id, DateTimeOffset At, DateTimeOffset ExpiresAt, int Grace)
{
    public const int MostGrace = 14;

    private static readonly TimeSpan Life = TimeSpan.FromDays(7);

    public DateTimeOffset? WithdrawnAt { get; init; }

    public static Invitation Of(string id, int grace, DateTimeOffset now) => new(id, now, now + Life, grace);
}
