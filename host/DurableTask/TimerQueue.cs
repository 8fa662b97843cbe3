namespace Serverless.Runtime.DurableTask;

/// <summary>Fires durable timers when they are due by the app's clock.</summary>
internal sealed class TimerQueue : IDisposable
{
    // A clock's timer takes no more than 49 days.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly Action<DueTimer> fire;
    private readonly ITimer alarm;
    private readonly PriorityQueue<DueTimer, DateTime> queue = new();
    private readonly HashSet<DueTimer> live = [];
    private DateTime? armed;

    public TimerQueue(TimeProvider clock, Action<DueTimer> fire)
    {
        this.clock = clock;
        this.fire = fire;
        alarm = clock.CreateTimer(_ => FireDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>When the next timer is due.</summary>
    public DateTime? Next
    {
        get
        {
            lock (gate)
                return Head()?.Due;
        }
    }

    public void Add(DueTimer timer)
    {
        lock (gate)
        {
            if (live.Add(timer))
                queue.Enqueue(timer, timer.Due);
            if (timer.Due > Now && (armed is null || timer.Due < armed))
                Arm();
        }

        if (timer.Due <= Now)
            FireDue();
    }

    public void Remove(DueTimer timer)
    {
        lock (gate)
            live.Remove(timer);
    }

    /// <summary>Fires what is due, and sets the alarm for what is not.</summary>
    public void FireDue()
    {
        // Fired before anyone else may look: a timer that is neither waited for nor fired would look like idleness.
        lock (gate)
        {
            while (Head() is { } head && head.Due <= Now)
            {
                queue.Dequeue();
                live.Remove(head);
                fire(head);
            }

            Arm();
        }
    }

    public void Dispose() => alarm.Dispose();

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private DueTimer? Head()
    {
        while (queue.TryPeek(out var head, out _))
        {
            if (live.Contains(head))
                return head;
            queue.Dequeue();
        }

        return null;
    }

    private void Arm()
    {
        armed = Head()?.Due;
        if (armed is not { } due)
            return;
        var wait = due - Now;
        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait > Longest ? Longest : wait;
        // A clock's timer counts whole milliseconds: rounded down it would ring before the time, and again and again.
        alarm.Change(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }
}
