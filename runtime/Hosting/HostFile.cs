using Microsoft.Extensions.Configuration;

namespace Serverless.Runtime;

/// <summary>Knows which settings of <c>host.json</c> this host reads, and finds the others.</summary>
internal static class HostFile
{
    private static readonly string[] Read =
    [
        "version", "functionTimeout",
        "extensions:http:routePrefix",
        "extensions:queues:batchSize", "extensions:queues:newBatchThreshold", "extensions:queues:visibilityTimeout",
        "extensions:queues:maxDequeueCount", "extensions:queues:maxPollingInterval",
        "extensions:queues:messageEncoding",
        "extensions:durableTask:maxConcurrentActivityFunctions",
        "extensions:durableTask:maxConcurrentOrchestratorFunctions",
        "extensions:durableTask:extendedSessionsEnabled", "extensions:durableTask:defaultVersion",
        "extensions:durableTask:versionMatchStrategy", "extensions:durableTask:versionFailureStrategy",
    ];

    // Read wholly, or of no account here: where Azure keeps its logs and its state, and triggers that are not here.
    private static readonly string[] Whole =
    [
        "logging:logLevel", "logging:applicationInsights", "logging:fileLoggingMode", "logging:console",
        "telemetryMode", "extensionBundle", "managedDependency", "healthMonitor", "aggregator", "watchDirectories",
        "watchFiles", "extensions:durableTask:hubName", "extensions:durableTask:storageProvider",
        "extensions:durableTask:tracing", "extensions:serviceBus", "extensions:eventHubs", "extensions:blobs",
        "extensions:cosmosDB", "extensions:sendGrid", "extensions:signalR",
    ];

    /// <summary>What is set and not read, which might change how the app behaves in Azure.</summary>
    public static IReadOnlyList<string> Unread(IConfigurationSection host) =>
    [
        .. host.AsEnumerable(makePathsRelative: true)
            .Where(setting => setting.Value is not null)
            .Select(setting => setting.Key)
            .Where(key => !Read.Contains(key, StringComparer.OrdinalIgnoreCase) && !Whole.Any(root => IsIn(key, root)))
            .Select(Shown).Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>A sentence for each value where an object belongs, and for each object where a value belongs.</summary>
    public static IEnumerable<string> Misplaced(IConfigurationSection host)
    {
        foreach (var (key, value) in host.AsEnumerable(makePathsRelative: true))
        {
            if (value is not null && Read.Concat(Whole).Any(known => IsIn(known, key) && !Same(known, key)))
                yield return $"host.json: {Shown(key)} must be an object.";
            if (Read.FirstOrDefault(known => IsIn(key, known) && !Same(known, key)) is { } plain)
                yield return $"host.json: {Shown(plain)} must be a single value.";
        }
    }

    private static bool IsIn(string key, string root) =>
        Same(key, root) || key.StartsWith(root + ":", StringComparison.OrdinalIgnoreCase);

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    // Without the places in a list.
    private static string Shown(string key) =>
        string.Join('.', key.Split(':').Where(part => !int.TryParse(part, out _)));
}
