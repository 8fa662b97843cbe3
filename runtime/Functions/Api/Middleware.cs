using System.Diagnostics.CodeAnalysis;

namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>The rest of the pipeline: further middleware and at its end the function.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "The genuine name.")]
public delegate Task FunctionExecutionDelegate(FunctionContext context);

/// <summary>Wraps every invocation of every function, orchestrators at each replay included.</summary>
public interface IFunctionsWorkerMiddleware
{
    Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
}
