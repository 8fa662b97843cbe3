using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>The calendar of every country that the shop sells to.</summary>
public static class CalendarBook
{
    private const string Folder = "calendars/";

    private static readonly FrozenDictionary<string, Calendar> ByCountry =
        typeof(CalendarBook).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => Calendar.Read(name[Folder.Length..], Text(name)))
            .ToFrozenDictionary(calendar => calendar.Country, StringComparer.Ordinal);

    // Where nobody said in which zone a day ends, it ends when it does everywhere.
    private static readonly ImmutableArray<string> Everywhere =
        [.. Enumerable.Range(-14, 27).Select(hours => FormattableString.Invariant($"Etc/GMT{hours:+0;-0;+0}"))];

    public static IEnumerable<Calendar> All => ByCountry.Values;

    /// <summary>Whether a country's public holidays are known.</summary>
    public static bool Knows(string country) => ByCountry.ContainsKey(country);

    /// <summary>A country's days; of one without a file no holiday is known, and its days end last of all.</summary>
    public static Calendar Of(string country) => ByCountry.GetValueOrDefault(country) ?? new(country, default)
    {
        Zones = Everywhere,
        Holidays = [],
        Periods = EuropeanUnion.Has(country) ? EuropeanUnion.Periods : null,
    };

    private static string Text(string name)
    {
        using var stream = typeof(CalendarBook).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
