using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Serverless.Runtime.DurableTask;

/// <summary>Takes instances that are ready, runs and saves their turns, and does what follows from them.</summary>
internal sealed class Turns(
    TurnRunner runner,
    Committer committer,
    Mailboxes mailboxes,
    Action<List<Consequence>> follow,
    Action<Instance> changed,
    bool keepSessions,
    ILogger logger)
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private Task[] workers = [];
    private volatile bool cannotWrite;

    public void Start(int together) =>
        workers = [.. Enumerable.Range(0, together).Select(_ => Task.Run(RunAll))];

    public Task Stop()
    {
        mailboxes.Close();
        return Task.WhenAll(workers);
    }

    // A worker runs orchestrators' code only: while a turn is being saved, it runs the next instance's.
    private async Task RunAll()
    {
        Activity.Current = null;
        await foreach (var box in mailboxes.Ready.ReadAllAsync())
            RunOne(box);
    }

    [SuppressMessage("Design", "CA1031", Justification = "One instance's trouble must not stop the others.")]
    private void RunOne(Mailbox box)
    {
        var messages = mailboxes.Take(box);
        try
        {
            if (runner.Run(box, messages, out var left) is { } turn)
                committer.Make(new Saving(this, box, messages, turn));
            else
                mailboxes.Release(box, left);
        }
        catch (Exception trouble)
        {
            _ = Failed(box, messages, trouble);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "One instance's trouble must not stop the others.")]
    private void Saved(Mailbox box, List<Message> messages, Turn turn, List<Consequence>? next)
    {
        try
        {
            cannotWrite = false;
            if (next is null)
            {
                // The instance is not any more what the turn began with: the messages may be for the one that is.
                box.Session = null;
                mailboxes.Release(box, messages, again: true);
                return;
            }

            var stays = keepSessions && !turn.After.HasEnded;
            box.Session = stays && turn.Execution is { } kept ? Keep(kept, turn.After) : null;

            Tell(turn);
            follow(next);
            if (turn.Events.Count > 0)
                changed(turn.After);
            mailboxes.Release(box, []);
        }
        catch (Exception trouble)
        {
            _ = Failed(box, messages, trouble);
        }
    }

    private async Task Failed(Mailbox box, List<Message> messages, Exception trouble)
    {
        if (committer.Ended.IsCompleted)
        {
            mailboxes.Release(box, []);
            return;
        }

        box.Session = null;
        if (trouble.IsDamage())
        {
            // Trying again would read the same. It waits for a file that was mended, and for the next start.
            logger.LogError(trouble, "{Instance} is parked: the file is damaged where it is kept", box.Instance);
            mailboxes.Release(box, messages);
            return;
        }

        Tell(box.Instance, trouble);
        await Task.Delay(AfterFailure);
        mailboxes.Release(box, messages, again: true);
    }

    // A full disk is everybody's trouble: it is told once, and not for each instance in each second that it lasts.
    private void Tell(string instance, Exception trouble)
    {
        if (trouble is not IOException)
            logger.LogError(trouble, "A turn of {Instance} could not be saved; it is run again", instance);
        else if (!cannotWrite)
            logger.LogError("{Reason} Turns are run again until they can be saved", trouble.Message);
        cannotWrite |= trouble is IOException;
    }

    // One span for an instance, however many turns and processes it took, from the start of its last run to its end.
    private static void Tell(Turn turn)
    {
        var (before, after) = (turn.Before, turn.After);
        if (turn.Events.Count == 0)
            return;
        Telemetry.Turns.Add(1);
        foreach (var happened in turn.Events)
        {
            if (happened is EventRaised { Trace: not null } heard)
                Tell(heard, after);
        }

        if (!after.HasEnded || before.HasEnded)
            return;
        using var span = Telemetry.Begin(
            "orchestration", after.Name, ActivityKind.Internal, after.Trace, after.Created);
        span?.SetTag("durabletask.task.instance_id", after.Id).SetTag("durabletask.task.status", $"{after.Status}");
        if (after.Status == OrchestrationRuntimeStatus.Failed)
            span?.SetStatus(ActivityStatusCode.Error);
        span?.SetEndTime(after.Updated);
    }

    // Where the trace of an instance meets that of whoever raised an event to it: what follows is caused by both.
    private static void Tell(EventRaised heard, Instance instance)
    {
        using var span = Telemetry.Begin(
            "hear", heard.Name, ActivityKind.Consumer, instance.Trace, link: heard.Trace);
        span?.SetTag("durabletask.task.instance_id", instance.Id);
    }

    private static Session Keep(Execution execution, Instance after)
    {
        execution.EndTurn();
        return new(execution, after);
    }

    private sealed class Saving(Turns turns, Mailbox box, List<Message> messages, Turn turn) : Change
    {
        private List<Consequence>? next;

        public override void Refuse(Exception reason) => _ = turns.Failed(box, messages, reason);

        protected override void Make(FileWriter file) => next = TurnSave.Save(file, turn);

        protected override void Made() => turns.Saved(box, messages, turn, next);
    }
}
