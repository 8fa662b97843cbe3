using Azure.Storage.Queues;

namespace Serverless.Adapters;

/// <summary>Messages over Storage Queues, in base64 as the Functions host expects them.</summary>
public sealed class QueueMessages(QueueServiceClient service) : IMessages
{
    // A queue message holds 64 KiB; base64 takes a quarter of it.
    private const int MostBytes = 48 * 1024;

    private readonly StorageQueues open = new(service);

    public async Task Send<T>(string queue, T message, CancellationToken stop = default)
    {
        byte[] json = MessageTrace.Write(message);
        if (json.Length > MostBytes)
            throw new ArgumentException(
                $"A {typeof(T).Name} for '{queue}' would take {json.Length} bytes; {MostBytes} is the limit.",
                nameof(message));
        var client = await open.Open(queue);
        await client.SendMessageAsync(new BinaryData(json), cancellationToken: stop);
    }
}
