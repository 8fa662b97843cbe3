using NodaTime;
using NodaTime.TimeZones;

namespace Serverless.Commerce;

/// <summary>What clocks on the walls of a place show: on which day a moment falls there, and when a day ends.</summary>
/// <remarks>The rules of every zone come with NodaTime, so no machine needs a database of its own.</remarks>
public sealed class WallClock
{
    private readonly DateTimeZone zone;

    private WallClock(DateTimeZone zone) => this.zone = zone;

    /// <summary>The names of all zones in which somebody lives.</summary>
    public static IEnumerable<string> Zones => TzdbDateTimeZoneSource.Default.ZoneLocations!
        .Select(place => place.ZoneId).Order(StringComparer.Ordinal);

    /// <summary>Whether there is a zone of this name in the IANA database.</summary>
    public static bool Knows(string zone) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null;

    /// <summary>The clock of a zone by its IANA name, as <c>Asia/Manila</c>.</summary>
    /// <exception cref="ArgumentException">There is no such zone.</exception>
    public static WallClock Of(string zone) => new(
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone)
            ?? throw new ArgumentException($"There is no time zone '{zone}'.", nameof(zone)));

    /// <summary>The day on which a moment falls there.</summary>
    public DateOnly DayOf(DateTimeOffset moment) =>
        Instant.FromDateTimeOffset(moment).InZone(zone).Date.ToDateOnly();

    /// <summary>A moment with the offset that clocks have there.</summary>
    public DateTimeOffset At(DateTimeOffset moment) =>
        Instant.FromDateTimeOffset(moment).InZone(zone).ToDateTimeOffset();

    /// <summary>The first moment of a day there: midnight, or what follows where clocks leap over it.</summary>
    public DateTimeOffset StartOf(DateOnly day) => zone.AtStartOfDay(LocalDate.FromDateOnly(day)).ToDateTimeOffset();

    /// <summary>The last moment of a day there, a ten-millionth of a second before the next, with its offset.</summary>
    public DateTimeOffset LastOf(DateOnly day) =>
        (Instant.FromDateTimeOffset(StartOf(day.AddDays(1))) - Duration.FromTicks(1)).InZone(zone).ToDateTimeOffset();
}
