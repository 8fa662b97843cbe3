using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>
/// One attempt to sign in: with the code that was mailed, which only who asked can enter, or with the link in the same
/// letter, which opens the account wherever it is followed. One of the two, once.
/// </summary>
/// <param name="Code">The code's hash; the code itself is kept nowhere.</param>
/// <param name="ExpiresAt">Until when the code is good.</param>
public sealed record SignIn(Id<SignIn> Id, Id<Customer> Customer, string Code, DateTimeOffset ExpiresAt)
{
    public const int MostTries = 5;
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>For how long the link is good: as long as the longest wait for another letter.</summary>
    public static readonly TimeSpan LinkLife = CodeBudget.LongestWait;

    /// <summary>Hashes of what was entered and is not the code; the same one twice counts once.</summary>
    public ImmutableArray<string> Wrong { get; init; } = [];

    public DateTimeOffset? EnteredAt { get; init; }

    /// <summary>The attempt that it was spent on, which may be sent again; null where it had no name.</summary>
    public string? EnteredBy { get; init; }

    /// <summary>
    /// What was shown as a second factor, hashed with the half minute in which it was; the same one twice counts once.
    /// </summary>
    public ImmutableArray<string> Shown { get; init; } = [];

    /// <summary>When her second factor was right, where she has one and was asked for it.</summary>
    public DateTimeOffset? PassedAt { get; init; }

    /// <summary>The hash of what was right.</summary>
    public string? PassedBy { get; init; }

    /// <summary>Whether so many wrong codes were entered that the right one opens nothing any more.</summary>
    [JsonIgnore]
    public bool IsLocked => Wrong.Length >= MostTries;

    /// <summary>Somebody enters a code; whether it was right stands on the record afterwards.</summary>
    /// <param name="code">Its hash.</param>
    /// <param name="attempt">The name that the asker gave to this attempt.</param>
    public Result<SignIn> Enter(string code, string? attempt, DateTimeOffset now)
    {
        if (EnteredAt is not null) return code == Code ? Again(attempt) : SignInRefusals.WrongCode;
        if (now >= ExpiresAt) return SignInRefusals.WrongCode;
        if (IsLocked) return SignInRefusals.TooManyTries;
        if (code == Code) return this with { EnteredAt = now, EnteredBy = attempt };
        return Wrong.Contains(code) ? this : this with { Wrong = Wrong.Add(code) };
    }

    /// <summary>Somebody has followed the link, whose signature was right; wrong codes do not close it.</summary>
    public Result<SignIn> Follow(string? attempt, DateTimeOffset now)
    {
        if (EnteredAt is not null) return Again(attempt);
        return now < ExpiresAt - Life + LinkLife
            ? this with { EnteredAt = now, EnteredBy = attempt }
            : SignInRefusals.OldLink;
    }

    /// <summary>A second factor is shown, and counted before it is looked at.</summary>
    /// <param name="shown">Its hash.</param>
    /// <param name="shownNow">Its hash with the half minute of now: what is wrong now may be right later.</param>
    public Result<SignIn> Show(string shown, string shownNow, DateTimeOffset now)
    {
        if (PassedAt is not null) return shown == PassedBy ? this : SignInRefusals.Spent;
        if (EnteredAt is not { } at || now >= at + Life) return SignInRefusals.Spent;
        if (Shown.Contains(shownNow)) return this;
        return Shown.Length < MostTries ? this with { Shown = Shown.Add(shownNow) } : SignInRefusals.TooManyTries;
    }

    /// <summary>It was right.</summary>
    public Result<SignIn> Pass(string shown, DateTimeOffset now)
    {
        if (PassedAt is not null) return shown == PassedBy ? this : SignInRefusals.Spent;
        return this with { PassedAt = now, PassedBy = shown };
    }

    // What is sent twice gets the same answer; a second use, by whomever, gets none.
    private Result<SignIn> Again(string? attempt) =>
        attempt is not null && attempt == EnteredBy ? this : SignInRefusals.Spent;
}

/// <summary>Why somebody is not signed in.</summary>
public static class SignInRefusals
{
    public static readonly Refusal Taken =
        new(Because.Conflict, "sign_in.exists", "Another sign-in has this id. Make a new id and ask again.");
    public static readonly Refusal WrongCode =
        new(Because.Forbidden, "sign_in.wrong_code", "This is not the code, or its ten minutes are over.");
    public static readonly Refusal TooManyTries =
        new(Because.Forbidden, "sign_in.too_many_tries", "That were too many wrong codes. Ask for a new one.");
    public static readonly Refusal Spent = new(
        Because.Forbidden, "sign_in.spent", "This code or link was used already. Ask for a new one.");
    public static readonly Refusal OldLink = new(
        Because.Forbidden, "sign_in.old_link", "This link is none of ours, or its hour is over. Ask for a new one.");
    public static readonly Refusal TooManyAsks = new(
        Because.Conflict, "sign_in.too_many_asks",
        "Too many codes were asked for, or entered wrongly, from this network. Wait as long as Retry-After says.");
    public static readonly Refusal TooManyMails = new(
        Because.Conflict, "sign_in.too_many_mails",
        "A code was mailed to this address a moment ago. Use it, or the link in its letter.");
    public static readonly Refusal NotSignedIn =
        new(Because.Unknown, "customer.not_signed_in", "Sign in to see this account.");
}
