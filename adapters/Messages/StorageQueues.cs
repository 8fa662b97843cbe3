using Azure.Storage.Queues;

namespace Serverless.Adapters;

/// <summary>The queues by name, each made when this process first uses it.</summary>
internal sealed class StorageQueues(QueueServiceClient service)
{
    private readonly OpenOnce<QueueClient> queues = new(async name =>
    {
        var queue = service.GetQueueClient(name);
        await queue.CreateIfNotExistsAsync(cancellationToken: CancellationToken.None);
        return queue;
    });

    public Task<QueueClient> Open(string name) => queues.Open(name);
}
