using System.Collections.Concurrent;

namespace Serverless.Adapters;

internal interface IPartition
{
    /// <summary>Closes it for good, if nobody waits in it.</summary>
    bool TryRetire();
}

/// <summary>The partitions that this process has lately changed; a bounded number, the first come the first to go.</summary>
internal sealed class Partitions(int atMost)
{
    private readonly ConcurrentDictionary<(Type, string), IPartition> open = new();
    private readonly ConcurrentQueue<(Type, string)> order = new();

    public void Hand<T>(string key, Change<T> change, Func<Partition<T>> make) where T : class
    {
        var name = (typeof(T), key);
        while (true)
        {
            var partition = (Partition<T>)open.GetOrAdd(name, _ => make());
            if (partition.TryTake(change)) break;
            open.TryRemove(new(name, partition));
        }
        order.Enqueue(name);
        Retire();
    }

    private void Retire()
    {
        // As many look-ups as arrivals, so that neither the queue nor the partitions grow.
        while (order.Count > atMost && order.TryDequeue(out var name))
            if (open.TryGetValue(name, out var partition) && partition.TryRetire())
                open.TryRemove(new(name, partition));
    }
}
