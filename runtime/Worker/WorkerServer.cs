using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Serverless.Runtime;

/// <summary>
/// Stands in the place of the worker's own server when both run in one process: it listens nowhere, and is handed
/// requests that the host has taken.
/// </summary>
internal sealed class WorkerServer : IServer
{
    /// <summary>The header by which the worker finds the call that belongs to a request.</summary>
    public const string InvocationHeader = "x-ms-invocation-id";

    private readonly TaskCompletionSource<Func<IFeatureCollection, Task>> process =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        process.TrySetResult(features => Process(application, features));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
    }

    /// <summary>Runs the worker's pipeline on a request. What is the request's alone is made anew for it.</summary>
    public async Task Process(IFeatureCollection outer, IServiceProvider services)
    {
        var run = await process.Task;
        var inner = new FeatureCollection(outer);
        inner.Set<IEndpointFeature>(new EndpointFeature());
        inner.Set<IRouteValuesFeature>(new RouteValuesFeature());
        inner.Set<IItemsFeature>(new ItemsFeature());
        inner.Set<IServiceProvidersFeature>(new AppFeature { RequestServices = services });
        await run(inner);
    }

    /// <summary>Waits for the pipeline, and has the worker make its endpoints, as its first request does.</summary>
    public async Task Warm(IServiceProvider services)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = HttpMethods.Get;
        http.Request.Path = "/";
        http.Response.Body = Stream.Null;
        try
        {
            await Process(http.Features, services);
        }
        catch (InvalidOperationException)
        {
            // Behind its routes the pipeline refuses a request that belongs to no call.
        }
    }

    private static async Task Process<TContext>(IHttpApplication<TContext> application, IFeatureCollection features)
        where TContext : notnull
    {
        var context = application.CreateContext(features);
        try
        {
            await application.ProcessRequestAsync(context);
            application.DisposeContext(context, null);
        }
        catch (Exception failure)
        {
            application.DisposeContext(context, failure);
            throw;
        }
    }

    private sealed class EndpointFeature : IEndpointFeature
    {
        public Endpoint? Endpoint { get; set; }
    }

    private sealed class AppFeature : IServiceProvidersFeature
    {
        public required IServiceProvider RequestServices { get; set; }
    }
}
