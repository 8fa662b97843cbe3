using System.Collections.Concurrent;

namespace Serverless.Adapters;

internal interface IPartition
{
    /// <summary>Closes it for good, if nobody waits in it.</summary>
    bool TryRetire();
}

/// <summary>The partitions of this process's latest changes; older ones go when nobody waits in them.</summary>
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
        // Two for each that arrives, so that the queue shrinks again after one that was busy had to wait once more.
        for (int turn = 0; turn < 2 && order.Count > atMost && order.TryDequeue(out var name); turn++)
        {
            if (!open.TryGetValue(name, out var partition)) continue;
            if (partition.TryRetire()) open.TryRemove(new(name, partition));
            else order.Enqueue(name);
        }
    }
}
