using Grpc.Net.Client;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Grpc;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Runtime;

namespace Serverless.Tests.Runtime;

/// <summary>The client of a host's orchestrations.</summary>
internal sealed class DurableDoor : IAsyncDisposable
{
    private readonly GrpcChannel channel;

    public DurableDoor(RunningHost host)
    {
        channel = GrpcChannel.ForAddress(host.Door.Address);
        Durable = new GrpcDurableTaskClient(
            "test", new GrpcDurableTaskClientOptions { Channel = channel }, NullLogger.Instance);
    }

    public DurableTaskClient Durable { get; }

    public async ValueTask DisposeAsync()
    {
        await Durable.DisposeAsync();
        channel.Dispose();
    }
}
