using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure.Messaging.ServiceBus;

namespace Serverless.Adapters;

/// <summary>Messages over Service Bus queues, which drop what they have heard a moment ago.</summary>
/// <remarks>The queues are there before the app is: its identity may send and listen, not make queues.</remarks>
public sealed class ServiceBusMessages(ServiceBusClient client) : IMessages
{
    // What fits into a Storage Queue fits here: a message must not depend on what carries it.
    private const int MostBytes = 48 * 1024;

    private const int LongestId = 128;

    // A sender keeps a link open, and is meant to be used again.
    private readonly ConcurrentDictionary<string, ServiceBusSender> senders = new(StringComparer.Ordinal);

    public async Task Send<T>(string queue, T message, CancellationToken stop = default)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(message, Json.Options);
        if (json.Length > MostBytes)
            throw new ArgumentException(
                $"A {typeof(T).Name} for '{queue}' would take {json.Length} bytes; {MostBytes} is the limit.",
                nameof(message));
        var wrapped = new ServiceBusMessage(new BinaryData(json)) { ContentType = "application/json" };
        if (MessageTrace.Here is { } here) wrapped.ApplicationProperties[MessageTrace.Property] = here;
        if (message is IKnownById known) wrapped.MessageId = Short(known.MessageId);
        await senders.GetOrAdd(queue, client.CreateSender).SendMessageAsync(wrapped, stop);
    }

    private static string Short(string id) =>
        id.Length <= LongestId ? id : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
}
