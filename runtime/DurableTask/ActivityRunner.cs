using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Microsoft.DurableTask.Protobuf;
using Microsoft.Extensions.Logging;

namespace Serverless.Runtime.DurableTask;

/// <summary>Runs activities, so many at a time, and brings their results to their instances.</summary>
internal sealed class ActivityRunner(IDurableCode code, Mailboxes mailboxes, Quiet quiet, ILogger logger) : IDisposable
{
    private readonly Channel<Work> queue = Channel.CreateUnbounded<Work>();
    private readonly CancellationTokenSource ending = new();
    private readonly CancellationTokenSource stopping = new();
    private Task[] workers = [];

    public void Start(int together)
    {
        var (end, stop) = (ending.Token, stopping.Token);
        workers = [.. Enumerable.Range(0, together).Select(_ => Task.Run(() => RunAll(end, stop)))];
    }

    public void Add(Work work)
    {
        quiet.Enter();
        if (queue.Writer.TryWrite(work))
            Telemetry.Waiting.Add(1);
        else
            quiet.Leave();
    }

    /// <summary>Begins nothing more, and waits a while for what runs; the rest runs again at the next start.</summary>
    public async Task Stop(TimeSpan patience)
    {
        queue.Writer.TryComplete();
        while (queue.Reader.TryRead(out _))
        {
            Telemetry.Waiting.Add(-1);
            quiet.Leave();
        }

        await ending.CancelAsync();
        var all = Task.WhenAll(workers);
        if (await Task.WhenAny(all, Task.Delay(patience)) == all)
            return;
        logger.LogWarning("Activities are still running after {Patience}; they run again at the next start", patience);
        await stopping.CancelAsync();
    }

    public void Dispose()
    {
        // What an engine that was dropped leaves waiting, waits no longer here.
        queue.Writer.TryComplete();
        while (queue.Reader.TryRead(out _))
            Telemetry.Waiting.Add(-1);
        ending.Cancel();
        stopping.Cancel();
        ending.Dispose();
        stopping.Dispose();
    }

    private async Task RunAll(CancellationToken end, CancellationToken stop)
    {
        await foreach (var work in queue.Reader.ReadAllAsync(CancellationToken.None))
        {
            Telemetry.Waiting.Add(-1);
            if (await Outcome(work, end, stop) is { } outcome)
                mailboxes.Deliver(work.Instance, new Message(outcome, Run: work.Run));
            quiet.Leave();
        }
    }

    // None where it is left for the next start.
    private async ValueTask<HistoryEvent?> Outcome(Work work, CancellationToken end, CancellationToken stop)
    {
        for (var failures = 0; ; failures++)
        {
            try
            {
                return await Run(work, stop);
            }
            catch (CodeAwayException away)
            {
                logger.Log(
                    failures == 0 ? LogLevel.Warning : LogLevel.Debug,
                    "{Reason} The activity {Name} of {Instance} is run again until there is an answer",
                    away.Message, work.Name, work.Instance);
                await Task.Delay(CodeAwayException.Pause(failures), end)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (end.IsCancellationRequested)
                    return null;
            }
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "What an activity throws is its failure.")]
    private async ValueTask<HistoryEvent?> Run(Work work, CancellationToken stop)
    {
        using var span = Telemetry.Begin("activity", work.Name, ActivityKind.Internal, work.Trace);
        span?.SetTag("durabletask.task.instance_id", work.Instance);
        if (!code.HasActivity(work.Name))
            return Happened.Failed(work.Step, Missing(work.Name));
        try
        {
            var request = new ActivityRequest(work.Instance, work.Input, span?.Id ?? work.Trace);
            var result = await code.Act(work.Name, request, stop);
            Payloads.MustFit(result, "The result of the activity", work.Name);
            Telemetry.Activities.Add(1, new KeyValuePair<string, object?>("outcome", "done"));
            return Happened.Done(work.Step, result);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception failure) when (failure is not CodeAwayException)
        {
            var told = failure is ActivityFailedException thrown ? thrown.Failure : Failures.Of(failure);
            span?.SetStatus(ActivityStatusCode.Error, told.ErrorType[(told.ErrorType.LastIndexOf('.') + 1)..]);
            Telemetry.Activities.Add(1, new KeyValuePair<string, object?>("outcome", "failed"));
            return Happened.Failed(work.Step, told);
        }
    }

    private static TaskFailureDetails Missing(string name) =>
        Failures.Lasting("ActivityTaskNotFound", $"There is no activity named '{name}'.");
}
