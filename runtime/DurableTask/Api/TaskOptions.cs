namespace Microsoft.DurableTask;

// Written out where the genuine types are records: a derived record compiled for a current framework has a clone
// method of another return type than the genuine one, so `with` is left out and equality is by hand.

/// <summary>How an activity or a sub-orchestration is called.</summary>
public class TaskOptions : IEquatable<TaskOptions>
{
    public TaskOptions(TaskRetryOptions? retry) => Retry = retry;

    public TaskOptions(TaskOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Retry = options.Retry;
    }

    public TaskRetryOptions? Retry { get; init; }

    public static TaskOptions FromRetryPolicy(RetryPolicy policy) => new(policy);

    public static TaskOptions FromRetryHandler(AsyncRetryHandler handler) => new(handler);

    public static TaskOptions FromRetryHandler(RetryHandler handler) => new(handler);

    public static bool operator ==(TaskOptions? left, TaskOptions? right) => Equals(left, right);

    public static bool operator !=(TaskOptions? left, TaskOptions? right) => !Equals(left, right);

    /// <summary>The same options, and the id that the sub-orchestration is to have.</summary>
    public SubOrchestrationOptions WithInstanceId(string instanceId) => new(this, instanceId);

    public virtual bool Equals(TaskOptions? other) =>
        other is not null && GetType() == other.GetType() && Equals(Retry, other.Retry);

    public override bool Equals(object? obj) => Equals(obj as TaskOptions);

    public override int GetHashCode() => HashCode.Combine(GetType(), Retry);
}

/// <summary>How a sub-orchestration is called.</summary>
public class SubOrchestrationOptions : TaskOptions, IEquatable<SubOrchestrationOptions>
{
    public SubOrchestrationOptions(TaskRetryOptions? retry = null, string? instanceId = null)
        : base(retry) => InstanceId = instanceId;

    public SubOrchestrationOptions(TaskOptions options, string? instanceId = null)
        : base(options) => InstanceId = instanceId ?? (options as SubOrchestrationOptions)?.InstanceId;

    public SubOrchestrationOptions(SubOrchestrationOptions options)
        : base(options)
    {
        ArgumentNullException.ThrowIfNull(options);
        InstanceId = options.InstanceId;
        Version = options.Version;
    }

    /// <summary>The instance's id; a deterministic one is made where this is null.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The version that the instance sees; none where this is null.</summary>
    public TaskVersion? Version { get; init; }

    public static bool operator ==(SubOrchestrationOptions? left, SubOrchestrationOptions? right) =>
        Equals(left, right);

    public static bool operator !=(SubOrchestrationOptions? left, SubOrchestrationOptions? right) =>
        !Equals(left, right);

    public virtual bool Equals(SubOrchestrationOptions? other) =>
        base.Equals(other) && InstanceId == other.InstanceId && Version == other.Version;

    public sealed override bool Equals(TaskOptions? other) => Equals(other as SubOrchestrationOptions);

    public override bool Equals(object? obj) => Equals(obj as SubOrchestrationOptions);

    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), InstanceId, Version);
}
