using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>What happened to data.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BreachNature>))]
public enum BreachNature
{
    /// <summary>Somebody saw or took what she should not.</summary>
    Disclosed,

    /// <summary>It is gone, or cannot be reached.</summary>
    Lost,

    /// <summary>It was changed.</summary>
    Altered,
}

/// <summary>What is known of a leak so far; null where it is not known yet, so that it can be told in phases.</summary>
/// <remarks>
/// What NPC Circular 16-03 section 17 (D) and GDPR art. 33 (3) ask a notice to say, in their order.
/// </remarks>
/// <param name="FoundAt">When somebody first saw a sign of it.</param>
public sealed record BreachStory(DateTimeOffset FoundAt)
{
    public BreachNature? Nature { get; init; }

    /// <summary>What happened and how, and which weakness it used.</summary>
    public string? Happened { get; init; }

    /// <summary>The same in plain words, for those whom it concerns (GDPR art. 34 (2)).</summary>
    public string? PlainWords { get; init; }

    public string? Consequences { get; init; }

    /// <summary>What was done about it, and so that it does not happen again.</summary>
    public string? Measures { get; init; }

    /// <summary>What was done to lessen the harm, and how the data was secured or got back.</summary>
    public string? Mitigation { get; init; }

    /// <summary>What those whom it concerns can do, and how the shop helps them.</summary>
    public string? Advice { get; init; }

    /// <summary>The data protection officer.</summary>
    public string? ContactName { get; init; }

    public string? ContactEmail { get; init; }

    public string? ContactPhone { get; init; }

    /// <summary>From when and until when it went on.</summary>
    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? Until { get; init; }

    /// <summary>Which kinds of record leaked: of <see cref="BreachKinds"/>.</summary>
    public ImmutableArray<string> Kinds { get; init; } = [];

    /// <summary>Records that were made from and until then; all without.</summary>
    public DateTimeOffset? MadeFrom { get; init; }

    public DateTimeOffset? MadeUntil { get; init; }

    /// <summary>Only these people, where it is known who; empty where it is not.</summary>
    public ImmutableArray<Id<Customer>> Only { get; init; } = [];

    /// <summary>Whether the data could serve to pretend to be somebody (NPC Circular 16-03 sec. 11 (A)).</summary>
    public bool? EnablesFraud { get; init; }

    /// <summary>Whether somebody may have got it who should not (sec. 11 (B)).</summary>
    public bool? Acquired { get; init; }

    /// <summary>Whether a real risk of serious harm is there (sec. 11 (C)): a high one (GDPR art. 34 (1)).</summary>
    public bool? SeriousHarm { get; init; }

    /// <summary>Whether no risk to anybody is likely (GDPR art. 33 (1)).</summary>
    public bool? NoRisk { get; init; }

    /// <summary>What does not fit together.</summary>
    public List<BadField> Faults(DateTimeOffset awareAt, DateTimeOffset now)
    {
        (string Name, bool Bad, string Message)[] rules =
        [
            ("awareAt", awareAt > now, "This lies in the future."),
            ("foundAt", FoundAt > awareAt, "The sign came before it was known, or with it."),
            ("from", From > awareAt, "It began before it was known."),
            ("until", Until < From, "It ended after it began."),
            ("madeUntil", MadeUntil < MadeFrom, "This is before 'madeFrom'."),
            ("noRisk", NoRisk == true && SeriousHarm == true, "No risk, and a risk of serious harm, cannot both be."),
            ("acquired", Nature == BreachNature.Disclosed && Acquired == false && SeriousHarm == true,
                "Where nobody got it, it harms nobody."),
        ];
        return [.. rules.Where(rule => rule.Bad).Select(rule => new BadField(rule.Name, rule.Message))];
    }

    /// <summary>What a letter must say and does not yet (NPC Circular 16-03 sec. 18 (C); GDPR art. 34 (2)).</summary>
    public List<BadField> MissingForPeople() => Missing(
        ("plainWords", PlainWords), ("consequences", Consequences), ("measures", Measures),
        ("mitigation", Mitigation), ("advice", Advice), ("contactName", ContactName), ("contactEmail", ContactEmail));

    /// <summary>What a notice to an authority must say and does not yet.</summary>
    public List<BadField> MissingForAuthority() =>
    [
        .. Missing(
            ("nature", Nature?.ToString()), ("happened", Happened), ("consequences", Consequences),
            ("measures", Measures), ("mitigation", Mitigation), ("contactName", ContactName),
            ("contactEmail", ContactEmail), ("from", From?.ToString("O"))),
        .. Kinds.IsEmpty ? [new BadField("kinds", "Which kinds of record?")] : Array.Empty<BadField>(),
    ];

    private static List<BadField> Missing(params (string Name, string? Text)[] parts) =>
        [.. parts.Where(part => part.Text is null).Select(part => new BadField(part.Name, "This is not said yet."))];

    public bool Equals(BreachStory? other) => other is not null && Shape.Equals(other.Shape)
        && Kinds.SequenceEqual(other.Kinds) && Only.SequenceEqual(other.Only);

    public override int GetHashCode() => Shape.GetHashCode();

    // Arrays are not compared by what is in them.
    private object Shape => (
        (FoundAt, Nature, Happened, PlainWords, Consequences, Measures, Mitigation),
        (Advice, ContactName, ContactEmail, ContactPhone, From, Until, MadeFrom),
        (MadeUntil, EnablesFraud, Acquired, SeriousHarm, NoRisk));
}
