using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Serverless.Runtime;

/// <summary>What the host and its workers log, by the levels of <c>host.json</c>.</summary>
internal static class HostLogging
{
    private static readonly string[] Others = ["Microsoft", "Azure", "Yarp", "Grpc"];

    /// <summary>
    /// The same levels as settings of the app, so that its worker does not send what would be thrown away here: a
    /// request has five such lines.
    /// </summary>
    public static Dictionary<string, string?> Levels(HostPlan plan)
    {
        var levels = Others.ToDictionary(other => Level(other), _ => (string?)nameof(LogLevel.Warning));
        foreach (var level in plan.Configuration.GetSection($"{HostSettings.Section}:logging:logLevel").GetChildren())
            levels[Level(level.Key)] = level.Value;
        return levels;

        static string Level(string category) => $"Logging:LogLevel:{category}";
    }

    public static ILoggerFactory Create(HostPlan plan) => LoggerFactory.Create(logging =>
    {
        foreach (string other in Others)
            logging.AddFilter(other, LogLevel.Warning);
        logging.AddConfiguration(plan.Configuration.GetSection(HostSettings.Section).GetSection("logging"));
        if (plan.Logging is { } chosen)
        {
            chosen(logging);
            return;
        }

        logging.AddSimpleConsole(console => console.SingleLine = true);
    });
}
