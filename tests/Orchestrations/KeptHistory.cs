using System.IO.Compression;
using Microsoft.DurableTask.Protobuf;

namespace Serverless.Tests.Orchestrations;

/// <summary>What a process of an earlier release went through, turn by turn.</summary>
/// <param name="File">Where it is kept: release, orchestrator, and its course.</param>
internal sealed record KeptHistory(string File)
{
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Histories");

    public string Orchestrator => Path.GetFileName(File).Split('-')[0];

    /// <summary>The events in their turns: what was heard in it, and the steps that it took.</summary>
    public IReadOnlyList<Turn> Turns()
    {
        using var file = System.IO.File.OpenRead(Path.Combine(Folder, File));
        using var packed = new GZipStream(file, CompressionMode.Decompress);
        var turns = new List<Turn>();
        foreach (var one in OrchestratorRequest.Parser.ParseFrom(packed).PastEvents)
        {
            if (one.OrchestratorStarted is not null) turns.Add(new([], []));
            (IsStep(one) ? turns[^1].Taken : turns[^1].Heard).Add(one);
        }

        return turns;
    }

    // Only steps have numbers.
    private static bool IsStep(HistoryEvent one) =>
        one.EventId >= 0 || one.OrchestratorCompleted is not null || one.ExecutionCompleted is not null;
}

/// <summary>One turn: what was heard in it, and what it did.</summary>
internal sealed record Turn(List<HistoryEvent> Heard, List<HistoryEvent> Taken)
{
    public IEnumerable<HistoryEvent> All => Heard.Concat(Taken);

    /// <summary>Its steps in words: their numbers, kinds and names.</summary>
    public string[] Steps => [.. Taken.Select(Text).OfType<string>()];

    private static string? Text(HistoryEvent step) => step.EventTypeCase switch
    {
        HistoryEvent.EventTypeOneofCase.TaskScheduled => $"{step.EventId} calls {step.TaskScheduled.Name}",
        HistoryEvent.EventTypeOneofCase.TimerCreated => $"{step.EventId} sets a timer",
        HistoryEvent.EventTypeOneofCase.SubOrchestrationInstanceCreated =>
            $"{step.EventId} starts {step.SubOrchestrationInstanceCreated.Name}",
        HistoryEvent.EventTypeOneofCase.EventSent => $"{step.EventId} sends {step.EventSent.Name}",
        HistoryEvent.EventTypeOneofCase.ExecutionCompleted => $"ends {step.ExecutionCompleted.OrchestrationStatus}",
        _ => null,
    };
}
