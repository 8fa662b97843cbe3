using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>
/// Who works here: people and the keys of integrations. One record, so that one look tells whether somebody may come
/// in, no address is there twice, and an owner always remains.
/// </summary>
public sealed partial record StaffRoster(
    ImmutableArray<StaffMember> People, ImmutableArray<ApiKey> Keys, ImmutableArray<SpentSetup> Setups)
{
    public const int MostKeys = 200;

    public static readonly Id<StaffRoster> Id = new("roster");

    public static StaffRoster Empty { get; } = new([], [], []);

    public ApiKey? Find(Id<ApiKey> id) => Keys.FirstOrDefault(key => key.Id == id);

    /// <summary>Opens the shop with a secret that is good once: a key with which all else is done.</summary>
    /// <param name="secret">The secret's hash.</param>
    public Result<StaffRoster> SetUp(string secret, ApiKey key, DateTimeOffset now) =>
        Spend(secret, key.Id.Value, now, roster => roster.Issue(key));

    /// <summary>Opens the shop to its first owner with a secret that is good once.</summary>
    public Result<StaffRoster> SetUp(string secret, StaffMember owner, DateTimeOffset now) =>
        Spend(secret, owner.Id.Value, now, roster => roster.Invite(owner));

    /// <summary>Takes a key in; one that is there already counts as this one.</summary>
    public Result<StaffRoster> Issue(ApiKey key)
    {
        if (Find(key.Id) is { } known) return known.IsSame(key) ? this : StaffRefusals.KeyTaken;
        if (Keys.Length < MostKeys) return this with { Keys = Keys.Add(key) };
        // What ended first makes room.
        var ended = Keys.Where(old => !old.IsGood(key.CreatedAt)).MinBy(old => old.RevokedAt ?? old.ExpiresAt);
        return ended is null
            ? StaffRefusals.TooManyKeys
            : this with { Keys = Keys.Remove(ended).Add(key) };
    }

    public Result<StaffRoster> Revoke(Id<ApiKey> id, DateTimeOffset now) => Find(id) is { } key
        ? key.RevokedAt is null ? With(key, key with { RevokedAt = now }) : this
        : StaffRefusals.KeyUnknown;

    /// <summary>Writes down that a key was used, to the hour.</summary>
    public Result<StaffRoster> Use(Id<ApiKey> id, DateTimeOffset now) => Find(id) is { } key
        ? key.IsNewUse(now) ? With(key, key with { UsedAt = now }) : this
        : StaffRefusals.KeyUnknown;

    private Result<StaffRoster> Spend(
        string secret, string what, DateTimeOffset now, Func<StaffRoster, Result<StaffRoster>> rule)
    {
        if (Setups.FirstOrDefault(spent => spent.Hash == secret) is { } spent)
            return spent.For == what ? this : StaffRefusals.SetupSpent;
        if (rule(this).IsRefused(out var refusal, out var opened)) return refusal;
        return opened with { Setups = Setups.Add(new(secret, what, now)) };
    }

    private StaffRoster With(ApiKey before, ApiKey after) => this with { Keys = Keys.Replace(before, after) };
}

/// <summary>A secret that opened the shop, and is good for nothing any more.</summary>
/// <param name="For">The id of what it made: asked again for the same, it answers the same.</param>
public sealed record SpentSetup(string Hash, string For, DateTimeOffset At);
