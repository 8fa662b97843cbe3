using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Serverless.Runtime.DurableTask;

namespace Serverless.Runtime;

/// <summary>A host that is up: its parts, and the order in which they end.</summary>
internal sealed class RunningHost : IAsyncDisposable
{
    public required WebApplication Front { get; init; }

    public required Listeners Listeners { get; init; }

    /// <summary>Null where the app has no orchestrations.</summary>
    public required DurableEngine? Engine { get; init; }

    public required Workers Workers { get; init; }

    public required RpcServer Door { get; init; }

    public required SendWatcher Sends { get; init; }

    public required Stopping Stopping { get; init; }

    public required FunctionCatalog Catalog { get; init; }

    public required Invocations Invocations { get; init; }

    public required ILoggerFactory Loggers { get; init; }

    /// <summary>Where it listens.</summary>
    public required Uri Address { get; init; }

    /// <summary>Takes nothing new, lets what runs end, and then ends the workers.</summary>
    public async ValueTask DisposeAsync()
    {
        Stopping.Begin();
        if (Stopping.Killed)
            return;
        await Task.WhenAll(StopFront(), Listeners.Stop());
        if (Engine is not null)
            await Engine.DisposeAsync();
        await Workers.DisposeAsync();
        await Door.DisposeAsync();
        await Front.DisposeAsync();
        Sends.Dispose();
        Listeners.Dispose();
        Stopping.Dispose();
        Loggers.Dispose();
    }

    /// <summary>Drops everything as if the process had been killed: nothing is finished or written any more.</summary>
    public async Task Kill()
    {
        Stopping.Kill();
        if (Engine is not null)
            await Engine.Abandon();
        Sends.Dispose();
        await Front.StopAsync(new CancellationToken(canceled: true));
        await Workers.Kill();
        await Workers.DisposeAsync();
        await Door.DisposeAsync();
        await Front.DisposeAsync();
    }

    // Requests are given their time, and then are cut off.
    private Task StopFront() => Front.StopAsync(Stopping.OutOfPatience);
}
