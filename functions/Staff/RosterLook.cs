using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Who works here, as this instance saw it last; at most <see cref="Fresh"/> old.</summary>
/// <remarks>
/// Whoever was sent away on another instance is still let in here for that long. One read in that time serves every
/// request, so that a staff route costs no call more.
/// </remarks>
public sealed class RosterLook(TableStore store, TimeProvider clock) : IDisposable
{
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    /// <summary>Who is not found is looked for again, but not more often: a stranger could ask for it.</summary>
    public static readonly TimeSpan Soonest = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim reading = new(1);
    private (StaffRoster Roster, long At)? seen;
    private long saved;

    /// <summary>The roster, not older than <see cref="Fresh"/>, or than what is asked for.</summary>
    public async Task<StaffRoster> Now(CancellationToken stop, TimeSpan? notOlderThan = null)
    {
        var age = notOlderThan ?? Fresh;
        if (Young(age) is { } known) return known;
        await reading.WaitAsync(stop);
        try
        {
            if (Young(age) is { } read) return read;
            var (at, before) = (clock.GetTimestamp(), Volatile.Read(ref saved));
            var roster = (await store.Find(StaffRoster.Id, stop))?.Record ?? StaffRoster.Empty;
            // What was changed while this was read is newer.
            if (Volatile.Read(ref saved) == before) seen = (roster, at);
            return seen?.Roster ?? roster;
        }
        finally
        {
            reading.Release();
        }
    }

    /// <summary>What this instance itself has changed holds here at once.</summary>
    public void Saw(StaffRoster roster)
    {
        Interlocked.Increment(ref saved);
        seen = (roster, clock.GetTimestamp());
    }

    private StaffRoster? Young(TimeSpan age) =>
        seen is { } last && clock.GetElapsedTime(last.At) is var old && old >= TimeSpan.Zero && old < age
            ? last.Roster
            : null;

    public void Dispose() => reading.Dispose();
}
