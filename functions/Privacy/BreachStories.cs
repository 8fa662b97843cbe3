using System.Collections.Immutable;
using System.Text.Json;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Reads what staff say of a leak.</summary>
internal static class BreachStories
{
    public const int MostWords = 2000;
    private const int MostPeople = 200;

    /// <summary>The whole of what is known; what is left out is not known (any more).</summary>
    public static BreachStory In(Fields fields, LegalEntity seller, DateTimeOffset now)
    {
        var found = fields.OptionalPast("foundAt", seller, now);
        if (found is null) fields.Refuse("foundAt", "This is needed: when somebody first saw a sign of it.");
        return new(found ?? now)
        {
            Nature = fields.OptionalName<BreachNature>("nature"),
            Happened = fields.Optional("happened", MostWords),
            PlainWords = fields.Optional("plainWords", MostWords),
            Consequences = fields.Optional("consequences", MostWords),
            Measures = fields.Optional("measures", MostWords),
            Mitigation = fields.Optional("mitigation", MostWords),
            Advice = fields.Optional("advice", MostWords),
            ContactName = fields.Optional("contactName", 100),
            ContactEmail = EmailIn(fields),
            ContactPhone = fields.Optional("contactPhone", 60),
            From = fields.OptionalFrom("from", seller),
            Until = fields.OptionalUntil("until", seller),
            Kinds = [.. Texts(fields, "kinds", 20).Select(kind => Known(fields, kind)).Distinct().Order()],
            MadeFrom = fields.OptionalFrom("madeFrom", seller),
            MadeUntil = fields.OptionalUntil("madeUntil", seller),
            Only = [.. Texts(fields, "only", MostPeople).Select(one => Person(fields, one)).Distinct()],
            EnablesFraud = Flag(fields, "enablesFraud"),
            Acquired = Flag(fields, "acquired"),
            SeriousHarm = Flag(fields, "seriousHarm"),
            NoRisk = Flag(fields, "noRisk"),
        };
    }

    private static string? EmailIn(Fields fields)
    {
        var email = fields.Optional("contactEmail", 254);
        if (email is not null && !MailAddresses.CanReach(email))
            fields.Refuse("contactEmail", "An address that mail can be sent to, such as dpo@example.ph.");
        return email;
    }

    private static string Known(Fields fields, string kind)
    {
        if (!BreachKinds.All.Contains(kind)) fields.Refuse("kinds", $"Of {string.Join(", ", BreachKinds.All)}.");
        return kind;
    }

    private static Id<Customer> Person(Fields fields, string text)
    {
        if (!Id<Customer>.TryParse(text, out var person)) fields.Refuse("only", "Ids of customers.");
        return person;
    }

    private static bool? Flag(Fields fields, string name) =>
        Has(fields, name) ? fields.Flag(name) : null;

    private static ImmutableArray<string> Texts(Fields fields, string name, int most)
    {
        if (!Has(fields, name)) return [];
        var list = fields.Element.GetProperty(name);
        bool good = list.ValueKind == JsonValueKind.Array && list.GetArrayLength() <= most
            && list.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String);
        if (!good) fields.Refuse(name, $"A list of at most {most} texts.");
        return good ? [.. list.EnumerateArray().Select(one => one.GetString()!)] : [];
    }

    private static bool Has(Fields fields, string name) =>
        fields.Element.TryGetProperty(name, out var said) && said.ValueKind != JsonValueKind.Null;
}
