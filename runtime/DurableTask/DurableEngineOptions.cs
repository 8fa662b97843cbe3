using System.Text.Json;

namespace Serverless.Runtime.DurableTask;

/// <summary>How the engine runs.</summary>
public sealed class DurableEngineOptions
{
    /// <summary>The SQLite file that holds every instance; made where it is missing.</summary>
    public string File { get; set; } = "orchestrations.db";

    public int MaxConcurrentActivities { get; set; } = 10 * Environment.ProcessorCount;

    public int MaxConcurrentOrchestrations { get; set; } = 10 * Environment.ProcessorCount;

    /// <summary>Keeps an orchestrator in memory between its turns, instead of replaying it at each.</summary>
    public bool ExtendedSessions { get; set; }

    /// <summary>How long a stop waits for running activities; what is cut off runs again at the next start.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How inputs, results and events are written and read.</summary>
    public JsonSerializerOptions JsonSerializerOptions { get; set; } = new() { PropertyNameCaseInsensitive = true };

    /// <summary>Asked before and after each commit whether to end there as a killed process would.</summary>
    internal Func<CommitMoment, bool>? Cut { get; set; }
}
