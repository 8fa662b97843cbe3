using Microsoft.DurableTask.Protobuf;

namespace Serverless.Runtime.DurableTask;

/// <summary>Starts instances, tells them things, and reads and forgets them; works while the engine runs.</summary>
internal sealed class EngineClient(DurableEngine engine)
{
    /// <summary>Starts an instance; it has not run yet when this returns.</summary>
    /// <param name="instance">What it is called and given; its numbers, times and status are set here.</param>
    /// <param name="at">When it begins; at once where this is null or past.</param>
    /// <param name="replaceable">
    /// The statuses in which one with the same id is replaced; where this is null, all in which it has ended.
    /// </param>
    /// <returns>Null; or the one that is in the way.</returns>
    public Task<Instance?> Start(Instance instance, DateTime? at, IReadOnlyList<OrchestrationStatus>? replaceable)
    {
        var now = engine.Clock.GetUtcNow().UtcDateTime;
        replaceable ??= Statuses.Ended;
        return engine.Change((file, next) =>
        {
            var there = file.Find(instance.Id);
            if (there is not null && !replaceable.Contains(there.Status))
                return there;
            var run = file.Next();
            var begun = instance with { Run = run, Born = run, Created = now, Updated = now };
            TurnSave.Begin(file, begun, there, at > now ? at : null, next);
            return null;
        });
    }

    /// <summary>Tells an instance something; one that has ended hears nothing.</summary>
    /// <returns>The instance as it was; null where there is none.</returns>
    public Task<Instance?> Tell(string id, HistoryEvent told, string? trace = null) => engine.Change((file, next) =>
    {
        var there = file.Find(id);
        if (there is { HasEnded: false })
            next.Add(new Delivery(id, file.Post(there, told, null, trace)));
        return there;
    });

    public Instance? Find(string id) => engine.Read(reader => reader.Find(id));

    /// <summary>Waits for an instance.</summary>
    /// <returns>The instance when it was there; null where there is none.</returns>
    public async Task<Instance?> Wait(
        string id, Func<OrchestrationStatus, bool> reached, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            using var waiter = engine.Watch.Wait(id, reached);
            if (Find(id) is not { } found)
                return null;
            if (reached(found.Status))
                return found;
            // What is told may be the end of one that was there before, late.
            if (await waiter.Told.WaitAsync(cancellation) is { } told && told.Born >= found.Born)
                return told;
        }
    }

    /// <summary>The instances that match, in the order of their ids, from behind one of them.</summary>
    public List<Instance> List(InstanceFilter filter, string after, int limit) => engine.Read(reader => reader.List(
        after,
        filter.Prefix ?? "",
        filter.From ?? DateTime.MinValue,
        filter.To ?? DateTime.MaxValue,
        filter.Statuses is { Count: > 0 } some ? string.Concat(some.Select(status => (int)status)) : null,
        limit));

    /// <summary>Forgets instances that have ended, with their sub-orchestrations if so asked.</summary>
    /// <returns>How many are gone.</returns>
    public async Task<int> Purge(IReadOnlyCollection<string> ids, bool recursive)
    {
        var purged = await engine.Change((file, _) =>
        {
            List<string> gone = [];
            var asked = new Queue<string>(ids);
            while (asked.TryDequeue(out var id))
            {
                if (file.Find(id) is not { HasEnded: true } ended)
                    continue;
                if (recursive)
                    file.Children(id).ForEach(asked.Enqueue);
                file.Forget(ended);
                gone.Add(id);
            }

            return gone;
        });
        purged.ForEach(engine.Watch.Gone);
        return purged.Count;
    }
}

/// <summary>Which instances are asked for; what is null does not matter.</summary>
internal sealed record InstanceFilter(
    string? Prefix, DateTime? From, DateTime? To, IReadOnlyCollection<OrchestrationStatus>? Statuses);
