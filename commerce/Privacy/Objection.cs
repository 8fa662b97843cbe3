using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>What an objection came to for one purpose.</summary>
/// <param name="Purpose">One that people are asked about, or one of the register's.</param>
/// <param name="Stopped">Whether it is no longer done.</param>
/// <param name="Words">What stopped, or what goes on and why.</param>
public sealed record ObjectionAnswer(string Purpose, bool Stopped, string Words);

/// <summary>A person objected to what is done with her data: to what, by whom asked, and what became of it.</summary>
/// <remarks>
/// RA 10173 section 16 (b) with section 34 (b) of its rules; GDPR art. 21: direct marketing always ends (21 (3)), what
/// rests on interest ends unless there are compelling grounds, what a contract or the law asks for goes on.
/// </remarks>
public sealed record Objection(
    Id<Objection> Id, Id<Customer> Customer, Asker By, DateTimeOffset AskedAt, ImmutableArray<string> Purposes)
{
    public RightsStatus Status { get; init; }

    public ImmutableArray<ObjectionAnswer> Answers { get; init; } = [];

    /// <summary>Why staff did it for her.</summary>
    public string? Reason { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>It is heeded; the first report stands.</summary>
    public Objection Report(ImmutableArray<ObjectionAnswer> answers, DateTimeOffset now) =>
        Status == RightsStatus.Done ? this : this with
        {
            Status = RightsStatus.Done,
            Answers = answers,
            EndedAt = now,
        };

    /// <summary>To what a shopper may object: what she is asked about, and why else something of her is kept.</summary>
    public static ImmutableArray<string> To { get; } =
    [
        .. ConsentText.All.Select(text => text.Purpose),
        .. Register.All.Where(entry => entry.Use is { Mark: DataMark.Personal, Whose: "shopper" })
            .Select(entry => entry.Use.Why).Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>What becomes of an objection to one purpose.</summary>
    /// <param name="underWay">How many of her orders have not ended.</param>
    public static ObjectionAnswer AnswerTo(string purpose, int underWay)
    {
        if (ConsentText.Of(purpose) is { } asked) return new(purpose, true, asked.Ended);
        string goesOn = purpose == "rights"
            ? "It goes on, since the law asks us to be able to show what we did: "
            : underWay > 0
                ? $"It goes on while {(underWay == 1 ? "an order is" : $"{underWay} orders are")} under way: "
                : "Nothing is under way. What is kept of orders that have ended stays until you ask to be forgotten: ";
        return new(purpose, false, goesOn + PrivacyNotice.GroundOf(purpose));
    }
}

/// <summary>Why an objection was refused.</summary>
public static class ObjectionRefusals
{
    public static readonly Refusal Taken =
        new(Because.Conflict, "objection.exists", "Another objection has this id. Make a new id and ask again.");
    public static readonly Refusal Unknown = new(Because.Unknown, "objection.unknown", "There is no such objection.");
}
