namespace Microsoft.Azure.Functions.Worker;

/// <summary>One invocation of a function.</summary>
public abstract class FunctionContext
{
    /// <summary>Unique per invocation.</summary>
    public abstract string InvocationId { get; }

    /// <summary>The same for every invocation of the function.</summary>
    public abstract string FunctionId { get; }

    /// <summary>The services of this invocation; scoped ones live as long as it does.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>What was invoked.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>What is known of whatever started it.</summary>
    public abstract BindingContext BindingContext { get; }

    /// <summary>What middleware and function tell each other.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>What the host and its extensions tell each other.</summary>
    public abstract IInvocationFeatures Features { get; }

    /// <summary>Cancelled when the caller is gone or the host cannot wait any longer.</summary>
    public virtual CancellationToken CancellationToken { get; } = CancellationToken.None;
}
