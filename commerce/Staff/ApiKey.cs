using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>What an integration shows at the door: it has roles of its own, an end, and can be revoked.</summary>
/// <param name="Name">What staff call it; it names a machine and no person.</param>
/// <param name="Hash">
/// SHA-256 of the secret, in hexadecimal digits. The secret has 256 random bits, so that it needs no slow hash.
/// </param>
/// <param name="By">Who made it; see <see cref="Actor"/>.</param>
public sealed record ApiKey(
    Id<ApiKey> Id, string Name, ImmutableArray<StaffRole> Roles, string Hash, DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt, string By)
{
    public const int LongestDays = 365;

    /// <summary>How exactly it is known when a key was used last: writing each use down would cost too much.</summary>
    public static readonly TimeSpan UseStep = TimeSpan.FromHours(1);

    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Within which hour it was used last.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    public bool IsGood(DateTimeOffset now) => RevokedAt is null && now < ExpiresAt;

    /// <summary>Whether the use of now would stand in another hour than the one that is written down.</summary>
    public bool IsNewUse(DateTimeOffset now) => UsedAt is null || now >= UsedAt + UseStep;

    /// <summary>Whether it was asked for with the same words.</summary>
    public bool IsSame(ApiKey other) =>
        (Id, Name, Hash) == (other.Id, other.Name, other.Hash) && Roles.SequenceEqual(other.Roles);
}
