using System.Collections.Concurrent;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Where people are signed in, as seen last; at most <see cref="RosterLook.Fresh"/> old.</summary>
/// <remarks>A session that was ended on another instance is still let in here for that long, and no longer.</remarks>
public sealed class AccessLook(TableStore store, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Id<StaffAccess>, (StaffAccess? Access, long At)> seen = new();
    private long saved;

    public async Task<StaffAccess?> Now(Id<StaffMember> member, CancellationToken stop)
    {
        var id = StaffAccess.IdOf(member);
        if (seen.TryGetValue(id, out var last) && clock.GetElapsedTime(last.At) is var old
            && old >= TimeSpan.Zero && old < RosterLook.Fresh)
            return last.Access;
        var (at, before) = (clock.GetTimestamp(), Volatile.Read(ref saved));
        var access = (await store.Find(id, stop))?.Record;
        // What was changed while this was read is newer.
        if (Volatile.Read(ref saved) == before) seen[id] = (access, at);
        return access;
    }

    /// <summary>What this instance itself has changed holds here at once.</summary>
    public void Saw(StaffAccess access)
    {
        Interlocked.Increment(ref saved);
        seen[access.Id] = (access, clock.GetTimestamp());
    }
}
