using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Serverless.Runtime;

/// <summary>Runs functions: a scope of services, the app's middleware, the method.</summary>
internal sealed class Invocations
{
    private readonly IServiceScopeFactory scopes;
    private readonly ILogger log;
    private readonly FunctionExecutionDelegate pipeline;
    private readonly TimeSpan timeout;

    public Invocations(
        IServiceScopeFactory scopes, ILoggerFactory logs, MiddlewareList middleware, HostSettings settings)
    {
        this.scopes = scopes;
        timeout = settings.FunctionTimeout;
        log = logs.CreateLogger("Function");
        pipeline = Enumerable.Reverse(middleware.Items)
            .Aggregate((FunctionExecutionDelegate)Execute, (next, outer) => outer(next));
    }

    /// <summary>Runs a function and gives its result; a failure is logged and thrown.</summary>
    /// <param name="function">The function.</param>
    /// <param name="trigger">What it runs for.</param>
    /// <param name="gone">Cancelled when nobody waits for it any more.</param>
    /// <param name="stop">Cancelled when the host cannot wait for it any more, where that is another thing.</param>
    public async Task<object?> Run(
        AppFunction function, object? trigger, CancellationToken gone, CancellationToken stop = default)
    {
        using var span = InvocationSpan.Begin(function);
        await using var scope = scopes.CreateAsyncScope();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(gone, stop);
        limit.CancelAfter(timeout);
        var context = new InvocationContext(function, trigger, scope.ServiceProvider, limit.Token);
        try
        {
            await pipeline(context);
            span.End();
        }
        catch (Exception ended) when (gone.IsCancellationRequested || stop.IsCancellationRequested)
        {
            // Nobody's failure.
            span.End(ended);
            throw;
        }
        catch (Exception late) when (limit.IsCancellationRequested)
        {
            span.End(late);
            log.LogError(
                "Function {Name} was cancelled after {Timeout}, which is host.json's functionTimeout, invocation {Id}.",
                function.Name, timeout, context.InvocationId);
            throw;
        }
        catch (Exception exception)
        {
            span.End(exception);
            log.LogError(exception, "Function {Name} failed, invocation {Id}.", function.Name, context.InvocationId);
            throw;
        }

        return context.Result;
    }

    /// <summary>
    /// Runs an orchestrator once more from its beginning. Most of its runs end in the middle of a wait, so that nothing
    /// may be left to do after it.
    /// </summary>
    public async Task<object?> Replay(
        AppFunction function, TaskOrchestrationContext orchestration, IServiceProvider services)
    {
        var context = new InvocationContext(function, orchestration, services, CancellationToken.None);
        try
        {
            await pipeline(context);
        }
        catch (Exception exception)
        {
            string id = orchestration.InstanceId;
            log.LogError(exception, "Orchestrator {Name} failed, instance {Id}.", function.Name, id);
            throw;
        }

        return context.Result;
    }

    private static async Task Execute(FunctionContext context)
    {
        var invocation = (InvocationContext)context;
        invocation.Result = await invocation.Function.Call(invocation);
    }
}

/// <summary>The app's worker middleware, the outermost first.</summary>
internal sealed record MiddlewareList(
    IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> Items);
