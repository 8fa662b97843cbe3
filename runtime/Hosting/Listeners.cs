namespace Serverless.Runtime;

/// <summary>Watches one source of invocations.</summary>
internal interface IListener
{
    /// <summary>
    /// Runs functions until told to stop; ends when those that run have ended. Returns soon, and then looks already.
    /// </summary>
    Task Run(CancellationToken stop);

    /// <summary>True when nothing runs and nothing is known that should.</summary>
    bool IsIdle { get; }
}

/// <summary>Starts all listeners with the host, and stops them before what they need is stopped.</summary>
internal sealed class Listeners(Stopping stopping) : IDisposable
{
    private readonly CancellationTokenSource stop =
        CancellationTokenSource.CreateLinkedTokenSource(stopping.OutOfPatience);

    private readonly List<IListener> listeners = [];
    private Task running = Task.CompletedTask;

    public bool AreIdle => listeners.TrueForAll(listener => listener.IsIdle);

    public void Add(IEnumerable<IListener> more) => listeners.AddRange(more);

    public void Start() =>
        running = Task.WhenAll(listeners.Select(listener => listener.Run(stop.Token)).ToArray());

    /// <summary>Looks for nothing new, and waits for what runs.</summary>
    public async Task Stop()
    {
        await stop.CancelAsync();
        await running;
    }

    public void Dispose() => stop.Dispose();
}
