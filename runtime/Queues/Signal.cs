namespace Serverless.Runtime;

/// <summary>Ends a pause early; said twice before anyone has heard it, it counts once.</summary>
internal sealed class Signal
{
    private volatile TaskCompletionSource set = New();

    /// <summary>True from when it is set until who waits has reset it.</summary>
    public bool IsSet => set.Task.IsCompleted;

    public void Set() => set.TrySetResult();

    /// <summary>Sets it after a while, unless something ends first.</summary>
    public void SetAfter(TimeSpan delay, CancellationToken stop)
    {
        if (delay <= TimeSpan.Zero)
            Set();
        else
            Task.Delay(delay, stop).ContinueWith(_ => Set(), stop, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>Waits until it is set, for no longer than a pause.</summary>
    public async Task Wait(TimeSpan pause, CancellationToken stop)
    {
        await set.Task.WaitAsync(pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.ThrowIfCancellationRequested();
    }

    public void Reset() => set = New();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
