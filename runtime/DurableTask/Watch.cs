using Microsoft.DurableTask.Protobuf;

namespace Serverless.Runtime.DurableTask;

/// <summary>Tells those who wait for an instance when it has come to where they want it.</summary>
internal sealed class Watch
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<Waiter>> waiting = [];

    /// <summary>Waits from now on, until it is disposed; to be asked for before the instance is read.</summary>
    public Waiter Wait(string instance, Func<OrchestrationStatus, bool> reached)
    {
        var waiter = new Waiter(this, instance, reached);
        lock (gate)
        {
            if (!waiting.TryGetValue(instance, out var waiters))
                waiting.Add(instance, waiters = []);
            waiters.Add(waiter);
        }

        return waiter;
    }

    public bool IsAwaited(string instance)
    {
        lock (gate)
            return waiting.ContainsKey(instance);
    }

    public void Changed(Instance instance)
    {
        lock (gate)
        {
            if (waiting.TryGetValue(instance.Id, out var waiters))
                waiters.ForEach(waiter => waiter.Tell(instance));
        }
    }

    public void Gone(string instance)
    {
        lock (gate)
        {
            if (waiting.TryGetValue(instance, out var waiters))
                waiters.ForEach(waiter => waiter.TellGone());
        }
    }

    public void Leave(Waiter waiter)
    {
        lock (gate)
        {
            if (waiting.TryGetValue(waiter.Instance, out var waiters) && waiters.Remove(waiter) && waiters.Count == 0)
                waiting.Remove(waiter.Instance);
        }
    }
}

/// <summary>Somebody who waits for an instance.</summary>
internal sealed class Waiter(Watch watch, string instance, Func<OrchestrationStatus, bool> reached) : IDisposable
{
    private readonly TaskCompletionSource<Instance?> told = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Instance => instance;

    /// <summary>The instance when it was there; null if it is gone.</summary>
    public Task<Instance?> Told => told.Task;

    public void Tell(Instance changed)
    {
        if (reached(changed.Status))
            told.TrySetResult(changed);
    }

    public void TellGone() => told.TrySetResult(null);

    public void Dispose() => watch.Leave(this);
}
