namespace Serverless.Commerce;

/// <summary>
/// What somebody signs in with instead of a secret: a pair of keys whose private half never leaves her device, security
/// key or password manager, and which opens that only to her PIN, finger or face (W3C Web Authentication, Level 2).
/// </summary>
/// <param name="Name">What she calls it.</param>
/// <param name="Credential">The id that her authenticator gave it, in base64url.</param>
/// <param name="PublicKey">As authenticators write one (COSE, RFC 9052), in base64url.</param>
/// <param name="Counter">How often it has signed, as it said last; 0 where it does not count.</param>
public sealed record Passkey(
    string Id, string Name, string Credential, string PublicKey, long Counter, DateTimeOffset AddedAt)
{
    /// <summary>How many somebody may have.</summary>
    public const int Most = 10;

    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>It has signed once more.</summary>
    /// <remarks>
    /// Section 7.2, step 21: one that counts and has not counted on was copied, and nobody knows which of the two this
    /// is.
    /// </remarks>
    public Result<Passkey> Use(long counter, DateTimeOffset now) =>
        (counter > 0 || Counter > 0) && counter <= Counter
            ? PasskeyRefusals.Copied
            : this with { Counter = counter, UsedAt = now };
}

/// <summary>A passkey that somebody is about to add, and what it has to sign for that.</summary>
/// <param name="Id">The passkey's own.</param>
/// <param name="Challenge">32 random bytes in base64url.</param>
public sealed record PasskeyWish(string Id, string Challenge, DateTimeOffset Until);

/// <summary>A passkey that has signed what it was to sign; what it opens, its owner's record says.</summary>
/// <param name="Ceremony">What it signed, by its id: good once.</param>
/// <param name="Counter">How often it has signed, as it says now.</param>
public sealed record PasskeyUse(string Credential, string Ceremony, long Counter);

/// <summary>Whose passkey something is; no two people have one of the same id.</summary>
/// <param name="Id">SHA-256 of the id that the authenticator gave it, in hexadecimal digits.</param>
/// <param name="Owner">Whose it is.</param>
public sealed record PasskeyClaim(Id<PasskeyClaim> Id, string Owner)
{
    /// <summary>Takes the id for somebody, unless another has it.</summary>
    public static Result<PasskeyClaim> Take(PasskeyClaim? known, Id<PasskeyClaim> id, string owner)
    {
        if (known is null) return new PasskeyClaim(id, owner);
        return known.Owner == owner ? known : PasskeyRefusals.Taken;
    }
}

/// <summary>Why a passkey opens nothing, or is not added.</summary>
public static class PasskeyRefusals
{
    public static readonly Refusal NoDomain = new(
        Because.Conflict, "passkey.no_domain",
        "Passkeys belong to a name, and the address of this shop is a number. Give it a name in the setting SiteUrl.");
    public static readonly Refusal Over = new(
        Because.Forbidden, "passkey.over", "This took longer than five minutes, or was not begun. Begin again.");
    public static readonly Refusal Spent = new(
        Because.Forbidden, "passkey.spent", "This was answered already, and is good once. Begin again.");
    public static readonly Refusal Challenge = new(
        Because.Forbidden, "passkey.challenge", "The passkey has signed something else than was asked. Begin again.");
    public static readonly Refusal Origin = new(
        Because.Forbidden, "passkey.origin",
        "The passkey was asked for by a page of another address. Open the shop at its own address, and begin again.");
    public static readonly Refusal Site = new(
        Because.Forbidden, "passkey.site", "The passkey belongs to another site. Choose one of this shop.");
    public static readonly Refusal NotVerified = new(
        Because.Forbidden, "passkey.not_verified",
        "Your device did not ask for your PIN, finger or face. Set one up there, and begin again.");
    public static readonly Refusal Wrong = new(
        Because.Forbidden, "passkey.wrong", "This passkey is not known here, or not any more. Sign in another way.");
    public static readonly Refusal Copied = new(
        Because.Forbidden, "passkey.copied",
        "This passkey seems to have been copied, and opens nothing now. Sign in another way and remove it.");
    public static readonly Refusal Taken = new(
        Because.Conflict, "passkey.taken", "Somebody else has this passkey. Add another one.");
    public static readonly Refusal Exists = new(
        Because.Conflict, "passkey.exists", "A passkey of this id was added. Make a new id and begin again.");
    public static readonly Refusal TooMany = new(
        Because.Conflict, "passkey.too_many", $"There are {Passkey.Most} passkeys. Remove one first.");
}
