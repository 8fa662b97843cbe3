using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.DurableTask.Protobuf;
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
    ILogger logger) : IDisposable
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource ending = new();
    private Task[] workers = [];
    private volatile bool cannotWrite;
    private volatile bool isAway;

    public void Start(int together) =>
        workers = [.. Enumerable.Range(0, together).Select(_ => Task.Run(RunAll))];

    /// <summary>Nothing is tried again; what could not be run is left for the next start.</summary>
    public void EndTrying() => ending.Cancel();

    /// <summary>Gives up the turns that run.</summary>
    public async Task Stop()
    {
        EndTrying();
        await stopping.CancelAsync();
        mailboxes.Close();
        await Task.WhenAll(workers);
    }

    public void Dispose()
    {
        ending.Dispose();
        stopping.Dispose();
    }

    // A worker waits for orchestrators' code only: while a turn is being saved, it runs the next instance's.
    private async Task RunAll()
    {
        Activity.Current = null;
        await foreach (var box in mailboxes.Ready.ReadAllAsync())
            await RunOne(box);
    }

    [SuppressMessage("Design", "CA1031", Justification = "One instance's trouble must not stop the others.")]
    private async ValueTask RunOne(Mailbox box)
    {
        var messages = mailboxes.Take(box, stopping.Token, out var giveUp);
        try
        {
            var (turn, left) = await runner.Run(box, messages, giveUp);
            if (turn is not null)
                committer.Make(new Saving(this, box, messages, turn));
            else
                mailboxes.Release(box, left);
        }
        catch (Exception trouble)
        {
            _ = Failed(box, messages, trouble, giveUp);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "One instance's trouble must not stop the others.")]
    private void Saved(Mailbox box, List<Message> messages, Turn turn, List<Consequence>? next)
    {
        try
        {
            cannotWrite = false;
            isAway &= !turn.IsAnswered;
            if (next is null)
            {
                // The instance is not any more what the turn began with: the messages may be for the one that is.
                box.Session = null;
                mailboxes.Release(box, messages, again: true);
                return;
            }

            box.Troubles = 0;
            box.Session = Session.After(turn, keepSessions);
            Tell(turn);
            follow(next);
            if (turn.Heard.Count > 0)
                changed(turn.After);
            mailboxes.Release(box, []);
        }
        catch (Exception trouble)
        {
            _ = Failed(box, messages, trouble, default);
        }
    }

    private async Task Failed(Mailbox box, List<Message> messages, Exception trouble, CancellationToken giveUp)
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

        if (trouble is not OperationCanceledException)
        {
            Tell(box.Instance, trouble);
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(giveUp, ending.Token);
            await Task.Delay(Pause(box, trouble), enough.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        mailboxes.Release(box, messages, again: !ending.IsCancellationRequested);
    }

    private static TimeSpan Pause(Mailbox box, Exception trouble) =>
        trouble is CodeAwayException ? CodeAwayException.Pause(box.Troubles++) : AfterFailure;

    // A full disk or a worker that is gone is everybody's trouble: it is told once, and not for each instance in each
    // second that it lasts.
    private void Tell(string instance, Exception trouble)
    {
        if (trouble is not (IOException or CodeAwayException))
            logger.LogError(trouble, "A turn of {Instance} could not be saved; it is run again", instance);
        else if (trouble is CodeAwayException && !isAway)
            logger.LogWarning("{Reason} Turns are run again until there is an answer", trouble.Message);
        else if (trouble is IOException && !cannotWrite)
            logger.LogError("{Reason} Turns are run again until they can be saved", trouble.Message);
        isAway |= trouble is CodeAwayException;
        cannotWrite |= trouble is IOException;
    }

    // One span for an instance, however many turns and processes it took, from the start of its last run to its end.
    private static void Tell(Turn turn)
    {
        var (before, after) = (turn.Before, turn.After);
        if (turn.Heard.Count == 0)
            return;
        Telemetry.Turns.Add(1);
        foreach (var message in turn.Traced)
            Tell(message, after);

        if (!after.HasEnded || before.HasEnded)
            return;
        using var span = Telemetry.Begin(
            "orchestration", after.Name, ActivityKind.Internal, after.Trace, after.Created);
        span?.SetTag("durabletask.task.instance_id", after.Id).SetTag("durabletask.task.status", $"{after.Status}");
        if (after.Status == OrchestrationStatus.Failed)
            span?.SetStatus(ActivityStatusCode.Error);
        span?.SetEndTime(after.Updated);
    }

    // Where the trace of an instance meets that of whoever raised an event to it: what follows is caused by both.
    private static void Tell(Message heard, Instance instance)
    {
        if (heard.Heard?.EventRaised is not { } raised)
            return;
        using var span = Telemetry.Begin(
            "hear", raised.Name, ActivityKind.Consumer, instance.Trace, link: heard.Trace);
        span?.SetTag("durabletask.task.instance_id", instance.Id);
    }

    private sealed class Saving(Turns turns, Mailbox box, List<Message> messages, Turn turn) : Change
    {
        private List<Consequence>? next;

        public override void Refuse(Exception reason) => _ = turns.Failed(box, messages, reason, default);

        protected override void Make(FileWriter file) => next = TurnSave.Save(file, turn);

        protected override void Made() => turns.Saved(box, messages, turn, next);
    }
}
