using System.Collections.Concurrent;
using Azure.Storage.Queues;

namespace Serverless.Adapters;

/// <summary>The queues by name, each made when this process first uses it.</summary>
internal sealed class StorageQueues(QueueServiceClient service)
{
    private readonly ConcurrentDictionary<string, Task<QueueClient>> open = new(StringComparer.Ordinal);

    public async Task<QueueClient> Open(string name)
    {
        var opening = open.GetOrAdd(name, Make);
        try
        {
            return await opening;
        }
        catch
        {
            // The next one tries again; only success is remembered.
            open.TryRemove(new(name, opening));
            throw;
        }
    }

    private async Task<QueueClient> Make(string name)
    {
        var queue = service.GetQueueClient(name);
        await queue.CreateIfNotExistsAsync(cancellationToken: CancellationToken.None);
        return queue;
    }
}
