using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>The notice of a leak to an authority, as a text; what is missing in it is said at its end.</summary>
/// <remarks>
/// In the order of NPC Circular 16-03 section 17 (D), which holds what GDPR art. 33 (3) asks for as well.
/// </remarks>
public sealed class BreachNotice(ShopPolicy policy)
{
    private const string Open = "(not known yet)";

    public string For(BreachParty party, Breach breach, BreachScope? scope, DateTimeOffset now)
    {
        var found = scope is { IsOver: true } ? scope : null;
        var text = new StringBuilder("NOTICE OF A PERSONAL DATA BREACH\n");
        Add(text, Head(party, breach, now));
        text.Append("\n1. NATURE OF THE BREACH\n");
        Add(text, Nature(breach, found));
        text.Append("\n2. PERSONAL DATA POSSIBLY INVOLVED\n");
        Add(text, Data(breach.Story, found));
        text.Append("\n3. MEASURES TAKEN\n");
        Add(text, Measures(party, breach, now));
        text.Append("\nSTILL MISSING, TO FOLLOW WITHOUT DELAY (NPC Circular 16-03 sec. 17 (C); GDPR art. 33 (4))\n");
        var missing = Missing(breach, scope);
        foreach (string one in missing) text.Append(CultureInfo.InvariantCulture, $"- {one}\n");
        return text.Append(missing.IsEmpty ? "Nothing.\n" : "").ToString();
    }

    /// <summary>What a notice must say and does not yet.</summary>
    public static ImmutableArray<string> Missing(Breach breach, BreachScope? scope) =>
    [
        .. breach.Story.MissingForAuthority().Select(field => field.Name),
        .. scope is { IsOver: true } ? Array.Empty<string>() : ["how many people and records it concerns"],
    ];

    /// <summary>In UTC, and as clocks show it where the seller is.</summary>
    public string Shown(DateTimeOffset at)
    {
        var there = WallClock.Of(policy.Seller.Zone).At(at);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{at.UtcDateTime:yyyy-MM-dd HH:mm} UTC ({there:yyyy-MM-dd HH:mm zzz}, {policy.Seller.Zone})");
    }

    private IEnumerable<(string, string?)> Head(BreachParty party, Breach breach, DateTimeOffset now) =>
    [
        ("To", party == BreachParty.Npc ? "National Privacy Commission" : "Supervisory authority (GDPR art. 55)"),
        ("Ground", BreachDuty.SourceOf(party)),
        ("Controller", $"{policy.Seller.Name}, {policy.Seller.Address}"),
        ("Case", breach.Id.Value),
        ("Written", Shown(now)),
    ];

    private IEnumerable<(string, string?)> Nature(Breach breach, BreachScope? found)
    {
        var story = breach.Story;
        var reach = string.Join(
            ", ", new[] { story.ContactName, story.ContactEmail, story.ContactPhone }.OfType<string>());
        return
        [
            ("What happened and how", story.Happened),
            ("Nature", story.Nature?.ToString()),
            ("It went on from", Shown(story.From)),
            ("until", Shown(story.Until)),
            ("First sign", Shown(story.FoundAt)),
            ("Known, or reason to believe", Shown(breach.AwareAt)),
            ("To be told by", Shown(breach.Deadline)),
            ("People concerned", Number(found?.People)),
            ("of them in the EU", Number(found?.InEurope)),
            ("Records concerned", Number(found?.Records)),
            ("Likely consequences", story.Consequences),
            ("Data protection officer", reach.Length > 0 ? reach : null),
        ];
    }

    private static IEnumerable<(string, string?)> Data(BreachStory story, BreachScope? found) =>
    [
        ("Kinds of record", story.Kinds.IsEmpty ? null : string.Join(", ", story.Kinds)),
        .. (found?.Categories ?? ImmutableSortedDictionary<string, int>.Empty)
            .Select(one => ($"- {one.Key}", (string?)$"{Number(one.Value)} people")),
        ("Could enable identity fraud", Said(story.EnablesFraud)),
        ("Acquired by somebody unauthorised", Said(story.Acquired)),
        ("Real risk of serious harm", Said(story.SeriousHarm)),
    ];

    private IEnumerable<(string, string?)> Measures(BreachParty party, Breach breach, DateTimeOffset now)
    {
        var (story, told) = (breach.Story, Answer(breach, BreachParty.People));
        return
        [
            ("About the breach, and against another", story.Measures),
            ("To lessen harm, and to secure or recover data", story.Mitigation),
            ("People concerned were told", told is null or { Told: true } ? Shown(told?.At) : $"no: {told.Reason}"),
            ("What they can do, and what help they get", story.Advice),
            .. breach.IsLate(now)
                ? [("Why so late", Answer(breach, party)?.Reason)]
                : Array.Empty<(string, string?)>(),
        ];
    }

    private static BreachAnswer? Answer(Breach breach, BreachParty party) =>
        breach.Answers.FirstOrDefault(answer => answer.Party == party);

    private string? Shown(DateTimeOffset? at) => at is { } moment ? Shown(moment) : null;

    private static void Add(StringBuilder text, IEnumerable<(string Title, string? Words)> lines)
    {
        foreach (var (title, words) in lines)
            text.Append(CultureInfo.InvariantCulture, $"{title}: {words ?? Open}\n");
    }

    private static string? Number(int? count) => count?.ToString(CultureInfo.InvariantCulture);

    private static string? Said(bool? answer) => answer switch { true => "yes", false => "no", null => null };
}
