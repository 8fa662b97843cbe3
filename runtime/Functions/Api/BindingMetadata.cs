namespace Microsoft.Azure.Functions.Worker;

/// <summary>One binding of a function.</summary>
public abstract class BindingMetadata
{
    /// <summary>The parameter's name.</summary>
    public abstract string Name { get; }

    /// <summary>What it is bound to: <c>httpTrigger</c>, <c>queueTrigger</c>, <c>durableClient</c> and so on.</summary>
    public abstract string Type { get; }

    /// <summary>Whether it is read or written.</summary>
    public abstract BindingDirection Direction { get; }
}

/// <summary>Whether a binding is read or written.</summary>
public enum BindingDirection
{
    In,
    Out,
}
