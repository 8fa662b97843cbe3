using System.Globalization;
using System.Text.RegularExpressions;

namespace Serverless.Commerce;

/// <summary>Days and times as they are written (ISO 8601-1:2019, extended format); nothing else is one.</summary>
/// <remarks>
/// What other forms mean is a guess: 01/02/2027 is January or February, 23:59 is some day, and without an offset a
/// time is eight hours from another. So they are refused wherever they come from.
/// </remarks>
public static partial class IsoTime
{
    /// <summary>What to write, for whoever wrote something else.</summary>
    public const string Form =
        "A day, or a time with its offset, as ISO 8601 writes them: 2026-11-11, 2026-11-11T00:00:00Z.";

    /// <summary>The first year that anything in a shop can be of; before it are slips and empty fields.</summary>
    public const int FirstYear = 2000;

    /// <summary>The last one.</summary>
    public const int LastYear = 2199;

    /// <summary>A day: <c>2026-12-31</c>.</summary>
    public static bool TryDay(string? text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day)
        && IsAsked(day.Year);

    /// <summary>A moment: <c>2026-12-31T23:59:59Z</c>; seconds may be missing, the offset not.</summary>
    public static bool TryMoment(string? text, out DateTimeOffset moment)
    {
        moment = default;
        return text is not null && Moment().IsMatch(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out moment)
            && IsAsked(moment.Year);
    }

    /// <summary>From when what is written holds: a day of the seller's from its first moment; null: no time.</summary>
    public static DateTimeOffset? From(string text, LegalEntity seller) => Read(text, seller.StartOf);

    /// <summary>When what is written no longer holds: a day of the seller's does to its end; null: no time.</summary>
    public static DateTimeOffset? Until(string text, LegalEntity seller) =>
        Read(text, day => seller.StartOf(day.AddDays(1)));

    /// <summary>By when it is: on a day of the seller's, at its last moment; null: no time.</summary>
    public static DateTimeOffset? By(string text, LegalEntity seller) => Read(text, seller.LastOf);

    private static DateTimeOffset? Read(string text, Func<DateOnly, DateTimeOffset> ofDay) =>
        TryDay(text, out var day) ? ofDay(day).ToUniversalTime()
        : TryMoment(text, out var moment) ? moment.ToUniversalTime()
        : null;

    private static bool IsAsked(int year) => year is >= FirstYear and <= LastYear;

    [GeneratedRegex(
        @"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,7})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})\z")]
    private static partial Regex Moment();
}
