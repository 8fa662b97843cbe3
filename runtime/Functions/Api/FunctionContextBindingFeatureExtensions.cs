using Serverless.Runtime;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Reads and replaces what a function returned.</summary>
public static class FunctionContextBindingFeatureExtensions
{
    /// <summary>The result of the invocation; its value is null until the function has returned.</summary>
    public static InvocationResult GetInvocationResult(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<ResultSlot>()
            ?? throw new InvalidOperationException("This context does not belong to an invocation.");
    }
}
