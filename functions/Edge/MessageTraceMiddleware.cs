using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Serverless.Adapters;

namespace Serverless.Functions;

/// <summary>Keeps what a queue function does in the trace of whoever sent its message.</summary>
public sealed class MessageTraceMiddleware : IFunctionsWorkerMiddleware
{
    // Under this name the host tells the text of a queue's message.
    private const string Text = "QueueTrigger";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        using var span = context.BindingContext.BindingData.GetValueOrDefault(Text) is string message
            ? MessageTrace.Continue(context.FunctionDefinition.Name, message)
            : null;
        try
        {
            await next(context);
        }
        catch (Exception failure)
        {
            span?.SetStatus(ActivityStatusCode.Error, failure.GetType().Name);
            throw;
        }
    }
}
