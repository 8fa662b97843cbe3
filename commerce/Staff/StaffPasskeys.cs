using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>Passkeys of one of staff: each is a whole sign-in, or stands beside her password.</summary>
public sealed partial record StaffAccess
{
    /// <summary>How many ceremonies are remembered; each lives for minutes.</summary>
    private const int Remembered = 20;

    public ImmutableArray<Passkey> Passkeys { get; init; } = [];

    /// <summary>The name that her authenticators know her by: 32 random bytes in base64url.</summary>
    public string? Handle { get; init; }

    /// <summary>One that she has begun to add.</summary>
    public PasskeyWish? Wish { get; init; }

    /// <summary>The ceremonies that let her in last; none does again.</summary>
    public ImmutableArray<string> Ceremonies { get; init; } = [];

    public Passkey? FindPasskey(string credential) => Passkeys.FirstOrDefault(one => one.Credential == credential);

    /// <summary>She begins to add a passkey; asked again in time, it is the same challenge.</summary>
    /// <param name="handle">What her authenticators shall call her, unless they have a name for her.</param>
    public Result<StaffAccess> Wished(PasskeyWish wish, string handle, DateTimeOffset now)
    {
        if (Passkeys.Any(one => one.Id == wish.Id)) return PasskeyRefusals.Exists;
        if (Passkeys.Length >= Passkey.Most) return PasskeyRefusals.TooMany;
        return Wish?.Id == wish.Id && now < Wish.Until
            ? this
            : this with { Wish = wish, Handle = Handle ?? handle };
    }

    /// <summary>Her authenticator has made it; with it she has shown who she is.</summary>
    public Result<StaffAccess> Add(Passkey passkey, string session, DateTimeOffset now)
    {
        if (Passkeys.FirstOrDefault(one => one.Id == passkey.Id) is { } known)
            return known.Credential == passkey.Credential ? this : PasskeyRefusals.Exists;
        if (Wish is not { } wish || wish.Id != passkey.Id || now >= wish.Until) return PasskeyRefusals.Over;
        if (Passkeys.Length >= Passkey.Most) return PasskeyRefusals.TooMany;
        return (this with { Wish = null, Passkeys = Passkeys.Add(passkey) }).Strengthen(session);
    }

    /// <summary>It opens nothing any more, and where it has opened is signed out.</summary>
    /// <param name="session">The one in which she asks for it, which goes on.</param>
    /// <param name="needsFactor">Whether she may not do without a second factor.</param>
    public Result<StaffAccess> Remove(string passkey, string session, bool needsFactor)
    {
        if (Passkeys.FirstOrDefault(one => one.Id == passkey) is not { } known) return this;
        var left = this with
        {
            Passkeys = Passkeys.Remove(known),
            Sessions = Sessions.RemoveAll(one => one.Passkey == passkey && one.Id != session),
        };
        if (left.HasSecondFactor) return left;
        if (needsFactor) return StaffRefusals.LastFactor;
        return left with { Codes = [], Sessions = [.. left.Sessions.Select(one => one with { IsStrong = false })] };
    }

    /// <summary>She has signed in with a passkey alone, which is both: that she has it, and may use it.</summary>
    public Result<StaffAccess> SignIn(StaffSession session, PasskeyUse use, DateTimeOffset now)
    {
        if (Find(session.Id) is { } known) return IsAgain(known, use) ? this : PasskeyRefusals.Spent;
        return Use(use, now).IsRefused(out var refusal, out var used) ? refusal : used.Open(Of(session, use), now);
    }

    /// <summary>A session that a passkey has opened.</summary>
    private StaffSession Of(StaffSession session, PasskeyUse? use) =>
        use is null ? session : session with { Passkey = FindPasskey(use.Credential)?.Id };

    // Asked again, since the answer was lost.
    private bool IsAgain(StaffSession known, PasskeyUse use) =>
        Ceremonies.Contains(use.Ceremony) && known.Passkey is { } id && id == FindPasskey(use.Credential)?.Id;

    private Result<StaffAccess> Use(PasskeyUse use, DateTimeOffset now)
    {
        if (FindPasskey(use.Credential) is not { } passkey) return PasskeyRefusals.Wrong;
        if (Ceremonies.Contains(use.Ceremony)) return PasskeyRefusals.Spent;
        if (passkey.Use(use.Counter, now).IsRefused(out var refusal, out var used)) return refusal;
        var before = Ceremonies.Length < Remembered ? Ceremonies : Ceremonies.RemoveAt(0);
        return this with { Passkeys = Passkeys.Replace(passkey, used), Ceremonies = before.Add(use.Ceremony) };
    }
}
