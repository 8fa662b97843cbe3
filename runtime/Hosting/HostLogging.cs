using Microsoft.Extensions.Logging;

namespace Serverless.Runtime;

/// <summary>What the host and its workers log, by the levels of <c>host.json</c>.</summary>
internal static class HostLogging
{
    public static ILoggerFactory Create(HostPlan plan) => LoggerFactory.Create(logging =>
    {
        logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Azure", LogLevel.Warning)
            .AddFilter("Yarp", LogLevel.Warning).AddFilter("Grpc", LogLevel.Warning);
        logging.AddConfiguration(plan.Configuration.GetSection(HostSettings.Section).GetSection("logging"));
        if (plan.Logging is { } chosen)
        {
            chosen(logging);
            return;
        }

        logging.AddSimpleConsole(console => console.SingleLine = true);
    });
}
