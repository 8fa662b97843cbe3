using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Serverless.Adapters;

namespace Serverless.Functions;

/// <summary>Before every function: the shop's policy is there, so that all that it does goes by one version.</summary>
public sealed class PolicyMiddleware(Policies policies) : IFunctionsWorkerMiddleware
{
    // Whether the app is alive must not hang on the storage.
    private const string Health = "GetHealth";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.FunctionDefinition.Name != Health) await policies.Current(context.CancellationToken);
        await next(context);
    }
}
