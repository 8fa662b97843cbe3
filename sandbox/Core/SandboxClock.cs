namespace Serverless.Sandbox;

/// <summary>The outside world's time: the clock below it, moved ahead by whoever tests something slow.</summary>
internal sealed class SandboxClock : TimeProvider
{
    private readonly Shelf<ClockShift> shelf;
    private readonly TimeProvider below;
    private long ahead;

    public SandboxClock(TimeProvider below, SandboxFile file)
    {
        this.below = below;
        shelf = new(file, "clock");
        ahead = TimeSpan.FromSeconds(shelf.Find("ahead")?.Seconds ?? 0).Ticks;
    }

    /// <summary>Raised after the clock was moved, so that what became due is done at once.</summary>
    public event Action? Moved;

    /// <summary>
    /// The time on the wire. Signatures carry it, since who checks them compares with a clock that was not moved.
    /// </summary>
    public DateTimeOffset WireNow => below.GetUtcNow();

    public TimeSpan Ahead => new(Interlocked.Read(ref ahead));

    public override DateTimeOffset GetUtcNow() => below.GetUtcNow() + Ahead;

    public override long GetTimestamp() => below.GetTimestamp();

    public override long TimestampFrequency => below.TimestampFrequency;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        below.CreateTimer(callback, state, dueTime, period);

    public void Advance(TimeSpan by)
    {
        Interlocked.Add(ref ahead, by.Ticks);
        shelf.Put("ahead", new(Ahead.TotalSeconds));
        Moved?.Invoke();
    }
}

/// <summary>How far the clock was moved; it stays there over a restart.</summary>
internal sealed record ClockShift(double Seconds);
