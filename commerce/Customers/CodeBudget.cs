using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>
/// The codes that were mailed to one mailbox lately. The waits between them grow, so that nobody's mailbox is filled
/// through us, and no longer than a link lives: whoever asks in her name, its owner always has a letter that opens her
/// account, or may have one at once.
/// </summary>
public sealed record CodeBudget(Id<CodeBudget> Id, ImmutableArray<MailedCode> Mailed)
{
    /// <summary>How many letters wait for nothing: one may be mistyped, one lost.</summary>
    public const int AtOnce = 3;

    public static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>How far back mails are counted.</summary>
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>When she was told of wrong codes last.</summary>
    public DateTimeOffset? WarnedAt { get; init; }

    /// <summary>Allows one more mail, if the last is long enough ago; those from a device of hers wait apart.</summary>
    public static Result<CodeBudget> Allow(
        CodeBudget? budget, Id<CodeBudget> id, Id<SignIn> signIn, bool fromHerDevice, DateTimeOffset now)
    {
        budget ??= new(id, []);
        if (budget.Mailed.Any(mailed => mailed.SignIn == signIn)) return budget;
        var lately = budget.Mailed.RemoveAll(mailed => mailed.At <= now - Day);
        var like = lately.Where(mailed => mailed.FromHerDevice == fromHerDevice).ToList();
        return like.Count >= AtOnce && now < like[^1].At + WaitAfter(like.Count - AtOnce)
            ? SignInRefusals.TooManyMails
            : budget with { Mailed = lately.Add(new(signIn, now) { FromHerDevice = fromHerDevice }) };
    }

    /// <summary>She is told of wrong codes, once an hour at most; unchanged where she was told already.</summary>
    public static CodeBudget Warn(CodeBudget? budget, Id<CodeBudget> id, DateTimeOffset now)
    {
        budget ??= new(id, []);
        return budget.WarnedAt > now - LongestWait ? budget : budget with { WarnedAt = now };
    }

    // Each wait is twice the one before: 1, 2, 4, 8, 16, 32 minutes, then an hour.
    private static TimeSpan WaitAfter(int waits) => waits > 5 ? LongestWait : FirstWait * (1 << waits);
}

/// <summary>A code that was mailed.</summary>
public sealed record MailedCode(Id<SignIn> SignIn, DateTimeOffset At)
{
    /// <summary>Whether who asked was on a device on which the owner has signed in before.</summary>
    public bool FromHerDevice { get; init; }
}
