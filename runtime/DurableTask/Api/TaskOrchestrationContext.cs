using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask;

/// <summary>What an orchestrator may use: its tasks, its clock, its events, all recorded and replayed.</summary>
public abstract class TaskOrchestrationContext
{
    public abstract TaskName Name { get; }

    public abstract string InstanceId { get; }

    /// <summary>The orchestration that called this one, if one did.</summary>
    public abstract ParentOrchestrationInstance? Parent { get; }

    /// <summary>The time of the turn, the same in every replay.</summary>
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <summary>Whether what runs now has run before.</summary>
    public abstract bool IsReplaying { get; }

    /// <summary>The version that the instance was started with; empty where it has none.</summary>
    public virtual string Version => "";

    /// <summary>A factory whose loggers are silent during replay.</summary>
    public virtual ILoggerFactory ReplaySafeLoggerFactory => new ReplaySafeLoggerFactory(this, LoggerFactory);

    protected abstract ILoggerFactory LoggerFactory { get; }

    public abstract T? GetInput<T>();

    public virtual Task CallActivityAsync(TaskName name, object? input = null, TaskOptions? options = null) =>
        CallActivityAsync<object>(name, input, options);

    public virtual Task CallActivityAsync(TaskName name, TaskOptions options) => CallActivityAsync(name, null, options);

    /// <exception cref="TaskFailedException">The activity failed, and so did its retries.</exception>
    public abstract Task<TResult> CallActivityAsync<TResult>(
        TaskName name, object? input = null, TaskOptions? options = null);

    public virtual Task<TResult> CallActivityAsync<TResult>(TaskName name, TaskOptions options) =>
        CallActivityAsync<TResult>(name, null, options);

    public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken) =>
        CreateTimer(CurrentUtcDateTime.Add(delay), cancellationToken);

    /// <summary>Waits, for as long as it takes, until this time; the wait survives restarts.</summary>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <summary>Waits for an event of this name; letter case does not matter.</summary>
    public abstract Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default);

    /// <exception cref="TaskCanceledException">Nothing of this name was heard in time.</exception>
    public Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout) =>
        WaitForExternalEvent<T>(eventName, timeout, CancellationToken.None);

    /// <exception cref="TaskCanceledException">Nothing was heard in time, or the wait was cancelled.</exception>
    public async Task<T> WaitForExternalEvent<T>(
        string eventName, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var late = CreateTimer(timeout, timer.Token);
        using var listening = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var heard = WaitForExternalEvent<T>(eventName, listening.Token);

        var first = await Task.WhenAny(late, heard);
        Abandon(first == heard ? timer : listening);
        return await heard;
    }

    /// <summary>Sends an event to an instance; one that does not exist hears nothing.</summary>
    public abstract void SendEvent(string instanceId, string eventName, object payload);

    /// <summary>Sets what a client reads as the instance's custom status.</summary>
    public abstract void SetCustomStatus(object? customStatus);

    /// <exception cref="TaskFailedException">The sub-orchestration failed, and so did its retries.</exception>
    public abstract Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null);

    public virtual Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync<TResult>(orchestratorName, null, options);

    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync(orchestratorName, null, options);

    public virtual Task CallSubOrchestratorAsync(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        CallSubOrchestratorAsync<object>(orchestratorName, input, options);

    /// <summary>Begins again with a new input and an empty history when the orchestrator returns.</summary>
    public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);

    /// <inheritdoc cref="ContinueAsNew(object?, bool)"/>
    public virtual void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ContinueAsNew(options.NewInput, options.PreserveUnprocessedEvents);
    }

    /// <summary>A new identifier, the same in every replay.</summary>
    public abstract Guid NewGuid();

    public virtual ILogger CreateReplaySafeLogger(string categoryName) =>
        ReplaySafeLoggerFactory.CreateLogger(categoryName);

    public virtual ILogger CreateReplaySafeLogger(Type type) => ReplaySafeLoggerFactory.CreateLogger(type);

    public virtual ILogger CreateReplaySafeLogger<T>() => ReplaySafeLoggerFactory.CreateLogger<T>();

    /// <summary>Compares the instance's version with another: below zero where the instance's is older.</summary>
    public virtual int CompareVersionTo(string version) => VersionOrder.Compare(Version, version);

    // At once and on this thread: CancelAsync would leave the orchestrator's own thread.
    private static void Abandon(CancellationTokenSource wait) => wait.Cancel();
}
