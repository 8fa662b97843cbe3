using Serverless.Runtime.DurableTask;

namespace Serverless.Runtime;

/// <summary>
/// How orchestrations are run: <c>extensions.durableTask</c> of <c>host.json</c>, and their file,
/// <c>Runtime:DurableFile</c>,
/// by default <c>.serverless/durable.db</c> beside it.
/// </summary>
internal static class DurableSettings
{
    public static DurableEngineOptions From(HostPlan plan, Resting resting)
    {
        var limits = plan.Configuration.GetSection($"{HostSettings.Section}:extensions:durableTask");
        int usual = 10 * Environment.ProcessorCount;
        return new()
        {
            File = File(plan),
            DrainTimeout = Stopping.Patience(plan.Configuration),
            Rests = resting.Say,
            MaxConcurrentActivities =
                HostSettings.Number(limits, "maxConcurrentActivityFunctions", usual, 1, 100_000),
            MaxConcurrentOrchestrations =
                HostSettings.Number(limits, "maxConcurrentOrchestratorFunctions", usual, 1, 100_000),
            ExtendedSessions = HostSettings.Flag(limits, "extendedSessionsEnabled"),
            DefaultVersion = limits["defaultVersion"] ?? "",
            VersionMatch = HostSettings.Choice(limits, "versionMatchStrategy", VersionMatch.CurrentOrOlder),
            VersionFailure = HostSettings.Choice(limits, "versionFailureStrategy", VersionFailure.Reject),
        };
    }

    /// <summary>True where a function runs, or is part of, an orchestration.</summary>
    public static bool Needs(AppFunction function) =>
        function.Kind is "orchestration" or "activity"
        || function.Bindings.Any(binding => binding.Type == DurableClients.Binding);

    /// <summary>Where timers remember their runs: beside the orchestrations, to be kept with them.</summary>
    public static string TimersFolder(HostPlan plan) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(File(plan)))!, "timers");

    private static string File(HostPlan plan) =>
        plan.Configuration["Runtime:DurableFile"] ?? Path.Combine(plan.Folder, ".serverless", "durable.db");
}
