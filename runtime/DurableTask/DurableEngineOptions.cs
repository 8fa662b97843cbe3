namespace Serverless.Runtime.DurableTask;

/// <summary>How the engine runs.</summary>
public sealed class DurableEngineOptions
{
    /// <summary>The SQLite file that holds every instance; made where it is missing.</summary>
    public string File { get; set; } = "orchestrations.db";

    public int MaxConcurrentActivities { get; set; } = 10 * Environment.ProcessorCount;

    public int MaxConcurrentOrchestrations { get; set; } = 10 * Environment.ProcessorCount;

    /// <summary>Lets the code keep orchestrators in memory between their turns, instead of replaying them.</summary>
    public bool ExtendedSessions { get; set; }

    /// <summary>How long the code keeps an orchestrator whose instance has no turn.</summary>
    public TimeSpan ExtendedSessionIdleTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The version of instances that are started without one; none where this is empty.</summary>
    public string DefaultVersion { get; set; } = "";

    /// <summary>Which instances this release runs, by their version beside the default one.</summary>
    public VersionMatch VersionMatch { get; set; } = VersionMatch.CurrentOrOlder;

    /// <summary>What becomes of the others.</summary>
    public VersionFailure VersionFailure { get; set; } = VersionFailure.Reject;

    /// <summary>How long a stop waits for running activities; what is cut off runs again at the next start.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Told the orchestrator's name and the instance's id when an instance waits for nothing that the engine will tell
    /// it: no activity, timer or sub-orchestration. It waits for an event, or has strayed: it awaited what is not
    /// durable, and will never go on. What the code answers does not tell the one from the other. It must not throw.
    /// </summary>
    public Action<string, string>? Rests { get; set; }

    /// <summary>True where this release runs instances of a version.</summary>
    internal bool Runs(string version) => DefaultVersion.Length == 0 || VersionMatch switch
    {
        VersionMatch.Strict => VersionOrder.Compare(version, DefaultVersion) == 0,
        VersionMatch.CurrentOrOlder => VersionOrder.Compare(version, DefaultVersion) <= 0,
        _ => true,
    };

    /// <summary>True where instances of a version are left for another release.</summary>
    internal bool Waits(string version) => VersionFailure == VersionFailure.Reject && !Runs(version);

    /// <summary>Asked before and after each commit whether to end there as a killed process would.</summary>
    internal Func<CommitMoment, bool>? Cut { get; set; }
}

/// <summary>Which versions of instances a release runs.</summary>
public enum VersionMatch
{
    None,
    Strict,
    CurrentOrOlder,
}

/// <summary>What becomes of an instance of a version that this release does not run.</summary>
public enum VersionFailure
{
    /// <summary>It waits for a release that runs it.</summary>
    Reject,

    Fail,
}
