namespace Serverless.Commerce;

/// <summary>
/// Slows down whoever guesses: an attempt is counted before it is looked at, and each beyond the first few waits
/// longer than the one before.
/// </summary>
/// <remarks>
/// One for each account, each network that attempts come from, and each browser that she has signed in with before.
/// The last is braked apart from all others, so that a stranger's guesses do not lock her out (OWASP device cookies).
/// </remarks>
public sealed record GuessBrake(Id<GuessBrake> Id, int Count, DateTimeOffset At, DateTimeOffset FreeAt)
{
    /// <summary>What is forgotten when nobody has tried for so long.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(24);

    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    /// <summary>Allows one attempt, or says that it is too early.</summary>
    /// <param name="free">How many need not wait.</param>
    public static Result<GuessBrake> Take(GuessBrake? brake, Id<GuessBrake> id, int free, DateTimeOffset now)
    {
        if (brake is null || now - brake.At > Memory) brake = new(id, 0, now, now);
        if (now < brake.FreeAt) return StaffRefusals.Wait;
        int count = brake.Count + 1;
        return brake with { Count = count, At = now, FreeAt = now + WaitAfter(count, free) };
    }

    /// <summary>It was her: nothing is held against her any more.</summary>
    public GuessBrake Clear() => this with { Count = 0, FreeAt = At };

    /// <summary>It was no guess: many sign in from one office, and none of them shall wait for the others.</summary>
    public GuessBrake GiveBack() => this with { Count = Math.Max(0, Count - 1), FreeAt = At };

    /// <summary>1, 2, 4 … seconds from the last free attempt on, at most a quarter of an hour.</summary>
    private static TimeSpan WaitAfter(int count, int free)
    {
        if (count < free) return TimeSpan.Zero;
        var wait = TimeSpan.FromSeconds(1L << Math.Min(count - free, 20));
        return wait < LongestWait ? wait : LongestWait;
    }
}
