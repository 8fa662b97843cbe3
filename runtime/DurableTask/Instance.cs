using System.Globalization;
using Microsoft.DurableTask.Protobuf;

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

    public required OrchestrationStatus Status { get; init; }

    public required DateTime Created { get; init; }

    public required DateTime Updated { get; init; }

    /// <summary>How many turns of this run are in the history.</summary>
    public int Turns { get; init; }

    public string? Input { get; init; }

    public string? Output { get; init; }

    public string? CustomStatus { get; init; }

    /// <summary>Why it failed, as <see cref="TaskFailureDetails"/>.</summary>
    public byte[]? Failure { get; init; }

    /// <summary>
    /// What a run that has not begun yet is to hear before all that came later: the events that the run before it left.
    /// </summary>
    public byte[]? Carried { get; init; }

    /// <summary>The tags it was started with, as JSON.</summary>
    public string? Tags { get; init; }

    public Caller? Parent { get; init; }

    /// <summary>The W3C traceparent of the span that started it, or that started its caller.</summary>
    public string? Trace { get; init; }

    /// <summary>Why it failed; null where it has not.</summary>
    public TaskFailureDetails? Failed => Failure is null ? null : Failures.Read(Failure);

    public bool HasEnded => Status.HasEnded();

    /// <summary>Its run as the worker knows it.</summary>
    public string ExecutionId => Run.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The step of the orchestration that waits for a sub-orchestration.</summary>
internal sealed record Caller(string Id, long Run, int Step, string Name);

/// <summary>Something for an instance to hear.</summary>
/// <param name="Heard">What happened; null where it is there and cannot be read.</param>
/// <param name="Row">Its row in the inbox; none where the file can tell it again by itself.</param>
/// <param name="Run">The run that it is for; any where this is null.</param>
/// <param name="Trace">The W3C traceparent of whoever raised an event.</param>
internal sealed record Message(HistoryEvent? Heard, long? Row = null, long? Run = null, string? Trace = null)
{
    public bool Begins => Heard?.ExecutionStarted is not null;

    public bool Ends => Heard?.ExecutionTerminated is not null;
}

internal static class Statuses
{
    public static readonly OrchestrationStatus[] Ended =
    [
        OrchestrationStatus.Completed,
        OrchestrationStatus.Failed,
        OrchestrationStatus.Terminated,
        OrchestrationStatus.Canceled,
    ];

    public static bool HasEnded(this OrchestrationStatus status) => Ended.Contains(status);
}
