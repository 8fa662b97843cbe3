using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>Data about people leaked, was lost or changed: what is known of it, who was told, and when.</summary>
/// <remarks>
/// NPC Circular 16-03 sections 11 to 19 and RA 10173 section 20 (f); GDPR art. 33 and 34. The clock runs from when the
/// shop knew, or had reason to believe, for <see cref="Time"/>. It is the documentation that art. 33 (5) asks for.
/// </remarks>
/// <param name="AwareAt">When the shop knew or had reason to believe; never moved, as the clock runs from it.</param>
public sealed record Breach(Id<Breach> Id, DateTimeOffset AwareAt, DateTimeOffset OpenedAt, BreachStory Story)
{
    /// <summary>Within how long authorities and people are told.</summary>
    /// <remarks>NPC Circular 16-03 sec. 17 (A) and 18 (A); GDPR art. 33 (1).</remarks>
    public static readonly TimeSpan Time = TimeSpan.FromHours(72);

    /// <summary>After how many hours staff are reminded; when the time is over, once a day for a month.</summary>
    public static readonly ImmutableArray<int> Marks =
        [24, 48, 66, 72, .. Enumerable.Range(4, 27).Select(day => day * 24)];

    public BreachStatus Status { get; init; }

    /// <summary>The last word about each party: told, or why not.</summary>
    public ImmutableArray<BreachAnswer> Answers { get; init; } = [];

    /// <summary>The last look for those whom it concerns; null before the first.</summary>
    public Id<BreachScope>? Scope { get; init; }

    /// <summary>What needs a person: the clock.</summary>
    public Attention? Attention { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    [JsonIgnore]
    public DateTimeOffset Deadline => AwareAt + Time;

    /// <summary>Whether the time is over: from the moment on at which staff hear <c>breach.overdue</c>.</summary>
    public bool IsLate(DateTimeOffset at) => at >= Deadline;

    /// <summary>Whether everybody was told, or it was decided with a reason not to.</summary>
    [JsonIgnore]
    public bool IsSettled => Waiting.IsEmpty;

    /// <summary>About whom there is no word yet.</summary>
    [JsonIgnore]
    public ImmutableArray<BreachParty> Waiting =>
        [.. Enum.GetValues<BreachParty>().Where(party => Answers.All(answer => answer.Party != party))];

    /// <summary>Opens a case; what is contradictory about its times is refused.</summary>
    public static Result<Breach> Open(Id<Breach> id, DateTimeOffset awareAt, BreachStory story, DateTimeOffset now) =>
        story.Faults(awareAt, now) is { Count: > 0 } bad
            ? BreachRefusals.Contradiction with { Fields = bad }
            : new Breach(id, awareAt, now, story);

    /// <summary>A further phase: what is known now (GDPR art. 33 (4); NPC Circular 16-03 sec. 17 (C)).</summary>
    public Result<Breach> Tell(BreachStory story, DateTimeOffset now)
    {
        if (Status == BreachStatus.Closed) return BreachRefusals.Closed;
        if (story.Faults(AwareAt, now) is { Count: > 0 } bad) return BreachRefusals.Contradiction with { Fields = bad };
        return story.Equals(Story) ? this : this with { Story = story };
    }

    /// <summary>A party was told, or will not be, for a reason.</summary>
    public Result<Breach> Answer(BreachAnswer answer)
    {
        if (Status == BreachStatus.Closed) return BreachRefusals.Closed;
        var last = Answers.FirstOrDefault(known => known.Party == answer.Party);
        if (last is not null && last with { At = answer.At } == answer) return this;
        if (last is { Told: true } && !answer.Told) return BreachRefusals.ToldAlready;
        if (answer.At < AwareAt) return BreachRefusals.BeforeKnown;
        bool isDuty = BreachDuty.Of(this, answer.Party) == BreachNeed.Needed;
        if (!answer.Told && isDuty && answer.Party != BreachParty.People) return BreachRefusals.MustTell;
        var answers = last is null ? Answers.Add(answer) : Answers.Replace(last, answer);
        var next = this with { Answers = answers };
        return next.IsSettled ? next with { Attention = null } : next;
    }

    /// <summary>Those whom it concerns are being looked for.</summary>
    public Result<Breach> Look(Id<BreachScope> scope) => Status == BreachStatus.Closed ? BreachRefusals.Closed
        : Scope == scope ? this : this with { Scope = scope };

    /// <summary>So many hours have passed: staff are reminded, unless nothing waits any more.</summary>
    public Result<Breach> Remind(int hours, DateTimeOffset now)
    {
        if (IsSettled) return this;
        bool late = hours >= Time.TotalHours;
        return this with
        {
            Attention = new(
                late ? "breach.overdue" : "breach.due",
                $"{hours} of {Time.TotalHours:0} hours have passed. Not told: {string.Join(", ", Waiting)}.", now),
        };
    }

    /// <summary>Nothing more is to be done.</summary>
    public Result<Breach> Close(DateTimeOffset now)
    {
        if (Status == BreachStatus.Closed) return this;
        return IsSettled
            ? this with { Status = BreachStatus.Closed, ClosedAt = now, Attention = null }
            : BreachRefusals.NotSettled;
    }
}

/// <summary>How far a case of leaked data has come.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BreachStatus>))]
public enum BreachStatus { Open, Closed }

/// <summary>Who is told: the Philippine commission, an authority of the EU, those whom it concerns.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BreachParty>))]
public enum BreachParty { Npc, Eu, People }

/// <summary>A party was told, or it was decided not to.</summary>
/// <param name="At">When it was told or decided.</param>
public sealed record BreachAnswer(BreachParty Party, bool Told, DateTimeOffset At)
{
    /// <summary>What the authority calls it.</summary>
    public string? Reference { get; init; }

    /// <summary>Why not, or why only so late.</summary>
    public string? Reason { get; init; }
}

/// <summary>Why something about a case of leaked data was refused.</summary>
public static class BreachRefusals
{
    public static readonly Refusal Taken =
        new(Because.Conflict, "breach.exists", "Another case has this id. Make a new id and ask again.");
    public static readonly Refusal Unknown = new(Because.Unknown, "breach.unknown", "There is no such case.");
    public static readonly Refusal Closed =
        new(Because.Conflict, "breach.closed", "The case is closed. Open another for what is new.");
    public static readonly Refusal Contradiction =
        new(Because.Invalid, "breach.contradiction", "What is said does not fit together; see 'fields'.");
    public static readonly Refusal ToldAlready =
        new(Because.Conflict, "breach.told_already", "They were told already: it cannot be decided any more not to.");
    public static readonly Refusal BeforeKnown =
        new(Because.Invalid, "breach.before_known", "They cannot have been told before it was known.");
    public static readonly Refusal MustTell = new(
        Because.Conflict, "breach.must_tell",
        "By what is said of it they have to be told. Tell them, or correct what is said of the risk.");
    public static readonly Refusal NotSettled = new(
        Because.Conflict, "breach.not_settled",
        "Not everybody was told. Tell them, or say with a reason why not, then close the case.");
    public static readonly Refusal NoScope = new(
        Because.Conflict, "breach.no_scope",
        "Nobody has looked yet whom it concerns. Look first, and wait for the end.");
    public static readonly Refusal Nobody = new(
        Because.Conflict, "breach.nobody", "It concerns nobody whose data is here: there is nobody to write to.");
    public static readonly Refusal Changed = new(
        Because.Conflict, "breach.changed", "Somebody else has written meanwhile. Look at it again, then send yours.");
    public static readonly Refusal LettersTaken = new(
        Because.Conflict, "breach.letters_exist", "Another process has this id. Make a new id and ask again.");
    public static readonly Refusal ScopeTaken = new(
        Because.Conflict, "breach.scope_exists", "Another process has this id. Make a new id and ask again.");
    public static readonly Refusal NoKinds = new(
        Because.Conflict, "breach.no_kinds", "Nobody has said which kinds of record leaked. Say so, then look.");
    public static readonly Refusal Missing = new(
        Because.Conflict, "breach.letter_missing", "The letter would not say all that it must; see 'fields'.");
}
