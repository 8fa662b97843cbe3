using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Serverless.Runtime.DurableTask;

/// <summary>Saves a turn: what it heard, what it did and what is to be done next, all or nothing.</summary>
internal static class TurnSave
{
    /// <summary>What follows from it; null where the instance is not any more what the turn began with.</summary>
    public static List<Consequence>? Save(FileWriter file, Turn turn)
    {
        if (turn.Events.Count == 0)
        {
            foreach (var message in turn.Consumed)
                Consume(file, turn.Before, message);
            return [];
        }

        var after = turn.Again.Yes ? turn.After with { Run = file.Next() } : turn.After;
        if (!file.Turn(turn.Before, after))
            return null;

        List<Consequence> next = [];
        foreach (var message in turn.Consumed)
            Consume(file, turn.Before, message);
        foreach (var step in turn.CancelledTimers)
            Drop(file.EndTimer(turn.Before, step), next);
        if (turn.Again.Yes)
            BeginAgain(file, turn, after, next);
        else
            file.AddTurn(after, turn.History);
        foreach (var step in turn.Steps)
            Take(file, after, step, next);
        if (after.HasEnded)
            End(file, turn, after, next);
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
            next.Add(new Delivery(instance.Id, new Message(new Begun(), Run: instance.Run)));
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
        else if (message.Heard is TaskCompleted done)
            file.EndActivity(instance, done.Step);
        else if (message.Heard is TaskFailed failed)
            file.EndActivity(instance, failed.Step);
        else if (message.Heard is TimerFired fired)
            file.EndTimer(instance, fired.Step);
        else if (message.Heard is Begun)
            file.EndTimer(instance, DueTimer.Beginning);
    }

    // The carried events take the places that they had, so that they come before what was sent later.
    private static void BeginAgain(FileWriter file, Turn turn, Instance after, List<Consequence> next)
    {
        file.Again(turn.Before, after);
        Drop(file.EndAll(turn.Before), next);
        file.ForgetTurns(after);
        next.Add(new Delivery(after.Id, new Message(new Begun(), Run: after.Run)));
        foreach (var heard in turn.Again.Carried)
            next.Add(new Delivery(after.Id, file.PostAgain(after, heard)));
    }

    private static void Take(FileWriter file, Instance instance, Step step, List<Consequence> next)
    {
        switch (step)
        {
            case ActivityStep activity:
                var work = new Work(
                    instance.Id, instance.Run, activity.Number, activity.Name, activity.Input, instance.Trace);
                file.AddActivity(instance, work);
                next.Add(work);
                break;
            case TimerStep timer:
                var due = new DueTimer(instance.Id, instance.Run, timer.Number, timer.Due);
                file.AddTimer(instance, due);
                next.Add(due);
                break;
            case SendStep send:
                var sent = new EventRaised(send.Name, send.Payload, Trace: instance.Trace);
                Post(file, send.InstanceId, sent, null, next);
                break;
            case SubOrchestrationStep sub:
                Call(file, instance, sub, next);
                break;
        }
    }

    private static void Call(FileWriter file, Instance parent, SubOrchestrationStep sub, List<Consequence> next)
    {
        var before = file.Find(sub.InstanceId);
        if (before is { HasEnded: false })
        {
            Post(file, parent.Id, new TaskFailed(sub.Number, InTheWay(sub), Lasting: true), parent.Run, next);
            return;
        }

        var run = file.Next();
        Begin(file, new Instance
        {
            Id = sub.InstanceId,
            Run = run,
            Born = run,
            Name = sub.Name,
            Version = sub.Version,
            Status = OrchestrationRuntimeStatus.Pending,
            Created = parent.Updated,
            Updated = parent.Updated,
            Input = sub.Input,
            Parent = new(parent.Id, parent.Run, sub.Number, parent.Name),
            Trace = parent.Trace,
        }, before, null, next);
    }

    private static void End(FileWriter file, Turn turn, Instance instance, List<Consequence> next)
    {
        Drop(file.EndAll(instance), next);
        if (turn.EndsChildren)
        {
            foreach (var child in file.Children(instance.Id))
                Post(file, child, new Terminated(instance.Output, Recursive: true), null, next);
        }

        if (instance.Parent is not { } parent)
            return;
        HistoryEvent told = instance.Status == OrchestrationRuntimeStatus.Completed
            ? new TaskCompleted(parent.Step, instance.Output)
            : new TaskFailed(parent.Step, HistoryJson.ReadFailure(instance.Failure) ?? WasTerminated(instance));
        Post(file, parent.Id, told, parent.Run, next);
    }

    // Who is not there, has ended or has begun again since, hears nothing.
    private static void Post(FileWriter file, string id, HistoryEvent told, long? run, List<Consequence> next)
    {
        if (file.Find(id) is { HasEnded: false } there && (run is null || run == there.Run))
            next.Add(new Delivery(id, file.Post(there, told, run)));
    }

    private static TaskFailureDetails InTheWay(SubOrchestrationStep sub) => new(
        "DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException",
        $"An orchestration with the id '{sub.InstanceId}' exists and has not ended.", null, null, null);

    private static TaskFailureDetails WasTerminated(Instance instance) => new(
        "Terminated", $"The orchestration '{instance.Id}' was terminated.", null, null, null);
}
