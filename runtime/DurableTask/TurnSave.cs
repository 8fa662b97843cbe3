using Microsoft.DurableTask.Protobuf;
using static Microsoft.DurableTask.Protobuf.OrchestratorAction;

namespace Serverless.Runtime.DurableTask;

/// <summary>Saves a turn: what it heard, what it did and what is to be done next, all or nothing.</summary>
internal static class TurnSave
{
    /// <summary>What follows from it; null where the instance is not any more what the turn began with.</summary>
    public static List<Consequence>? Save(FileWriter file, Turn turn)
    {
        if (turn.Heard.Count == 0)
        {
            foreach (var message in turn.Consumed)
                Consume(file, turn.Before, message);
            return [];
        }

        var after = turn.BeginsAgain ? turn.After with { Run = file.Next() } : turn.After;
        if (!file.Turn(turn.Before, after))
            return null;

        List<Consequence> next = [];
        foreach (var message in turn.Consumed)
            Consume(file, turn.Before, message);
        if (turn.BeginsAgain)
            BeginAgain(file, turn, after, next);
        else
            file.AddTurn(after, turn.History);
        foreach (var action in turn.Actions)
            Take(file, after, action, next);
        if (after.HasEnded)
            End(file, turn, after, next);
        else if (turn.Rests && !file.Waits(after))
            next.Add(new Rest(after));
        return next;
    }

    /// <summary>Puts an instance into the file that is to begin, in the place of the one before it, if any.</summary>
    public static void Begin(FileWriter file, Instance instance, Instance? before, DateTime? at, List<Consequence> next)
    {
        if (before is not null)
            Drop(file.Forget(before), next);
        file.Add(instance);
        if (at is { } due)
        {
            var timer = new DueTimer(instance.Id, instance.Run, DueTimer.Beginning, due);
            file.AddTimer(instance, timer);
            next.Add(timer);
        }
        else
        {
            next.Add(new Delivery(instance.Id, new Message(Happened.Begun(), Run: instance.Run)));
        }
    }

    private static void Drop(List<DueTimer> timers, List<Consequence> next)
    {
        foreach (var timer in timers)
            next.Add(new DroppedTimer(timer));
    }

    private static void Consume(FileWriter file, Instance instance, Message message)
    {
        if (message.Row is { } place)
            file.Take(place);
        else if (message.Heard?.TaskCompleted is { } done)
            file.EndActivity(instance, done.TaskScheduledId);
        else if (message.Heard?.TaskFailed is { } failed)
            file.EndActivity(instance, failed.TaskScheduledId);
        else if (message.Heard?.TimerFired is { } fired)
            file.EndTimer(instance, fired.TimerId);
        else if (message.Begins)
            file.EndTimer(instance, DueTimer.Beginning);
    }

    private static void BeginAgain(FileWriter file, Turn turn, Instance after, List<Consequence> next)
    {
        file.Again(turn.Before, after);
        Drop(file.EndAll(turn.Before), next);
        file.ForgetTurns(after);
        next.Add(new Delivery(after.Id, new Message(Happened.Begun(), Run: after.Run)));
    }

    private static void Take(FileWriter file, Instance instance, OrchestratorAction action, List<Consequence> next)
    {
        switch (action.OrchestratorActionTypeCase)
        {
            case OrchestratorActionTypeOneofCase.ScheduleTask:
                var task = action.ScheduleTask;
                var work = new Work(instance.Id, instance.Run, action.Id, task.Name, task.Input, instance.Trace);
                file.AddActivity(instance, work);
                next.Add(work);
                break;
            case OrchestratorActionTypeOneofCase.CreateTimer:
                var due = action.CreateTimer.FireAt.ToDateTime();
                var timer = new DueTimer(instance.Id, instance.Run, action.Id, due);
                file.AddTimer(instance, timer);
                next.Add(timer);
                break;
            case OrchestratorActionTypeOneofCase.CreateSubOrchestration:
                Call(file, instance, action.Id, action.CreateSubOrchestration, next);
                break;
            case OrchestratorActionTypeOneofCase.SendEvent:
                var send = action.SendEvent;
                Post(
                    file, send.Instance.InstanceId, Happened.Raised(send.Name, send.Data), null, next, instance.Trace);
                break;
            case OrchestratorActionTypeOneofCase.TerminateOrchestration:
                var other = action.TerminateOrchestration;
                Post(file, other.InstanceId, Happened.Terminated(other.Reason, other.Recurse), null, next);
                break;
        }
    }

    private static void Call(
        FileWriter file, Instance parent, int step, CreateSubOrchestrationAction sub, List<Consequence> next)
    {
        var before = file.Find(sub.InstanceId);
        if (before is { HasEnded: false })
        {
            Post(file, parent.Id, Happened.ChildFailed(step, InTheWay(sub)), parent.Run, next);
            return;
        }

        var run = file.Next();
        Begin(file, new Instance
        {
            Id = sub.InstanceId,
            Run = run,
            Born = run,
            Name = sub.Name,
            Version = sub.Version ?? "",
            Status = OrchestrationStatus.Pending,
            Created = parent.Updated,
            Updated = parent.Updated,
            Input = sub.Input,
            Tags = Tags.Write(sub.Tags),
            Parent = new(parent.Id, parent.Run, step, parent.Name),
            Trace = parent.Trace,
        }, before, null, next);
    }

    private static void End(FileWriter file, Turn turn, Instance instance, List<Consequence> next)
    {
        Drop(file.EndAll(instance), next);
        if (turn.EndsChildren)
        {
            foreach (var child in file.Children(instance.Id))
                Post(file, child, Happened.Terminated(instance.Output, recursive: true), null, next);
        }

        if (instance.Parent is not { } parent)
            return;
        var told = instance.Status == OrchestrationStatus.Completed
            ? Happened.ChildDone(parent.Step, instance.Output)
            : Happened.ChildFailed(parent.Step, instance.Failed ?? WasTerminated(instance));
        Post(file, parent.Id, told, parent.Run, next);
    }

    // Who is not there, has ended or has begun again since, hears nothing.
    private static void Post(
        FileWriter file, string id, HistoryEvent told, long? run, List<Consequence> next, string? trace = null)
    {
        if (file.Find(id) is { HasEnded: false } there && (run is null || run == there.Run))
            next.Add(new Delivery(id, file.Post(there, told, run, trace)));
    }

    private static TaskFailureDetails InTheWay(CreateSubOrchestrationAction sub) => Failures.Lasting(
        "DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException",
        $"An orchestration with the id '{sub.InstanceId}' exists and has not ended.");

    private static TaskFailureDetails WasTerminated(Instance instance) =>
        new() { ErrorType = "Terminated", ErrorMessage = $"The orchestration '{instance.Id}' was terminated." };
}
