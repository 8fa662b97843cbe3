using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Around every HTTP function: a fault becomes a problem.</summary>
public sealed class ProblemMiddleware(ILogger<ProblemMiddleware> logger) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var request = context.GetHttpContext()?.Request;
        try
        {
            await next(context);
        }
        catch (RefusedException refused)
        {
            context.GetInvocationResult().Value = Answers.Problem(refused.Refusal);
        }
        catch (OperationCanceledException) when (request?.HttpContext.RequestAborted.IsCancellationRequested == true)
        {
            logger.LogDebug("{Function}: the caller went away.", context.FunctionDefinition.Name);
        }
        catch (BadHttpRequestException bad)
        {
            // Too slow, cut off, badly chunked: what the server could not read is its sender's fault.
            logger.LogDebug("{Function}: {Status}.", context.FunctionDefinition.Name, bad.StatusCode);
            context.GetInvocationResult().Value = Answers.Problem(EdgeRefusals.TooSlow);
        }
        catch (KeyUnknownException unknown)
        {
            // Its message says what to do, and nothing of what was sent.
            logger.LogError("{Function}: {Fault}", context.FunctionDefinition.Name, unknown.Message);
            context.GetInvocationResult().Value = Answers.Problem(EdgeRefusals.KeyUnknown);
        }
        catch (Exception fault)
        {
            // The type alone: a message may quote what the shopper sent.
            logger.LogError("{Function} failed with {Fault}.", context.FunctionDefinition.Name, fault.GetType().Name);
            logger.LogDebug(fault, "{Function} failed.", context.FunctionDefinition.Name);
            context.GetInvocationResult().Value = Answers.Problem(EdgeRefusals.Fault);
        }
    }
}
