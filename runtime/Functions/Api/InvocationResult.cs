namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a function returned; middleware may put something else in its place.</summary>
public abstract class InvocationResult<T>
{
    public abstract T? Value { get; set; }
}

/// <summary>What a function returned; middleware may put something else in its place.</summary>
public abstract class InvocationResult : InvocationResult<object>;
