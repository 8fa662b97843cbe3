using System.Collections.Concurrent;
using global::Azure.Core;

// The shapes of Microsoft's packages as far as this repository calls them, for a build without these packages.
namespace Azure.Messaging.ServiceBus;

/// <summary>Keeps what is sent, where the genuine client has a connection.</summary>
public class ServiceBusClient(string fullyQualifiedNamespace, TokenCredential credential)
{
    public ConcurrentQueue<(string Queue, ServiceBusMessage Message)> Sent { get; } = new();

    public int Senders { get; private set; }

    public string FullyQualifiedNamespace => fullyQualifiedNamespace;

    public TokenCredential Credential => credential;

    public virtual ServiceBusSender CreateSender(string queueOrTopicName)
    {
        Senders++;
        return new ServiceBusSender(this, queueOrTopicName);
    }
}

/// <summary>Sends to one queue.</summary>
public class ServiceBusSender
{
    private readonly ServiceBusClient client;
    private readonly string queue;

    internal ServiceBusSender(ServiceBusClient client, string queue) => (this.client, this.queue) = (client, queue);

    public virtual Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default)
    {
        client.Sent.Enqueue((queue, message));
        return Task.CompletedTask;
    }
}

/// <summary>What is sent; like the genuine one it refuses an id of more than 128 characters.</summary>
public class ServiceBusMessage(BinaryData body)
{
    private string? id;

    public BinaryData Body => body;

    public IDictionary<string, object> ApplicationProperties { get; } = new Dictionary<string, object>();

    public string? ContentType { get; set; }

    public string? MessageId
    {
        get => id;
        set => id = value is { Length: > 0 and <= 128 } ? value : throw new ArgumentException("1 to 128 characters");
    }
}
