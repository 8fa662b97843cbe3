using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Serverless.Runtime.DurableTask;

/// <summary>Runs activities, so many at a time, and brings their results to their instances.</summary>
internal sealed class ActivityRunner(
    IDurableCode code, Payloads payloads, Mailboxes mailboxes, Quiet quiet, ILogger logger) : IDisposable
{
    private readonly Channel<Work> queue = Channel.CreateUnbounded<Work>();
    private readonly CancellationTokenSource stopping = new();
    private Task[] workers = [];

    public void Start(int together) =>
        workers = [.. Enumerable.Range(0, together).Select(_ => Task.Run(RunAll))];

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
        stopping.Dispose();
    }

    private async Task RunAll()
    {
        await foreach (var work in queue.Reader.ReadAllAsync())
        {
            Telemetry.Waiting.Add(-1);
            if (await Outcome(work) is { } outcome)
                mailboxes.Deliver(work.Instance, new Message(outcome, Run: work.Run));
            quiet.Leave();
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "What an activity throws is its failure.")]
    private async ValueTask<HistoryEvent?> Outcome(Work work)
    {
        using var span = Telemetry.Begin("activity", work.Name, ActivityKind.Internal, work.Trace);
        span?.SetTag("durabletask.task.instance_id", work.Instance);
        if (!code.HasActivity(work.Name))
            return new TaskFailed(work.Step, Missing(work.Name), Lasting: true);
        try
        {
            var result = await code.Act(work.Name, work.Instance, work.Input, stopping.Token);
            var json = payloads.Write(result, $"The result of the activity '{work.Name}'");
            Telemetry.Activities.Add(1, new KeyValuePair<string, object?>("outcome", "done"));
            return new TaskCompleted(work.Step, json);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception failure)
        {
            span.Fail(failure);
            Telemetry.Activities.Add(1, new KeyValuePair<string, object?>("outcome", "failed"));
            return new TaskFailed(work.Step, TaskFailureDetails.FromException(failure));
        }
    }

    private static TaskFailureDetails Missing(string name) =>
        new("ActivityTaskNotFound", $"There is no activity named '{name}'.", null, null, null);
}
