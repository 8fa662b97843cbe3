using System.Text.Json;
using PublicHoliday;

namespace Serverless.Tests.Commerce;

/// <summary>What two libraries say of the holidays of the years to come; no shop would trust either alone.</summary>
internal static class Oracles
{
    public static readonly int[] Years = [2026, 2027, 2028];

    /// <summary>Days by place, a country or a region of one; what a library does not know is left out.</summary>
    public static IEnumerable<(string Place, IEnumerable<DateOnly> Days)> Of(string library) =>
        library == "PublicHoliday" ? FromNuGet() : FromNpm();

    private static IEnumerable<(string Place, IEnumerable<DateOnly> Days)> FromNuGet()
    {
        yield return ("JP", Days(new JapanPublicHoliday()));
        yield return ("US", Days(new USAPublicHoliday()));
        foreach (var state in Enum.GetValues<GermanPublicHoliday.States>().Where(state => state != default))
            yield return ($"DE-{state}", Days(new GermanPublicHoliday { State = state }));
        foreach (var state in Enum.GetValues<AustraliaPublicHoliday.States>().Where(state => state != default))
            yield return ($"AU-{state}", Days(new AustraliaPublicHoliday { State = state }));
    }

    // Both the day itself and the one on which it is observed, where the library tells them apart.
    private static IEnumerable<DateOnly> Days(PublicHolidayBase calendar) =>
        Years.SelectMany(calendar.PublicHolidaysInformation)
            .SelectMany(holiday => new[] { holiday.HolidayDate, holiday.ObservedDate })
            .Select(DateOnly.FromDateTime).Where(day => Years.Contains(day.Year)).Distinct();

    // Written by date-holidays.mjs.
    private static IEnumerable<(string Place, IEnumerable<DateOnly> Days)> FromNpm()
    {
        using var stream = typeof(Oracles).Assembly.GetManifestResourceStream("date-holidays.json")!;
        var kept = JsonDocument.Parse(stream).RootElement.GetProperty("days");
        foreach (var place in kept.EnumerateObject())
            yield return (place.Name, place.Value.Deserialize<DateOnly[]>()!);
    }
}
