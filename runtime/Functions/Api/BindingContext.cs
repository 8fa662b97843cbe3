namespace Microsoft.Azure.Functions.Worker;

/// <summary>What is known of whatever started an invocation.</summary>
public abstract class BindingContext
{
    /// <summary>By name; of a message its text (<c>QueueTrigger</c>) and what is known of it.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
