using System.Globalization;
using System.Text.RegularExpressions;
using Cronos;

namespace Serverless.Runtime;

/// <summary>
/// When a timer is due, in UTC: an NCRONTAB expression of six fields (five without seconds), or a time between runs
/// such as <c>00:10:00</c>.
/// </summary>
internal sealed partial class TimerSchedule
{
    private readonly CronExpression? expression;
    private readonly TimeSpan interval;

    private TimerSchedule(CronExpression? expression, TimeSpan interval) =>
        (this.expression, this.interval) = (expression, interval);

    /// <summary>Reads it, or tells at start what is wrong.</summary>
    public static TimerSchedule Parse(string text)
    {
        string trimmed = text.Trim();
        if (TimeSpan.TryParse(trimmed, CultureInfo.InvariantCulture, out var interval) && trimmed.Contains(':'))
            return interval > TimeSpan.Zero ? new(null, interval) : throw Unreadable(text, "the time must not be zero");
        if (!Form().IsMatch(trimmed))
            throw Unreadable(text, "it has five or six fields of numbers, names, * , - and /");
        try
        {
            bool seconds = trimmed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length == 6;
            return new(
                CronExpression.Parse(trimmed, seconds ? CronFormat.IncludeSeconds : CronFormat.Standard), default);
        }
        catch (CronFormatException exception)
        {
            throw Unreadable(text, exception.Message);
        }
    }

    /// <summary>The first time after another; null where there is none any more.</summary>
    public DateTime? Next(DateTime after) =>
        expression is null ? after + interval : expression.GetNextOccurrence(after);

    /// <summary>True when no two runs are less than a minute apart, looking a few runs ahead.</summary>
    public bool IsAtLeastAMinute(DateTime now)
    {
        var last = Next(now);
        for (int run = 0; run < 10 && last is { } before; run++)
        {
            last = Next(before);
            if (last - before < TimeSpan.FromMinutes(1))
                return false;
        }

        return true;
    }

    private static StartException Unreadable(string text, string reason) =>
        new($"'{text}' is no schedule: {reason.TrimEnd('.')}. An example: 0 */5 * * * *");

    // Cron has dialects: what only others know (L, W, #, ?, @daily) would run here and fail in the cloud.
    [GeneratedRegex(@"^(([0-9]+|\*|[A-Za-z]{3,})(-([0-9]+|[A-Za-z]{3,}))?(/[0-9]+)?(,|(\s+)|$)){5,}$")]
    private static partial Regex Form();
}
