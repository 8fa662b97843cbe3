using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>How what belongs to staff is kept.</summary>
public static class StaffKinds
{
    /// <summary>The timeline says what changed about whom, and no names.</summary>
    public static readonly RecordKind<StaffRoster> Rosters = new("staff")
    {
        Status = _ => "Kept",
        Fact = (now, before) => new
        {
            People = now.People.Except(before?.People ?? [])
                .Select(one => new { one.Id, one.Roles, one.JoinedAt, one.LeftAt, Logins = one.Logins.Length }),
            Keys = now.Keys.Except(before?.Keys ?? []).Select(key => new { key.Id, key.Roles, key.RevokedAt }),
            Setups = now.Setups.Length - (before?.Setups.Length ?? 0),
        },
    };

    /// <summary>What she has changed, and nothing of what it is.</summary>
    public static readonly RecordKind<StaffAccess> Access = new("staffaccess")
    {
        Status = access => access.Sessions.Length > 0 ? "SignedIn" : "SignedOut",
        Fact = (now, before) => new
        {
            Sessions = now.Sessions.Length,
            Codes = now.Codes.Length,
            HasTotp = now.Totp is not null,
            Passkeys = now.Passkeys.Length,
            Password = now.Password != before?.Password ? "Changed" : null,
        },
    };

    /// <summary>Nobody asks when which attempt was counted.</summary>
    public static readonly RecordKind<GuessBrake> Brakes = new("staffbrakes")
    {
        Status = _ => "Counted",
        Fact = (_, _) => null,
        IsPassing = true,
    };

    public static readonly RecordKind<LoginAnswer> Answers = new("stafflogins")
    {
        Status = answer => answer.UsedAt is null ? "Heard" : "Used",
        Fact = (_, _) => null,
        IsPassing = true,
    };

    public static RecordKinds AddStaff(this RecordKinds kinds) =>
        kinds.Add(Rosters).Add(Access).Add(Brakes).Add(Answers).AddPasskeys();
}
