using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>The days of one country: in which zones they end, and on which of them nobody works.</summary>
/// <remarks>Read from <c>commerce/Days/Calendars</c>; <c>docs/calendars.md</c> says how to keep one.</remarks>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Checked">When the sources were last looked at.</param>
public sealed record Calendar(string Country, DateOnly Checked)
{
    /// <summary>The zones of the country, by their IANA names.</summary>
    public required ImmutableArray<string> Zones { get; init; }

    /// <summary>Parts of the country with zones or holidays of their own.</summary>
    public ImmutableArray<Region> Regions { get; init; } = [];

    /// <summary>The law by which the end of a legal period moves to a working day; null: none does.</summary>
    public PeriodLaw? Periods { get; init; }

    public required ImmutableArray<Holiday> Holidays { get; init; }

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Reads one country's days; throws a <see cref="FormatException"/> with all faults.</summary>
    public static Calendar Read(string name, string json)
    {
        Calendar? calendar;
        try
        {
            calendar = JsonSerializer.Deserialize<Calendar>(json, Strict);
        }
        catch (JsonException wrong)
        {
            throw new FormatException($"The calendar '{name}' cannot be read: {wrong.Message}", wrong);
        }

        var faults = calendar?.Faults().ToList() ?? ["it is empty"];
        return faults.Count == 0
            ? calendar!
            : throw new FormatException($"The calendar '{name}' is wrong: {string.Join("; ", faults)}.");
    }

    /// <summary>
    /// The last moment of a period of days: the day on which it begins is not counted, and it ends with its last day
    /// where the goods are, in doubt in the zone where that is latest.
    /// </summary>
    /// <param name="from">What the days are counted from, as a delivery.</param>
    /// <param name="days">Whole days, none or more.</param>
    /// <param name="province">Of the address, as far as it is known.</param>
    public DateTimeOffset EndOf(DateTimeOffset from, int days, string province) =>
        Latest(province, clock => clock.LastOf(clock.DayOf(from).AddDays(days)));

    /// <summary>The same for a period that a law gives: <see cref="Periods"/> may move it to a working day.</summary>
    public DateTimeOffset LegalEndOf(DateTimeOffset from, int days, string province)
    {
        var region = RegionOf(province);
        return Latest(province, clock => clock.LastOf(Moved(clock.DayOf(from).AddDays(days), region)));
    }

    /// <summary>The last moment of the month in which another moment falls, so many months later.</summary>
    public DateTimeOffset EndOfMonth(DateTimeOffset from, int months, string province) => Latest(province, clock =>
    {
        var day = clock.DayOf(from);
        return clock.LastOf(new DateOnly(day.Year, day.Month, 1).AddMonths(months + 1).AddDays(-1));
    });

    /// <summary>Whether a day is a public holiday there, or expected to become one; in doubt it is.</summary>
    public bool IsHoliday(DateOnly day, string province = "")
    {
        var region = RegionOf(province);
        return Holidays.Any(holiday => holiday.Holds(day, region));
    }

    /// <summary>The part of the country that an address names; null where it names none that is known.</summary>
    public Region? RegionOf(string province) => Regions.FirstOrDefault(region =>
        region.Code.Equals(province, StringComparison.OrdinalIgnoreCase)
        || region.Names.Contains(province, StringComparer.OrdinalIgnoreCase));

    private DateOnly Moved(DateOnly day, Region? region)
    {
        if (Periods is null || !IsOff(day, region, Periods.Weekends)) return day;
        while (IsOff(day, region, weekends: true)) day = day.AddDays(1);
        return day;
    }

    private bool IsOff(DateOnly day, Region? region, bool weekends) =>
        (weekends && day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
        || Holidays.Any(holiday => holiday.Holds(day, region));

    private DateTimeOffset Latest(string province, Func<WallClock, DateTimeOffset> end)
    {
        var region = RegionOf(province);
        return (region is { Zones.IsEmpty: false } ? region.Zones : Zones)
            .Select(zone => end(WallClock.Of(zone))).MaxBy(moment => moment.UtcTicks);
    }

    private IEnumerable<string> Faults()
    {
        bool named = Country.Length == 2 && Country.All(char.IsAsciiLetterUpper);
        if (!named) yield return "country is not ISO 3166 alpha-2";
        if (Zones.IsEmpty) yield return "it names no zone";
        var zones = Zones.Concat(Regions.SelectMany(region => region.Zones));
        foreach (string zone in zones.Where(zone => !WallClock.Knows(zone)))
            yield return $"there is no time zone {zone}";
        if (Periods is { Law.Length: 0 }) yield return "periods name no law";
        foreach (var holiday in Holidays)
        {
            if (holiday.Source.Length == 0) yield return $"{holiday.Name} names no source";
            if (holiday.On.IsEmpty && holiday.Expected.IsEmpty) yield return $"{holiday.Name} is on no day";
            foreach (string code in holiday.In.Where(code => Regions.All(region => region.Code != code)))
                yield return $"{holiday.Name} is in {code}, which is no region";
        }
    }
}

/// <summary>A part of a country, as addresses name it.</summary>
/// <param name="Code">As in ISO 3166-2, without the country.</param>
/// <param name="Names">What else people write for it.</param>
public sealed record Region(string Code, ImmutableArray<string> Names)
{
    /// <summary>Its own zones; empty: the country's.</summary>
    public ImmutableArray<string> Zones { get; init; } = [];
}

/// <summary>What a law does with a period whose last day is no working day.</summary>
/// <param name="Law">Which law, and where in it.</param>
/// <param name="Weekends">Whether a Saturday or Sunday moves it as well, and not a holiday alone.</param>
public sealed record PeriodLaw(string Law, bool Weekends);

/// <summary>A public holiday with its days.</summary>
/// <param name="Source">The statute or proclamation that makes it one.</param>
public sealed record Holiday(string Name, string Source)
{
    public ImmutableArray<DateOnly> On { get; init; } = [];

    /// <summary>
    /// Days of which one or another is still to be proclaimed; until then each counts as a holiday, so that no period
    /// ends too soon.
    /// </summary>
    public ImmutableArray<DateOnly> Expected { get; init; } = [];

    /// <summary>The codes of the regions that keep it; empty: all of the country.</summary>
    public ImmutableArray<string> In { get; init; } = [];

    internal bool Holds(DateOnly day, Region? region) =>
        (On.Contains(day) || Expected.Contains(day))
        && (In.IsEmpty || region is null || In.Contains(region.Code));
}

/// <summary>Days of a policy.</summary>
internal static class Spans
{
    /// <summary>How many days a time takes up; a part of a day is one.</summary>
    public static int WholeDays(this TimeSpan time) => (int)Math.Ceiling(time.TotalDays);
}
