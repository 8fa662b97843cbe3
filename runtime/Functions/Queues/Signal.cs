namespace Serverless.Runtime;

/// <summary>Ends a pause early; said twice before anyone waits, it counts once.</summary>
internal sealed class Signal : IDisposable
{
    private readonly SemaphoreSlim semaphore = new(0, 1);

    public void Set()
    {
        lock (semaphore)
        {
            if (semaphore.CurrentCount == 0)
                semaphore.Release();
        }
    }

    /// <summary>Sets it after a while, unless something ends first.</summary>
    public void SetAfter(TimeSpan delay, CancellationToken stop)
    {
        if (delay <= TimeSpan.Zero)
            Set();
        else
            Task.Delay(delay, stop).ContinueWith(_ => Set(), stop, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>Waits until it is set, for no longer than a pause.</summary>
    public Task Wait(TimeSpan pause, CancellationToken stop) => semaphore.WaitAsync(pause, stop);

    public void Dispose() => semaphore.Dispose();
}
