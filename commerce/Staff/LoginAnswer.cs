namespace Serverless.Commerce;

/// <summary>What came of one sign-in that a browser has begun at an issuer: heard once, and used once.</summary>
/// <remarks>It says nothing of the account: only whose it is here, or why it is nobody's.</remarks>
public sealed record LoginAnswer(Id<LoginAnswer> Id, DateTimeOffset At)
{
    /// <summary>How long somebody may take at the issuer, and then to type a code.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>An answer that was lost is asked for again within this.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(30);

    /// <summary>Whom it lets in, or whose account was linked; null where nobody is known.</summary>
    public Id<StaffMember>? Member { get; init; }

    /// <summary>The invitation that she accepts with it.</summary>
    public string? Invitation { get; init; }

    /// <summary>Whether the issuer has proved a second factor.</summary>
    public bool IsStrong { get; init; }

    /// <summary>Whether an account was linked to who was signed in already.</summary>
    public bool IsLinked { get; init; }

    public Refusal? Refusal { get; init; }

    /// <summary>From when on somebody of her network may try again, where too many have.</summary>
    public DateTimeOffset? FreeAt { get; init; }

    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>The first who brings an answer is heard; what comes later says nothing new.</summary>
    public static Result<LoginAnswer> Hear(LoginAnswer? known, Id<LoginAnswer> id, DateTimeOffset now) =>
        known is null ? new LoginAnswer(id, now) : LoginRefusals.Spent;

    /// <summary>She comes in with it, once; asked again soon, it is the same coming in.</summary>
    public Result<LoginAnswer> Use(DateTimeOffset now)
    {
        if (Refusal is { } refusal) return refusal;
        if (now >= At + Life) return LoginRefusals.NotBegunHere;
        if (Member is null) return LoginRefusals.Pending;
        if (UsedAt is not { } used) return this with { UsedAt = now };
        return now < used + Late ? this : LoginRefusals.Spent;
    }
}
