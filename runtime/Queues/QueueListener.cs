using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace Serverless.Runtime;

/// <summary>
/// Runs a function for the messages of one queue: looks at once when this process has sent one, else at pauses that
/// double from 100 ms to <c>maxPollingInterval</c> while there is nothing.
/// </summary>
internal sealed class QueueListener(
    QueueWork work, QueueSettings settings, SendWatcher sends, Stopping stopping, ILogger<QueueListener> log)
    : IListener
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestOutage = TimeSpan.FromSeconds(30);

    private readonly HashSet<Task> running = [];
    private readonly Signal wake = new();
    private volatile bool looking = true;

    /// <summary>True when no message runs and none is known to be there.</summary>
    public bool IsIdle => !looking && !wake.IsSet && Running().Length == 0;

    public async Task Run(CancellationToken stop)
    {
        using var watch = sends.Watch(work.Queue.Uri, delay => wake.SetAfter(delay, stop));
        try
        {
            await Outlast(() => work.Queue.CreateIfNotExistsAsync(cancellationToken: stop), stop);
            await Poll(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Told to stop; what runs is finished below.
        }

        await Task.WhenAll(Running());
        looking = false;
    }

    private async Task Poll(CancellationToken stop)
    {
        var pause = Shortest;
        while (true)
        {
            await RoomForMore(stop);
            // Not cancelled by a stop: what was taken would stay invisible with nobody working on it.
            var messages = await Outlast(
                () => work.Queue.ReceiveMessagesAsync(settings.BatchSize, work.Lease, stopping.OutOfPatience), stop);
            foreach (var message in messages.Value)
                Begin(message, stop);
            if (messages.Value.Length == settings.BatchSize)
                continue;
            pause = messages.Value.Length > 0 ? Shortest : pause;
            looking = false;
            await wake.Wait(pause, stop);
            looking = true;
            wake.Reset();
            pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, settings.MaxPollingInterval.Ticks));
        }
    }

    private void Begin(QueueMessage message, CancellationToken stop)
    {
        var run = Task.Run(
            async () =>
            {
                var again = await work.Do(message, stopping);
                if (again is { } rest && !stop.IsCancellationRequested)
                    wake.SetAfter(rest, stop);
            },
            CancellationToken.None);
        lock (running)
            running.Add(run);
        run.ContinueWith(
            ended =>
            {
                lock (running)
                    running.Remove(ended);
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task RoomForMore(CancellationToken stop)
    {
        while (Running() is { } now && now.Length > settings.NewBatchThreshold)
            await Task.WhenAny(now).WaitAsync(stop);
    }

    private Task[] Running()
    {
        lock (running)
            return [.. running.Where(run => !run.IsCompleted)];
    }

    // A storage that is away for a while is waited for, and said once.
    private async Task<T> Outlast<T>(Func<Task<T>> call, CancellationToken stop)
    {
        for (var pause = TimeSpan.FromSeconds(1); ; pause = Double(pause, LongestOutage))
        {
            try
            {
                return await call();
            }
            catch (Exception exception) when (QueueFaults.Is(exception) && !stop.IsCancellationRequested)
            {
                if (pause == TimeSpan.FromSeconds(1))
                    log.LogWarning("Queue {Queue} cannot be reached: {Reason}", work.Queue.Name, First(exception));
                await Task.Delay(pause, stop);
            }
        }
    }

    private static TimeSpan Double(TimeSpan pause, TimeSpan most) => pause * 2 < most ? pause * 2 : most;

    private static string First(Exception exception) => exception.Message.Split('\n')[0].TrimEnd();
}
