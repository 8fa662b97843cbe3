using System.Text.Json;
using Microsoft.Extensions.Logging;
using Serverless.Runtime.Rpc;

namespace Serverless.Runtime;

/// <summary>
/// Runs a timer function when it is due, never twice at once: what falls due during a run is left out. A run that was
/// missed while the host was away is made up for once, at the start.
/// </summary>
internal sealed class TimerListener(
    AppFunction function, TimerSchedule schedule, bool runOnStartup, TimerRecords? records, TimeProvider clock,
    Invocations invocations, Stopping stopping, ILogger<TimerListener> log) : IListener
{
    // A delay cannot be longer than about 49 days.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    private ScheduleStatus? status;
    private long waitingFor;

    /// <summary>True while it waits for a time to come.</summary>
    public bool IsIdle => Volatile.Read(ref waitingFor) > Now.Ticks;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task Run(CancellationToken stop)
    {
        try
        {
            var after = await Begin();
            while (schedule.Next(after) is { } due)
            {
                await WaitUntil(due, stop);
                await Invoke(due, isPastDue: false);
                after = Later(due, Now);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Told to stop. A run that was cut off is not remembered, so the next start makes up for it.
        }

        Volatile.Write(ref waitingFor, long.MaxValue);
    }

    private async Task<DateTime> Begin()
    {
        var now = Now;
        status = records?.Find(function.Name);
        bool isPastDue = status is not null && schedule.Next(Later(status.Last, status.LastUpdated)) <= now;
        if (status is null)
            Remember(default, now);
        if (!isPastDue && !runOnStartup)
            return now;
        // The start of the host waits for nobody's function.
        await Task.Yield();
        await Invoke(now, isPastDue);
        return Now;
    }

    private async Task Invoke(DateTime due, bool isPastDue)
    {
        string timer = JsonSerializer.Serialize(new
        {
            Schedule = new { AdjustForDST = true },
            ScheduleStatus = status,
            IsPastDue = isPastDue,
        });
        try
        {
            await invocations.Run(
                function,
                request => request.InputData.Add(new ParameterBinding
                {
                    Name = function.Trigger.Name,
                    Data = new() { Json = timer },
                }),
                stopping.OutOfPatience);
        }
        catch (Exception) when (!stopping.OutOfPatience.IsCancellationRequested)
        {
            // Told by the invocation's log line; the next try is the next time that is due.
        }

        stopping.OutOfPatience.ThrowIfCancellationRequested();
        Remember(due, Now);
    }

    private async Task WaitUntil(DateTime due, CancellationToken stop)
    {
        Volatile.Write(ref waitingFor, due.Ticks);
        while (due - Now is var left && left > TimeSpan.Zero)
            await Task.Delay(left < LongestDelay ? left : LongestDelay, clock, stop);
        Volatile.Write(ref waitingFor, 0);
    }

    private void Remember(DateTime last, DateTime now)
    {
        if (records is null)
            return;
        status = new() { Last = last, Next = schedule.Next(Later(last, now)) ?? default, LastUpdated = now };
        try
        {
            records.Save(function.Name, status);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            log.LogError(exception, "Timer {Name} cannot remember its run; it may run again.", function.Name);
        }
    }

    // Clocks go back a little now and then, and timers fire a little early: neither may run a time twice.
    private static DateTime Later(DateTime first, DateTime second) => first > second ? first : second;
}
