using System.Collections.Concurrent;
using System.Net.Sockets;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Sasl;
using global::Azure.Messaging.ServiceBus;
using Serverless.Adapters;

namespace Serverless.Tests.Azure;

/// <summary>Service Bus in this process, over AMQP, as well- or ill-behaved as a test wants it.</summary>
internal sealed class BusPeer : IRequestProcessor, ILinkProcessor, IAsyncDisposable
{
    // Below the ports that outgoing connections are given.
    private const int FirstPort = 21_000;
    private const int Ports = 9_000;

    private readonly ConcurrentDictionary<ListenerLink, string> links = new();
    private readonly ContainerHost host;

    private BusPeer(int port)
    {
        Port = port;
        host = new ContainerHost([$"amqp://127.0.0.1:{port}"]);
        // All that the client offers, and all that Service Bus asks for: the token comes later, over $cbs.
        host.Listeners[0].SASL.EnableMechanism("MSSBCBS", SaslProfile.Anonymous);
        host.RegisterRequestProcessor("$cbs", this);
        host.RegisterLinkProcessor(this);
    }

    /// <summary>What arrived, taken or not.</summary>
    public ConcurrentQueue<(string Queue, Message Message)> Arrived { get; } = new();

    /// <summary>What becomes of a message; null leaves it without an answer.</summary>
    public Func<ListenerLink, DeliveryState?> Answer { get; set; } = _ => new Accepted();

    /// <summary>How often a link to a queue was asked for.</summary>
    public int Attached { get; private set; }

    /// <summary>What a link is refused with; null lets it be.</summary>
    public Error? Refusal { get; set; }

    /// <summary>Whether a link that is asked for stays without an answer.</summary>
    public bool Silent { get; set; }

    public int TokenStatus { get; set; } = 202;

    /// <summary>Without a size of its own a link takes nothing from the client.</summary>
    public ulong MostBytes { get; set; } = 256 * 1024;

    public IEnumerable<string> Open => links.Values;

    int IRequestProcessor.Credit => 100;

    public int Port { get; }

    /// <summary>Listens on a port that is free, or on one that a peer had before.</summary>
    public static BusPeer Listen(int? port = null)
    {
        while (true)
        {
            var peer = new BusPeer(port ?? FirstPort + Random.Shared.Next(Ports));
            try
            {
                peer.host.Open();
                return peer;
            }
            catch (SocketException) when (port is null)
            {
                // Somebody has the port: take another one.
            }
        }
    }

    /// <summary>A client as the app opens one, but without TLS, and with shorter rests between its tries.</summary>
    public ServiceBusClient Connect()
    {
        var options = ServiceBusConnection.Options;
        options.RetryOptions.Delay = TimeSpan.FromMilliseconds(10);
        return new(
            $"Endpoint=sb://127.0.0.1:{Port};SharedAccessKeyName=of;SharedAccessKey=tests;UseDevelopmentEmulator=true",
            options);
    }

    /// <summary>Takes every link away, as Service Bus does when it moves a queue.</summary>
    public void CutLinks()
    {
        foreach (var link in links.Keys) Cut(link);
    }

    public static void Cut(ListenerLink link) =>
        link.Close(TimeSpan.Zero, new Error(ErrorCode.DetachForced) { Description = "The queue moves." });

    public ValueTask DisposeAsync()
    {
        host.Close();
        return ValueTask.CompletedTask;
    }

    void IRequestProcessor.Process(RequestContext asked) => asked.Complete(new Message
    {
        ApplicationProperties = new()
        {
            ["status-code"] = TokenStatus,
            ["status-description"] = $"{TokenStatus}",
        },
    });

    void ILinkProcessor.Process(AttachContext asked)
    {
        Attached++;
        if (Silent) return;
        if (Refusal is { } refusal)
        {
            asked.Complete(refusal);
            return;
        }
        links[asked.Link] = ((Target)asked.Attach.Target).Address.TrimStart('/');
        asked.Link.Closed += (_, _) => links.TryRemove(asked.Link, out _);
        asked.Attach.MaxMessageSize = MostBytes;
        asked.Complete(new Queue(this, links[asked.Link]), 100);
    }

    private sealed class Queue(BusPeer peer, string name) : LinkEndpoint
    {
        public override void OnMessage(MessageContext sent)
        {
            peer.Arrived.Enqueue((name, sent.Message));
            if (peer.Answer(sent.Link) is { } answer) sent.Link.DisposeMessage(sent.Message, answer, settled: true);
        }

        public override void OnFlow(FlowContext flowContext)
        {
        }

        public override void OnDisposition(DispositionContext dispositionContext) => dispositionContext.Complete();
    }
}
