using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using DurableTask.Core.Exceptions;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Serverless.Runtime.DurableTask;

/// <summary>Runs one turn: tells the orchestrator its history and the news, and sees what it does.</summary>
internal sealed class TurnRunner(
    IDurableCode code,
    EngineFile file,
    Payloads payloads,
    Mailboxes mailboxes,
    TimeProvider clock,
    ILoggerFactory loggers,
    DurableEngineOptions options)
{
    /// <summary>The turn to save; none where there is nothing to hear, or where what there is has to wait.</summary>
    public Turn? Run(Mailbox box, List<Message> messages, out List<Message> left)
    {
        left = [];
        var instance = Find(box, messages);
        if (instance is null)
            return null;
        if (instance.HasEnded)
            return Discard(instance, messages);
        var heard = HeardBy(instance, messages);
        if (instance.Turns == 0 && !heard.Exists(message => message.Heard is Begun or Terminated))
        {
            left = messages;
            return null;
        }

        if (heard.Count == 0)
            return Discard(instance, messages);
        if (options.Waits(instance.Version) && !heard.Exists(message => message.Heard is Terminated))
        {
            loggers.CreateLogger<TurnRunner>().LogWarning(
                "{Instance} is of version {Version}, which this release does not run; it waits for one that does",
                instance.Id, instance.Version);
            left = messages;
            return null;
        }

        // What was sent to an instance before its beginning is heard after it, and what an earlier run left over before
        // what was sent since.
        if (heard.Exists(message => message.Heard is Begun))
            heard = [.. heard.OrderBy(message => message.Heard is Begun ? 0 : message.Row)];
        var turn = new Turn(instance, messages);
        turn.Events.Add(new TurnStarted(clock.GetUtcNow().UtcDateTime));
        foreach (var message in heard)
            turn.Events.Add(message.Heard);
        Judge(box, turn);
        turn.Write();
        return turn;
    }

    // What is kept is what the file has, unless another instance was begun in its place: a message to its run tells so,
    // and if there is none, the save, which then finds nothing to change.
    private Instance? Find(Mailbox box, List<Message> messages) =>
        box.Session is { } kept && messages.TrueForAll(one => one.Run is null || one.Run == kept.Instance.Run)
            ? kept.Instance
            : file.Read(reader => reader.Find(box.Instance));

    private static List<Message> HeardBy(Instance instance, List<Message> messages)
    {
        foreach (var message in messages)
        {
            if (!IsFor(message, instance))
                return Those(instance, messages);
        }

        return messages;
    }

    private static List<Message> Those(Instance instance, List<Message> messages) =>
        messages.FindAll(message => IsFor(message, instance));

    private static bool IsFor(Message message, Instance instance) =>
        (message.Run is null || message.Run == instance.Run)
        && (message.Row is null || message.Row > instance.Born)
        && (message.Heard is not Begun || instance.Turns == 0);

    private static Turn? Discard(Instance instance, List<Message> messages) =>
        messages.Exists(message => message.Row is not null) ? new Turn(instance, messages) : null;

    private void Judge(Mailbox box, Turn turn)
    {
        var instance = turn.Before;
        if (turn.Events.Find(heard => heard is Terminated) is Terminated terminated)
            turn.IsTerminated(terminated);
        else if (turn.Events.Exists(heard => heard is Strayed))
            Fail(turn, new InvalidOperationException(Strayed(instance)));
        else if (turn.Events.Exists(heard => heard is Unreadable))
            Fail(turn, new InvalidOperationException("A message to the instance cannot be read."));
        else if (!options.Runs(instance.Version))
            Fail(turn, OtherVersion(instance));
        else if (!code.HasOrchestrator(instance.Name))
            Fail(turn, Missing(instance));
        else
            Execute(box, turn);
    }

    private void Execute(Mailbox box, Turn turn)
    {
        try
        {
            var execution = Resume(box, turn.Before);
            execution.Continue(turn.Events);
            Outcome(turn, execution);
        }
        catch (NonDeterministicOrchestrationException differs)
        {
            Fail(turn, differs);
        }
        catch (JsonException unreadable)
        {
            Fail(turn, new InvalidOperationException("The instance's history cannot be read.", unreadable));
        }
        catch (SqliteException damaged) when (damaged.IsDamage())
        {
            Fail(turn, new InvalidOperationException("The instance's history cannot be read.", damaged));
        }
    }

    private Execution Resume(Mailbox box, Instance instance)
    {
        if (box.Session is { } kept && kept.Instance.Run == instance.Run && kept.Instance.Turns == instance.Turns)
            return kept.Execution;
        var execution = new Execution(
            code,
            instance.Name,
            mine => new RecordedContext(mine, instance, payloads, loggers, options.DefaultVersion),
            new Ears(payloads));
        execution.Strayed += () => mailboxes.Deliver(instance.Id, new Message(new Strayed(), Run: instance.Run));
        foreach (var past in file.Read(reader => reader.History(instance)))
            execution.Replay(HistoryJson.ReadMany(past));
        return execution;
    }

    private void Outcome(Turn turn, Execution execution)
    {
        bool hasEnded = execution is { Result.IsCompleted: true, HasOpenTasks: false };
        // Nothing that could happen would let it go on.
        if (!hasEnded && execution is
            { Result.IsCompleted: false, HasOpenTasks: false, IsSuspended: false, Ears.Waits: false })
        {
            Fail(turn, new InvalidOperationException(Strayed(turn.Before)));
            return;
        }

        foreach (var step in execution.Steps)
        {
            turn.Events.Add(step.Taken);
            if (step is not TimerStep || execution.IsOpen(step.Number))
                turn.Steps.Add(step);
        }

        if (execution.CancelledTimers.Count > 0)
            turn.CancelledTimers = [.. execution.CancelledTimers];
        if (hasEnded)
            Finish(turn, execution, execution.Result!);
        else
            turn.GoesOn(execution);
    }

    [SuppressMessage("Design", "CA1031", Justification = "What an orchestrator throws is its failure.")]
    private void Finish(Turn turn, Execution execution, Task<object?> result)
    {
        try
        {
            var output = result.GetAwaiter().GetResult();
            if (execution.Continuation is { } continuation)
                turn.BeginsAgain(execution, continuation);
            else
                turn.Completes(execution, payloads.Write(output, $"The output of '{turn.Before.Name}'"));
        }
        catch (Exception failure)
        {
            Fail(turn, TaskFailureDetails.FromException(failure), execution);
        }
    }

    private static void Fail(Turn turn, Exception failure) => Fail(turn, TaskFailureDetails.FromException(failure));

    private static void Fail(Turn turn, TaskFailureDetails failure, Execution? execution = null) =>
        turn.Fails(HistoryJson.Write(failure), execution);

    private static string Strayed(Instance instance) =>
        $"The orchestrator '{instance.Name}' cannot go on. {Execution.Strays}";

    private static TaskFailureDetails Missing(Instance instance) =>
        new("OrchestratorTaskNotFound", $"There is no orchestrator named '{instance.Name}'.", null, null, null);

    private TaskFailureDetails OtherVersion(Instance instance) => new(
        "VersionMismatch",
        $"The orchestration is of version '{instance.Version}', and this release runs '{options.DefaultVersion}'.",
        null, null, null);
}
