namespace Serverless.Runtime.DurableTask;

/// <summary>Runs all code of an orchestrator on one thread, in the order in which it became ready.</summary>
internal sealed class TurnThread : TaskScheduler
{
    private readonly Queue<Task> ready = new();
    private readonly Context context;
    private int owner = -1;

    public TurnThread() => context = new Context(this);

    /// <summary>Something of the orchestrator's became ready elsewhere: it awaited what is not durable.</summary>
    public event Action? Strayed;

    public bool IsCurrent => Volatile.Read(ref owner) == Environment.CurrentManagedThreadId;

    /// <summary>Does something, and all that becomes ready by it.</summary>
    public void Run(Action action)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        Volatile.Write(ref owner, Environment.CurrentManagedThreadId);
        try
        {
            // In a task of this scheduler, so that what the orchestrator itself schedules comes here too.
            var root = new Task(action);
            root.Start(this);
            Settle();
            root.GetAwaiter().GetResult();
        }
        finally
        {
            Volatile.Write(ref owner, -1);
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    /// <summary>Does all that has become ready.</summary>
    public void Settle()
    {
        while (ready.TryDequeue(out var next))
            TryExecuteTask(next);
    }

    protected override void QueueTask(Task task)
    {
        if (IsCurrent)
            ready.Enqueue(task);
        else
            Strayed?.Invoke();
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        IsCurrent && !taskWasPreviouslyQueued && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => ready;

    private sealed class Context(TurnThread thread) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
            if (thread.IsCurrent)
                new Task(() => d(state)).Start(thread);
            else
                thread.Strayed?.Invoke();
        }

        public override void Send(SendOrPostCallback d, object? state) => Post(d, state);

        public override SynchronizationContext CreateCopy() => this;
    }
}
