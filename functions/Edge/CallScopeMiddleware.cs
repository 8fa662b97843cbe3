using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Serverless.Adapters;

namespace Serverless.Functions;

/// <summary>Counts calls to the storage under the name of the function that makes them.</summary>
public sealed class CallScopeMiddleware : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        using var scope = StorageCalls.For(context.FunctionDefinition.Name);
        await next(context);
    }
}
