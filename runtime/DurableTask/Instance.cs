using Microsoft.DurableTask.Client;

namespace Serverless.Runtime.DurableTask;

/// <summary>One orchestration as the file knows it.</summary>
internal sealed record Instance
{
    public required string Id { get; init; }

    /// <summary>Another number for each run: what was meant for an earlier run is not heard.</summary>
    public required long Run { get; init; }

    /// <summary>The number of the first run since it was started: what was sent before is not heard.</summary>
    public required long Born { get; init; }

    public required string Name { get; init; }

    public string Version { get; init; } = "";

    public required OrchestrationRuntimeStatus Status { get; init; }

    public required DateTime Created { get; init; }

    public required DateTime Updated { get; init; }

    /// <summary>How many turns of this run are in the history.</summary>
    public int Turns { get; init; }

    public string? Input { get; init; }

    public string? Output { get; init; }

    public string? CustomStatus { get; init; }

    /// <summary>Why it failed, as JSON.</summary>
    public string? Failure { get; init; }

    /// <summary>The tags it was started with, as JSON.</summary>
    public string? Tags { get; init; }

    public Caller? Parent { get; init; }

    /// <summary>The W3C traceparent of the span that started it, or that started its caller.</summary>
    public string? Trace { get; init; }

    public bool HasEnded => Status.HasEnded();
}

/// <summary>The step of the orchestration that waits for a sub-orchestration.</summary>
internal sealed record Caller(string Id, long Run, int Step, string Name);

/// <summary>Something for an instance to hear.</summary>
/// <param name="Heard">What happened.</param>
/// <param name="Row">Its row in the inbox; none where the file can tell it again by itself.</param>
/// <param name="Run">The run that it is for; any where this is null.</param>
internal sealed record Message(HistoryEvent Heard, long? Row = null, long? Run = null);

internal static class Statuses
{
    public static bool HasEnded(this OrchestrationRuntimeStatus status) => status
        is OrchestrationRuntimeStatus.Completed
        or OrchestrationRuntimeStatus.Failed
        or OrchestrationRuntimeStatus.Terminated
        or OrchestrationRuntimeStatus.Canceled;
}
