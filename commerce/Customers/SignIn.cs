using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>One attempt to sign in with a code that was mailed; only who reads the mail can enter it.</summary>
/// <param name="Code">The code's hash; the code itself is kept nowhere.</param>
public sealed record SignIn(Id<SignIn> Id, Id<Customer> Customer, string Code, DateTimeOffset ExpiresAt)
{
    public const int MostTries = 5;
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>Hashes of what was entered and is not the code; the same one twice counts once.</summary>
    public ImmutableArray<string> Wrong { get; init; } = [];

    public DateTimeOffset? EnteredAt { get; init; }

    /// <summary>Somebody enters a code; whether it was right stands on the record afterwards.</summary>
    public Result<SignIn> Enter(string code, DateTimeOffset now)
    {
        if (now >= ExpiresAt) return SignInRefusals.WrongCode;
        if (Wrong.Length >= MostTries) return SignInRefusals.TooManyTries;
        if (code == Code) return EnteredAt is null ? this with { EnteredAt = now } : this;
        return Wrong.Contains(code) ? this : this with { Wrong = Wrong.Add(code) };
    }
}

/// <summary>The codes that were mailed to one address lately: nobody's mailbox is filled through us.</summary>
public sealed record CodeBudget(Id<CodeBudget> Id, ImmutableArray<MailedCode> Mailed)
{
    public const int MostAnHour = 5;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Allows one more mail, if there were not too many in the hour before.</summary>
    public static Result<CodeBudget> Allow(
        CodeBudget? budget, Id<CodeBudget> id, Id<SignIn> signIn, DateTimeOffset now)
    {
        budget ??= new(id, []);
        if (budget.Mailed.Any(mailed => mailed.SignIn == signIn)) return budget;
        var lately = budget.Mailed.RemoveAll(mailed => mailed.At <= now - Hour);
        return lately.Length >= MostAnHour
            ? SignInRefusals.TooManyMails
            : budget with { Mailed = lately.Add(new(signIn, now)) };
    }
}

/// <summary>A code that was mailed.</summary>
public sealed record MailedCode(Id<SignIn> SignIn, DateTimeOffset At);

/// <summary>Why somebody is not signed in.</summary>
public static class SignInRefusals
{
    public static readonly Refusal Taken =
        new(Because.Conflict, "sign_in.exists", "Another sign-in has this id. Make a new id and ask again.");
    public static readonly Refusal WrongCode =
        new(Because.Forbidden, "sign_in.wrong_code", "This is not the code, or its ten minutes are over.");
    public static readonly Refusal TooManyTries =
        new(Because.Forbidden, "sign_in.too_many_tries", "That were too many wrong codes. Ask for a new one.");
    public static readonly Refusal TooManyMails =
        new(Because.Conflict, "sign_in.too_many_mails", "Too many codes were mailed to this address. Wait an hour.");
    public static readonly Refusal NotSignedIn =
        new(Because.Unknown, "customer.not_signed_in", "Sign in to see this account.");
}
