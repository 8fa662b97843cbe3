using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using DurableTask.Core.Exceptions;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
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
        var heard = messages.Where(message => IsFor(message, instance)).ToList();
        if (instance.HasEnded)
            return Discard(instance, messages);
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
        HistoryEvent[] news = [new TurnStarted(clock.GetUtcNow().UtcDateTime), .. heard.Select(one => one.Heard)];
        var turn = Judge(box, instance, news);
        // Written here, since one thread saves the turns of all.
        return turn with { Consumed = messages, History = HistoryJson.Write([.. turn.Events]) };
    }

    // What is kept is what the file has, unless another instance was begun in its place: a message to its run tells so,
    // and if there is none, the save, which then finds nothing to change.
    private Instance? Find(Mailbox box, List<Message> messages) =>
        box.Session is { } kept && messages.TrueForAll(one => one.Run is null || one.Run == kept.Instance.Run)
            ? kept.Instance
            : file.Read(reader => reader.Find(box.Instance));

    private static bool IsFor(Message message, Instance instance) =>
        (message.Run is null || message.Run == instance.Run)
        && (message.Row is null || message.Row > instance.Born)
        && (message.Heard is not Begun || instance.Turns == 0);

    private static Turn? Discard(Instance instance, List<Message> messages) =>
        messages.Exists(message => message.Row is not null)
            ? new Turn { Before = instance, After = instance, Consumed = messages }
            : null;

    private Turn Judge(Mailbox box, Instance instance, HistoryEvent[] news)
    {
        var now = instance with { Updated = ((TurnStarted)news[0]).At, Turns = instance.Turns + 1 };
        var turn = new Turn { Before = instance, After = now, Events = news, Consumed = [] };
        if (news.OfType<Terminated>().FirstOrDefault() is { } terminated)
        {
            var after = now with { Status = OrchestrationRuntimeStatus.Terminated, Output = terminated.Output };
            return turn with { After = after, EndsChildren = terminated.Recursive };
        }

        if (news.OfType<Strayed>().Any())
            return Fail(turn, new InvalidOperationException(Strayed(instance)));
        if (news.OfType<Unreadable>().Any())
            return Fail(turn, new InvalidOperationException("A message to the instance cannot be read."));
        if (!options.Runs(instance.Version))
            return Fail(turn, OtherVersion(instance));
        if (!code.HasOrchestrator(instance.Name))
            return Fail(turn, Missing(instance));
        return Execute(box, turn, news);
    }

    private Turn Execute(Mailbox box, Turn turn, HistoryEvent[] news)
    {
        try
        {
            var execution = Resume(box, turn.Before);
            execution.Continue(news);
            return Outcome(turn, execution);
        }
        catch (NonDeterministicOrchestrationException differs)
        {
            return Fail(turn, differs);
        }
        catch (JsonException unreadable)
        {
            return Fail(turn, new InvalidOperationException("The instance's history cannot be read.", unreadable));
        }
        catch (SqliteException damaged) when (damaged.IsDamage())
        {
            return Fail(turn, new InvalidOperationException("The instance's history cannot be read.", damaged));
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

    private Turn Outcome(Turn turn, Execution execution)
    {
        Step[] steps = [.. execution.Steps.Where(step => step is not TimerStep || execution.IsOpen(step.Number))];
        var status = execution.IsSuspended ? OrchestrationRuntimeStatus.Suspended : OrchestrationRuntimeStatus.Running;
        var custom = execution.CustomStatus is { Given: true } given ? given.Json : turn.After.CustomStatus;
        var going = turn with
        {
            After = turn.After with { Status = status, CustomStatus = custom },
            Events = [.. turn.Events, .. execution.Steps.Select(step => step.Taken)],
            Steps = steps,
            CancelledTimers = [.. execution.CancelledTimers],
            Execution = execution,
        };
        if (execution.Result is { IsCompleted: true } result && !execution.HasOpenTasks)
            return Finish(going, execution, result);
        // Nothing that could happen would let it go on.
        if (execution is { Result.IsCompleted: false, HasOpenTasks: false, IsSuspended: false, Ears.Waits: false })
            return Fail(turn, new InvalidOperationException(Strayed(turn.Before)));
        return going;
    }

    [SuppressMessage("Design", "CA1031", Justification = "What an orchestrator throws is its failure.")]
    private Turn Finish(Turn turn, Execution execution, Task<object?> result)
    {
        try
        {
            var output = result.GetAwaiter().GetResult();
            if (execution.Continuation is { } continuation)
                return BeginAgain(turn, execution, continuation);
            var json = payloads.Write(output, $"The output of '{turn.Before.Name}'");
            var after = turn.After with { Status = OrchestrationRuntimeStatus.Completed, Output = json };
            return turn with { After = after };
        }
        catch (Exception failure)
        {
            return Fail(turn, failure);
        }
    }

    private static Turn BeginAgain(Turn turn, Execution execution, Continuation continuation)
    {
        var carried = continuation.KeepUnheard ? execution.Ears.TakeUnheard() : [];
        var version = string.IsNullOrWhiteSpace(continuation.Version) ? turn.After.Version : continuation.Version;
        return turn with
        {
            After = turn.After with
            {
                Turns = 0,
                Input = continuation.Input,
                Created = turn.After.Updated,
                Version = version,
            },
            Again = (true, carried),
            Execution = null,
        };
    }

    private static Turn Fail(Turn turn, Exception failure) => Fail(turn, TaskFailureDetails.FromException(failure));

    private static Turn Fail(Turn turn, TaskFailureDetails failure) => turn with
    {
        After = turn.After with
        {
            Status = OrchestrationRuntimeStatus.Failed,
            Failure = HistoryJson.Write(failure),
        },
        Execution = null,
    };

    private static string Strayed(Instance instance) =>
        $"The orchestrator '{instance.Name}' cannot go on. {Execution.Strays}";

    private static TaskFailureDetails Missing(Instance instance) =>
        new("OrchestratorTaskNotFound", $"There is no orchestrator named '{instance.Name}'.", null, null, null);

    private TaskFailureDetails OtherVersion(Instance instance) => new(
        "VersionMismatch",
        $"The orchestration is of version '{instance.Version}', and this release runs '{options.DefaultVersion}'.",
        null, null, null);
}
