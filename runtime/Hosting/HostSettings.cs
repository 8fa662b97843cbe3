using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Serverless.Runtime;

/// <summary>What <c>host.json</c> says, and settings <c>AzureFunctionsJobHost__…</c> that stand above it.</summary>
internal sealed record HostSettings(string RoutePrefix, QueueSettings Queues, TimeSpan FunctionTimeout)
{
    /// <summary>The section under which the content of <c>host.json</c> stands.</summary>
    public const string Section = "AzureFunctionsJobHost";

    /// <summary>What is set and not read here.</summary>
    public IReadOnlyList<string> Unread { get; private init; } = [];

    public static HostSettings From(IConfiguration settings)
    {
        var host = settings.GetSection(Section);
        var extensions = host.GetSection("extensions");
        string[] misplaced = [.. HostFile.Misplaced(host).Distinct()];
        if (misplaced.Length > 0)
            throw new StartException(string.Join(Environment.NewLine, misplaced));
        CheckLevels(host.GetSection("logging:logLevel"));
        return new(
            Prefix(extensions["http:routePrefix"]),
            QueueSettings.From(extensions.GetSection("queues")),
            Timeout(host))
        {
            Unread = HostFile.Unread(host),
        };
    }

    /// <summary>What stands before every route.</summary>
    public static string Prefix(string? given) => (given ?? "api").Trim('/');

    /// <summary>A whole number within bounds, or the default where there is none.</summary>
    public static int Number(IConfigurationSection section, string name, int without, int least, int most)
    {
        if (section[name] is not { } text)
            return without;
        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number)
            && number >= least && number <= most
            ? number
            : throw new StartException(
                $"host.json: {Path(section, name)} must be a whole number from {least} to {most}.");
    }

    /// <summary>A time of the form <c>hh:mm:ss</c> within bounds, or the default where there is none.</summary>
    public static TimeSpan Time(
        IConfigurationSection section, string name, TimeSpan without, TimeSpan least, TimeSpan most)
    {
        if (section[name] is not { } text)
            return without;
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time >= least && time <= most
            ? time
            : throw new StartException(
                $"host.json: {Path(section, name)} must be a time like 00:00:30, from {least} to {most}.");
    }

    /// <summary>True, false, or false where there is nothing.</summary>
    public static bool Flag(IConfigurationSection section, string name)
    {
        if (section[name] is not { } text)
            return false;
        return bool.TryParse(text, out bool flag)
            ? flag
            : throw new StartException($"host.json: {Path(section, name)} must be true or false.");
    }

    /// <summary>One of some words, or the default where there is none.</summary>
    public static T Choice<T>(IConfigurationSection section, string name, T without)
        where T : struct, Enum
    {
        if (section[name] is not { } text)
            return without;
        return Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<T>(text, ignoreCase: true)
            : throw new StartException(
                $"host.json: {Path(section, name)} must be one of {string.Join(", ", Enum.GetNames<T>())}.");
    }

    // Half an hour is the default of the Flex Consumption plan; -1 is no limit.
    private static TimeSpan Timeout(IConfigurationSection host) =>
        host["functionTimeout"] == "-1"
            ? System.Threading.Timeout.InfiniteTimeSpan
            : Time(
                host, "functionTimeout", TimeSpan.FromMinutes(30), TimeSpan.FromSeconds(1), TimeSpan.FromDays(24));

    private static void CheckLevels(IConfigurationSection levels)
    {
        if (levels.Value is not null)
            throw new StartException("host.json: logging.logLevel must be an object.");
        foreach (var level in levels.GetChildren())
            Choice(levels, level.Key, LogLevel.Information);
    }

    private static string Path(IConfigurationSection section, string name) =>
        $"{section.Path}:{name}"[(Section.Length + 1)..].Replace(':', '.');
}
