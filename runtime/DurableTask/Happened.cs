using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask.Protobuf;

namespace Serverless.Runtime.DurableTask;

/// <summary>Makes the events of histories.</summary>
internal static class Happened
{
    // Only steps have numbers: the worker drops what is numbered twice.
    private const int Unnumbered = -1;

    public static HistoryEvent TurnStarted(DateTime at) =>
        new() { EventId = Unnumbered, Timestamp = At(at), OrchestratorStarted = new() };

    public static HistoryEvent TurnEnded(DateTime at) =>
        new() { EventId = Unnumbered, Timestamp = At(at), OrchestratorCompleted = new() };

    /// <summary>The instance may begin; what with is known to the file.</summary>
    public static HistoryEvent Begun() => new() { EventId = Unnumbered, ExecutionStarted = new() };

    /// <summary>The instance begins, with all that its orchestrator may want to know.</summary>
    public static HistoryEvent Begun(Instance instance, DateTime at)
    {
        var begun = new ExecutionStartedEvent
        {
            Name = instance.Name,
            Version = instance.Version,
            Input = instance.Input,
            OrchestrationInstance = new() { InstanceId = instance.Id, ExecutionId = instance.ExecutionId },
            Tags = { Tags.Read(instance.Tags) },
        };
        if (instance.Parent is { } parent)
        {
            begun.ParentInstance = new()
            {
                Name = parent.Name,
                TaskScheduledId = parent.Step,
                OrchestrationInstance = new() { InstanceId = parent.Id },
            };
        }

        if (instance.Trace is { } trace)
            begun.ParentTraceContext = new() { TraceParent = trace };
        return new() { EventId = Unnumbered, Timestamp = At(at), ExecutionStarted = begun };
    }

    public static HistoryEvent Done(int step, string? result) =>
        new() { EventId = Unnumbered, TaskCompleted = new() { TaskScheduledId = step, Result = result } };

    public static HistoryEvent Failed(int step, TaskFailureDetails failure) =>
        new() { EventId = Unnumbered, TaskFailed = new() { TaskScheduledId = step, FailureDetails = failure } };

    public static HistoryEvent ChildDone(int step, string? result) => new()
    {
        EventId = Unnumbered,
        SubOrchestrationInstanceCompleted = new() { TaskScheduledId = step, Result = result },
    };

    public static HistoryEvent ChildFailed(int step, TaskFailureDetails failure) => new()
    {
        EventId = Unnumbered,
        SubOrchestrationInstanceFailed = new() { TaskScheduledId = step, FailureDetails = failure },
    };

    public static HistoryEvent Fired(DueTimer timer) =>
        new() { EventId = Unnumbered, TimerFired = new() { TimerId = timer.Step, FireAt = At(timer.Due) } };

    public static HistoryEvent Raised(string name, string? payload) =>
        new() { EventId = Unnumbered, EventRaised = new() { Name = name, Input = payload } };

    public static HistoryEvent Suspended(string? reason) =>
        new() { EventId = Unnumbered, ExecutionSuspended = new() { Input = reason } };

    public static HistoryEvent Resumed(string? reason) =>
        new() { EventId = Unnumbered, ExecutionResumed = new() { Input = reason } };

    public static HistoryEvent Terminated(string? output, bool recursive) =>
        new() { EventId = Unnumbered, ExecutionTerminated = new() { Input = output, Recurse = recursive } };

    public static HistoryEvent Ended(Instance instance)
    {
        var ended = new ExecutionCompletedEvent
        {
            OrchestrationStatus = instance.Status,
            Result = instance.Output,
            FailureDetails = instance.Failed,
        };
        return new() { EventId = Unnumbered, Timestamp = At(instance.Updated), ExecutionCompleted = ended };
    }

    /// <summary>A step as the history keeps it: a replay compares its kind, number and name alone.</summary>
    public static HistoryEvent? Taken(OrchestratorAction action, DateTime at)
    {
        var taken = new HistoryEvent { EventId = action.Id, Timestamp = At(at) };
        switch (action.OrchestratorActionTypeCase)
        {
            case OrchestratorAction.OrchestratorActionTypeOneofCase.ScheduleTask:
                taken.TaskScheduled = new() { Name = action.ScheduleTask.Name };
                return taken;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CreateTimer:
                taken.TimerCreated = new() { FireAt = action.CreateTimer.FireAt };
                return taken;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CreateSubOrchestration:
                var sub = action.CreateSubOrchestration;
                taken.SubOrchestrationInstanceCreated = new() { Name = sub.Name, InstanceId = sub.InstanceId };
                return taken;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.SendEvent:
                var send = action.SendEvent;
                taken.EventSent = new() { Name = send.Name, InstanceId = send.Instance.InstanceId };
                return taken;
            default:
                return null;
        }
    }

    public static Timestamp At(DateTime at) => Timestamp.FromDateTime(at);
}
