using System.Collections.Concurrent;

namespace Serverless.Runtime.DurableTask;

/// <summary>Tells those who wait for an instance that it has changed.</summary>
internal sealed class Watch
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> waiting = new();

    /// <summary>Completes at the instance's next change; to be asked for before the instance is read.</summary>
    public Task Next(string instance) => waiting
        .GetOrAdd(instance, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Changed(string instance)
    {
        if (waiting.TryRemove(instance, out var waiters))
            waiters.TrySetResult();
    }
}
