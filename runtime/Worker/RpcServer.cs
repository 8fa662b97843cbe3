using System.Collections.Concurrent;
using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serverless.Runtime.DurableTask;
using Serverless.Runtime.Rpc;
using RpcException = Grpc.Core.RpcException;

namespace Serverless.Runtime;

/// <summary>
/// The host's door for its workers, on a port of its own: the worker protocol, and the service that the app's client
/// of orchestrations calls.
/// </summary>
internal sealed class RpcServer : IAsyncDisposable
{
    private readonly WebApplication web;
    private readonly ConcurrentDictionary<string, WorkerLink> expected = new();

    private RpcServer(Sidecar sidecar, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions());
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(loggers).AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton(this).AddSingleton(sidecar).AddSingleton<WorkerDoor>();
        builder.Services.AddGrpc(grpc => (grpc.MaxReceiveMessageSize, grpc.MaxSendMessageSize) = (null, null));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // One stream carries everything that a worker is asked, so no flow control may hold it up.
            kestrel.Limits.Http2.InitialStreamWindowSize = 16 * 1024 * 1024;
            kestrel.Limits.Http2.InitialConnectionWindowSize = 32 * 1024 * 1024;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        web = builder.Build();
        web.MapGrpcService<WorkerDoor>();
        web.MapGrpcService<Sidecar>();
    }

    /// <summary>Where workers call.</summary>
    public Uri Address => new(web.Urls.First() + "/");

    public static async Task<RpcServer> Start(Sidecar sidecar, ILoggerFactory loggers)
    {
        var server = new RpcServer(sidecar, loggers);
        await server.web.StartAsync();
        return server;
    }

    /// <summary>Lets a worker in that will call itself by the link's name.</summary>
    public void Expect(WorkerLink link) => expected[link.Id] = link;

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await web.StopAsync(now.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await web.DisposeAsync();
    }

    /// <summary>The worker protocol: one stream for each worker.</summary>
    internal sealed class WorkerDoor(RpcServer server) : FunctionRpc.FunctionRpcBase
    {
        public override async Task EventStream(
            IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream,
            ServerCallContext context)
        {
            if (!await requestStream.MoveNext(context.CancellationToken)
                || requestStream.Current.StartStream is not { } start
                || !server.expected.TryRemove(start.WorkerId, out var link))
                throw new RpcException(new Status(StatusCode.PermissionDenied, "No worker of that name is expected."));
            await link.Carry(requestStream, responseStream, context.CancellationToken);
        }
    }
}
