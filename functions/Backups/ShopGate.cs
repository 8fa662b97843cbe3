using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;

namespace Serverless.Functions;

/// <summary>Whether the shop was restored and has not opened since.</summary>
public sealed class ShopGate(RestoreMarks marks)
{
    // Real time, whatever the shop's clock says. A shop that serves is seldom restored; one that opens is waited for.
    private static readonly TimeSpan WhileOpen = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WhileClosed = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Lock door = new();
    private Task looking = Task.CompletedTask;
    private (RestoreStage? Stage, long At)? last;

    /// <summary>What is being done to the shop; null where it serves.</summary>
    /// <remarks>One that serves goes on while it is looked again, also when the storage is away.</remarks>
    public async Task<RestoreStage?> ClosedBy()
    {
        var known = last;
        bool isOpen = known is { Stage: null };
        if (known is { At: var at } && Stopwatch.GetElapsedTime(at) < (isOpen ? WhileOpen : WhileClosed))
            return known.Value.Stage;
        var look = Look();
        if (!isOpen) await Task.WhenAny(look, Task.Delay(Patience));
        return last?.Stage;
    }

    private Task Look()
    {
        lock (door) return looking.IsCompleted ? looking = Read() : looking;
    }

    private async Task Read()
    {
        // Without an answer it is as it was: what cannot be read can do no harm either.
        var stage = await marks.TryRead() is (true, var mark)
            ? mark is null or { Stage: RestoreStage.Opened } ? null : mark.Stage
            : last?.Stage;
        last = (stage, Stopwatch.GetTimestamp());
    }
}

/// <summary>
/// Before every function that somebody or something outside calls: a shop that is half restored does nothing, and one
/// that starts its processes again answers nobody yet.
/// </summary>
public sealed class GateMiddleware(ShopGate gate, ILogger<GateMiddleware> logger) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var closed = await gate.ClosedBy();
        bool isHttp = context.Has("httpTrigger");
        if (closed is null || (closed == RestoreStage.Restored && !isHttp))
        {
            await next(context);
            return;
        }

        if (isHttp)
        {
            context.GetHttpContext()!.Response.Headers.RetryAfter = "10";
            context.GetInvocationResult().Value = Answers.Problem(EdgeRefusals.Restoring);
            return;
        }

        // A timer comes again, and a message stays where it is when its function fails.
        logger.LogWarning("{Function} waits: the shop is being restored.", context.FunctionDefinition.Name);
        if (context.Has("queueTrigger")) throw new InvalidOperationException("The shop is being restored.");
    }
}
