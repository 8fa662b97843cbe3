using System.Diagnostics;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Grpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Runtime.DurableTask;

namespace Serverless.Tests.Runtime;

/// <summary>The genuine client, and a server in memory by which it comes to an engine.</summary>
internal sealed class Door : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly GrpcChannel channel;

    private Door(WebApplication server, GrpcChannel channel)
    {
        (this.server, this.channel) = (server, channel);
        Client = new GrpcDurableTaskClient(
            "", new GrpcDurableTaskClientOptions { CallInvoker = channel.CreateCallInvoker() }, NullLogger.Instance);
    }

    public DurableTaskClient Client { get; }

    /// <summary>Opens one; the engine is asked for at each call, so that another may take its place.</summary>
    public static async Task<Door> To(Func<DurableEngine> engine)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Services.AddGrpc(grpc =>
        {
            (grpc.MaxReceiveMessageSize, grpc.MaxSendMessageSize) = (null, null);
            grpc.EnableDetailedErrors = true;
        });
        builder.Services.AddTransient(_ => new Sidecar(engine()));
        var server = builder.Build();
        server.MapGrpcService<Sidecar>();
        await server.StartAsync();
        var channel = GrpcChannel.ForAddress("http://engine", new GrpcChannelOptions
        {
            HttpHandler = new Tracing { InnerHandler = server.GetTestServer().CreateHandler() },
            MaxReceiveMessageSize = null,
        });
        return new(server, channel);
    }

    public static Task<Door> To(DurableEngine engine) => To(() => engine);

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        channel.Dispose();
        await server.DisposeAsync();
    }

    // As the handler of real connections does.
    private sealed class Tracing : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Activity.Current?.Id is { } caller)
                request.Headers.TryAddWithoutValidation("traceparent", caller);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
