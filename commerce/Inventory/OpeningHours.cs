using System.Collections.Immutable;
using System.Globalization;

namespace Serverless.Commerce;

/// <summary>When a store is open, by the clocks on its walls.</summary>
/// <param name="Days">Days and spans of days: <c>Mon-Fri</c>, <c>Sat,Sun</c>.</param>
/// <param name="Opens">As <c>09:00</c>.</param>
/// <param name="Closes">On the same day; midnight is <c>24:00</c>.</param>
public sealed record OpeningHours(string Days, string Opens, string Closes)
{
    private const string Midnight = "24:00";
    private static readonly ImmutableArray<string> Names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    /// <summary>Each day that is meant, Monday being 0; null where it is not said so.</summary>
    public ImmutableArray<int>? ReadDays()
    {
        var days = ImmutableArray.CreateBuilder<int>();
        foreach (string part in Days.Split(','))
        {
            string[] ends = part.Split('-');
            var (first, last) = (Names.IndexOf(ends[0].Trim()), Names.IndexOf(ends[^1].Trim()));
            if (ends.Length > 2 || first < 0 || last < first) return null;
            days.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return days.Distinct().Count() == days.Count ? days.ToImmutable() : null;
    }

    /// <summary>From which minute of the day to which; null where they are not said, or in the wrong order.</summary>
    public (int From, int To)? ReadTimes() =>
        MinuteOf(Opens) is { } from && MinuteOf(Closes) is { } to && from < to ? (from, to) : null;

    private static int? MinuteOf(string time) =>
        time == Midnight ? 24 * 60
        : TimeOnly.TryParseExact(time, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)
            ? read.Hour * 60 + read.Minute
            : null;
}
