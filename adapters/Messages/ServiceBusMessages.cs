using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure.Messaging.ServiceBus;

namespace Serverless.Adapters;

/// <summary>Messages over Service Bus queues, which drop what they have heard a moment ago.</summary>
/// <remarks>The queues are there before the app is: its identity may send and listen, not make queues.</remarks>
public sealed class ServiceBusMessages(ServiceBusClient client, TimeProvider clock) : IMessages, IAsyncDisposable
{
    /// <summary>How long a queue may take, all tries together; left alone, the client goes on for minutes.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

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
        var wrapped = new ServiceBusMessage(new BinaryData(json))
        {
            ContentType = "application/json",
            // The client sends again when the answer was lost, so even what may be true again needs an id of its own.
            MessageId = message is IKnownById known ? Short(known.MessageId) : $"{Guid.CreateVersion7()}",
        };
        if (MessageTrace.Here is { } here) wrapped.ApplicationProperties[MessageTrace.Property] = here;
        await Send(senders.GetOrAdd(queue, client.CreateSender), wrapped, stop);
    }

    /// <summary>Closes the links; the connection is closed with the client.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var sender in senders.Values) await sender.DisposeAsync();
    }

    private async Task Send(ServiceBusSender sender, ServiceBusMessage message, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            await sender.SendMessageAsync(message, either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Without the cancellation inside: whoever finds one takes the failure for a stop that was asked for.
            throw new ServiceBusException(
                $"The queue took no message within {Patience.TotalSeconds:0} seconds.",
                ServiceBusFailureReason.ServiceTimeout, sender.EntityPath);
        }
        catch (NullReferenceException nothing)
        {
            // All that the client (7.21.0) has to say where a queue neither takes a message nor says what is wrong.
            throw new ServiceBusException(
                isTransient: true, "The queue handed the message back without a reason.", sender.EntityPath,
                innerException: nothing);
        }
    }

    private static string Short(string id) =>
        id.Length <= LongestId ? id : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
}
