using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Serverless.Runtime;

/// <summary>What <c>host.json</c> says, and settings <c>AzureFunctionsJobHost__…</c> that stand above it.</summary>
internal sealed record HostSettings(string RoutePrefix, QueueSettings Queues)
{
    /// <summary>The section under which the content of <c>host.json</c> stands.</summary>
    public const string Section = "AzureFunctionsJobHost";

    public static HostSettings From(IConfiguration settings)
    {
        var extensions = settings.GetSection(Section).GetSection("extensions");
        return new(
            (extensions["http:routePrefix"] ?? "api").Trim('/'),
            QueueSettings.From(extensions.GetSection("queues")));
    }

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

    private static string Path(IConfigurationSection section, string name) =>
        $"{section.Path[(Section.Length + 1)..]}:{name}".Replace(':', '.');
}
