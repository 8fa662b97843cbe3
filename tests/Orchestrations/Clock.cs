namespace Serverless.Tests.Orchestrations;

/// <summary>The time of a rehearsal, moved by hand from one timer to the next.</summary>
internal sealed class Clock(DateTime start)
{
    private readonly List<(DateTime At, CancellationToken Stop, TaskCompletionSource Due)> timers = [];

    public DateTime Now { get; private set; } = start;

    public Task At(DateTime at, CancellationToken stop)
    {
        if (at <= Now) return Task.CompletedTask;
        var due = new TaskCompletionSource();
        timers.Add((at, stop, due));
        return due.Task;
    }

    /// <summary>Moves on; after every timer that fired, what it has cancelled is settled.</summary>
    public void Pass(TimeSpan time, Func<bool> settle)
    {
        var end = Now + time;
        while (Next(end) is { } next)
        {
            timers.Remove(next);
            Now = next.At;
            next.Due.SetResult();
            while (settle())
            {
            }
        }

        Now = end;
    }

    private (DateTime At, CancellationToken Stop, TaskCompletionSource Due)? Next(DateTime end)
    {
        timers.RemoveAll(timer => timer.Stop.IsCancellationRequested);
        return timers.Where(timer => timer.At <= end).OrderBy(timer => timer.At)
            .Select(timer => ((DateTime, CancellationToken, TaskCompletionSource)?)timer).FirstOrDefault();
    }
}
