using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Serverless.Tests.Runtime;

/// <summary>Turns what cannot be bound into a problem result, and notes who came by.</summary>
public sealed class ProblemMiddleware(Notebook notebook) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var trigger = context.FunctionDefinition.InputBindings.Values.Single(binding => binding.Type.EndsWith(
            "Trigger", StringComparison.Ordinal));
        notebook.Write($"{trigger.Type} {context.FunctionDefinition.Name}");
        if (context.BindingContext.BindingData.GetValueOrDefault("QueueTrigger") is string text)
            notebook.Write($"bound {text} {context.BindingContext.BindingData["DequeueCount"]}");
        try
        {
            await next(context);
        }
        catch (FunctionInputConverterException exception) when (context.GetHttpContext() is not null)
        {
            context.GetInvocationResult().Value = Results.Problem(exception.Message, statusCode: 400);
        }
    }
}
