using System.Net;
using DurableTask.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Grpc;
using Microsoft.DurableTask.Testing.Sidecar;
using Microsoft.DurableTask.Testing.Sidecar.Grpc;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Serverless.Bench;

/// <summary>
/// Microsoft's in-memory test host, put together as its package does it, and allowed more than one work item per
/// processor: beyond that number it looks again every half second only.
/// </summary>
internal sealed class Theirs : IAsyncDisposable
{
    private const int AtOnce = 1000;

    private readonly WebApplication service;
    private readonly GrpcChannel channel;
    private readonly IHost worker;

    private Theirs(WebApplication service)
    {
        this.service = service;
        channel = GrpcChannel.ForAddress(service.Urls.First());
        worker = Worker(channel);
        Client = new GrpcDurableTaskClient(
            "bench", new GrpcDurableTaskClientOptions { Channel = channel },
            NullLogger<GrpcDurableTaskClient>.Instance);
    }

    public DurableTaskClient Client { get; }

    public static async Task<Theirs> Start()
    {
        var service = Service();
        await service.StartAsync();
        var started = new Theirs(service);
        await started.worker.StartAsync();
        return started;
    }

    public async ValueTask DisposeAsync()
    {
        await worker.StopAsync();
        worker.Dispose();
        channel.Dispose();
        using var now = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await service.StopAsync(now.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await service.DisposeAsync();
    }

    private static WebApplication Service()
    {
        var memory = new Widened();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<IOrchestrationService>(memory).AddSingleton<IOrchestrationServiceClient>(memory)
            .AddSingleton<TaskHubGrpcServer>();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var web = builder.Build();
        web.MapGrpcService<TaskHubGrpcServer>();
        return web;
    }

    private static IHost Worker(GrpcChannel channel)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddDurableTaskWorker(worker =>
        {
            worker.UseGrpc(channel);
            worker.Configure(options =>
            {
                options.Concurrency.MaximumConcurrentActivityWorkItems = AtOnce;
                options.Concurrency.MaximumConcurrentOrchestrationWorkItems = AtOnce;
            });
            worker.AddTasks(tasks =>
            {
                tasks.AddOrchestrator<ChainTask>(nameof(App.Chain));
                tasks.AddActivity<EchoTask>(nameof(App.Echo));
            });
        });
        return builder.Build();
    }

    private sealed class ChainTask : TaskOrchestrator<int, int>
    {
        public override Task<int> RunAsync(TaskOrchestrationContext context, int input) => App.Chain(context);
    }

    private sealed class EchoTask : Microsoft.DurableTask.TaskActivity<int, int>
    {
        public override Task<int> RunAsync(TaskActivityContext context, int input) => Task.FromResult(App.Echo(input));
    }

    private sealed class Widened : InMemoryOrchestrationService, IOrchestrationService
    {
        int IOrchestrationService.MaxConcurrentTaskOrchestrationWorkItems => AtOnce;

        int IOrchestrationService.MaxConcurrentTaskActivityWorkItems => AtOnce;
    }
}
