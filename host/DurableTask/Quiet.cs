namespace Serverless.Runtime.DurableTask;

/// <summary>Counts what is under way, and tells when nothing is.</summary>
internal sealed class Quiet
{
    private readonly Lock gate = new();
    private TaskCompletionSource? waiting;
    private int busy;

    public bool Now
    {
        get
        {
            lock (gate)
                return busy == 0;
        }
    }

    public void Enter()
    {
        lock (gate)
            busy++;
    }

    public void Leave()
    {
        TaskCompletionSource? told = null;
        lock (gate)
        {
            if (--busy == 0)
                (told, waiting) = (waiting, null);
        }

        told?.TrySetResult();
    }

    public Task When()
    {
        lock (gate)
        {
            if (busy == 0)
                return Task.CompletedTask;
            return (waiting ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }
}
