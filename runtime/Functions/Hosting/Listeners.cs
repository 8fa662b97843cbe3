using Microsoft.Extensions.Hosting;

namespace Serverless.Runtime;

/// <summary>Watches one source of invocations.</summary>
internal interface IListener
{
    /// <summary>Runs functions until told to stop; ends when those that run have ended.</summary>
    Task Run(CancellationToken stop);
}

/// <summary>Starts all listeners with the host, and stops them before what they need is stopped.</summary>
internal sealed class Listeners(Stopping stopping) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource stop =
        CancellationTokenSource.CreateLinkedTokenSource(stopping.OutOfPatience);

    private readonly List<IListener> listeners = [];
    private Task running = Task.CompletedTask;

    public void Add(IEnumerable<IListener> more) => listeners.AddRange(more);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        running = Task.WhenAll(listeners.Select(
            listener => Task.Run(() => listener.Run(stop.Token), CancellationToken.None)).ToArray());
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stop.CancelAsync();
        await running.WaitAsync(cancellationToken);
    }

    public void Dispose() => stop.Dispose();
}
