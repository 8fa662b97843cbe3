using System.Diagnostics.CodeAnalysis;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Protobuf;
using Microsoft.Extensions.Logging;

namespace Serverless.Runtime.DurableTask;

/// <summary>Runs one turn: tells the code an instance's history and the news, and sees what it does.</summary>
internal sealed class TurnRunner(
    IDurableCode code, EngineFile file, TimeProvider clock, ILogger logger, DurableEngineOptions options)
{
    /// <summary>The turn to save; none where there is nothing to hear, or where what there is has to wait.</summary>
    /// <exception cref="CodeAwayException">Nobody can run it now.</exception>
    public async ValueTask<(Turn? Turn, List<Message> Left)> Run(
        Mailbox box, List<Message> messages, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var instance = Find(box, messages);
        if (instance is null)
            return (null, []);
        if (instance.HasEnded)
            return (Discard(instance, messages), []);
        var heard = messages.FindAll(message => IsFor(message, instance));
        if (instance.Turns == 0 && !heard.Exists(message => message.Begins || message.Ends))
            return (null, messages);
        if (heard.Count == 0)
            return (Discard(instance, messages), []);
        if (options.Waits(instance.Version) && !heard.Exists(message => message.Ends))
        {
            logger.LogWarning(
                "{Instance} is of version {Version}, which this release does not run; it waits for one that does",
                instance.Id, instance.Version);
            return (null, messages);
        }

        var turn = new Turn(instance, messages, clock.GetUtcNow().UtcDateTime);
        await Judge(box, turn, heard, stop);
        turn.Write();
        return (turn, []);
    }

    // What is kept is what the file has, unless another instance was begun in its place: a message to its run tells so,
    // and if there is none, the save, which then finds nothing to change.
    private Instance? Find(Mailbox box, List<Message> messages) =>
        box.Session?.Instance is { } kept && messages.TrueForAll(one => one.Run is null || one.Run == kept.Run)
            ? kept
            : file.Read(reader => reader.Find(box.Instance));

    private static bool IsFor(Message message, Instance instance) =>
        (message.Run is null || message.Run == instance.Run)
        && (message.Row is null || message.Row > instance.Born)
        && (!message.Begins || instance.Turns == 0);

    private Turn? Discard(Instance instance, List<Message> messages) =>
        messages.Exists(message => message.Row is not null)
            ? new Turn(instance, messages, clock.GetUtcNow().UtcDateTime)
            : null;

    private async Task Judge(Mailbox box, Turn turn, List<Message> heard, CancellationToken stop)
    {
        var instance = turn.Before;
        try
        {
            Hear(turn, heard);
        }
        catch (UnreadableException damaged)
        {
            turn.Fails(Unreadable(damaged));
            return;
        }

        if (turn.Heard.Find(one => one.ExecutionTerminated is not null) is { } terminated)
            turn.IsTerminated(terminated.ExecutionTerminated);
        else if (heard.Exists(message => message.Heard is null))
            turn.Fails(Failures.Of(new InvalidOperationException("A message to the instance cannot be read.")));
        else if (!options.Runs(instance.Version))
            turn.Fails(OtherVersion(instance));
        else if (!code.HasOrchestrator(instance.Name))
            turn.Fails(Missing(instance));
        else
            await Execute(box, turn, stop);
    }

    // What was sent to an instance before its beginning is heard after it, and what an earlier run left over before
    // what was sent since.
    private static void Hear(Turn turn, List<Message> heard)
    {
        var now = turn.Now;
        turn.Heard.Add(Happened.TurnStarted(now));
        if (heard.Exists(message => message.Begins))
        {
            turn.Heard.Add(Happened.Begun(turn.Before, now));
            if (turn.Before.Carried is { } carried)
                turn.Heard.AddRange(Requests.Read(carried));
            heard = [.. heard.Where(message => !message.Begins).OrderBy(message => message.Row)];
        }

        foreach (var message in heard)
        {
            if (message.Heard is not { } happened)
                continue;
            happened.Timestamp ??= Happened.At(now);
            turn.Heard.Add(happened);
            if (message.Trace is not null)
                turn.Traced.Add(message);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "A turn that cannot be run must not be tried for ever.")]
    private async Task Execute(Mailbox box, Turn turn, CancellationToken stop)
    {
        try
        {
            OrchestratorResponse? answer = null;
            var kept = box.Session is { } session && session.Holds(turn.Before) ? session : null;
            turn.Past = kept?.Past;
            if (kept is { IsInCode: true })
                answer = await Ask(turn, null, stop);
            if (answer is null or { RequiresHistory: true })
                answer = await Ask(turn, turn.Past ??= History(turn.Before), stop);
            turn.Answered(answer is { RequiresHistory: false }
                ? answer
                : throw new InvalidOperationException("The worker asks for a history that it was sent."));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw;
        }
        catch (UnreadableException damaged)
        {
            turn.Fails(Unreadable(damaged));
        }
        catch (Exception refused) when (refused is not (CodeAwayException or SqliteException))
        {
            turn.Fails(Failures.Of(refused));
        }
    }

    private Task<OrchestratorResponse> Ask(Turn turn, IReadOnlyList<byte[]>? past, CancellationToken stop)
    {
        var instance = turn.Before;
        var request = Requests.Of(instance, past ?? [], turn.Heard, Properties(past is not null));
        // Whoever does not listen to the token must not keep the engine from stopping.
        return code.Turn(instance.Name, new(instance.Id, request, instance.Trace), stop).WaitAsync(stop);
    }

    private Dictionary<string, Value> Properties(bool isWhole)
    {
        Dictionary<string, Value> properties = [];
        if (options.DefaultVersion.Length > 0)
            properties["defaultVersion"] = Value.ForString(options.DefaultVersion);
        if (!options.ExtendedSessions)
            return properties;
        properties["IsExtendedSession"] = Value.ForBool(true);
        properties["IncludeState"] = Value.ForBool(isWhole);
        properties["ExtendedSessionIdleTimeoutInSeconds"] =
            Value.ForNumber(options.ExtendedSessionIdleTimeout.TotalSeconds);
        return properties;
    }

    private List<byte[]> History(Instance instance)
    {
        if (instance.Turns == 0)
            return [];
        try
        {
            var past = file.Read(reader => reader.History(instance));
            if (past.Count != instance.Turns)
                throw new UnreadableException($"{past.Count} of {instance.Turns} turns are left.");
            past.ForEach(piece => Requests.Read(piece));
            return past;
        }
        catch (SqliteException damaged) when (damaged.IsDamage())
        {
            throw new UnreadableException(damaged.Message, damaged);
        }
    }

    private static TaskFailureDetails Unreadable(Exception damaged) =>
        Failures.Of(new InvalidOperationException("The instance's history cannot be read.", damaged));

    private static TaskFailureDetails Missing(Instance instance) =>
        Failures.Lasting("OrchestratorTaskNotFound", $"There is no orchestrator named '{instance.Name}'.");

    private TaskFailureDetails OtherVersion(Instance instance) => Failures.Lasting(
        "VersionMismatch",
        $"The orchestration is of version '{instance.Version}', and this release runs '{options.DefaultVersion}'.");
}
