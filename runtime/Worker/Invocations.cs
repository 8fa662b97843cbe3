using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Serverless.Runtime.Rpc;

namespace Serverless.Runtime;

/// <summary>Runs functions in the workers, each call once.</summary>
internal sealed class Invocations(
    Workers workers, DurableClients clients, HostSettings settings, WorkerPatience patience, ILoggerFactory loggers)
{
    private static readonly TimeSpan FirstReminder = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly ILogger log = loggers.CreateLogger("Function");

    /// <summary>Runs a function and gives its answer; a failure is logged and thrown.</summary>
    public Task<InvocationResponse> Run(
        AppFunction function, Action<InvocationRequest> fill, CancellationToken gone,
        CancellationToken stop = default) => Run(function, fill, null, gone, stop);

    /// <summary>Runs a function while something else is done beside it.</summary>
    /// <param name="function">The function.</param>
    /// <param name="fill">Puts the trigger's data into the call.</param>
    /// <param name="beside">What is done with the worker while the call runs, given the call's id.</param>
    /// <param name="gone">Cancelled when nobody waits for it any more.</param>
    /// <param name="stop">Cancelled when the host cannot wait for it any more, where that is another thing.</param>
    /// <exception cref="InvocationFailedException">The function threw.</exception>
    /// <exception cref="WorkerGoneException">The worker ended before it had answered.</exception>
    public async Task<InvocationResponse> Run(
        AppFunction function, Action<InvocationRequest> fill, Func<Worker, string, Task>? beside,
        CancellationToken gone, CancellationToken stop = default)
    {
        using var span = InvocationSpan.Begin(function);
        string id = Guid.NewGuid().ToString();
        try
        {
            var response = await Call(function, id, fill, beside, gone, stop);
            if (response.Result.Status != StatusResult.Types.Status.Success)
                throw new InvocationFailedException(function.Name, response.Result.Exception);
            span.End();
            return response;
        }
        catch (Exception ended)
        {
            span.End(ended);
            if (!gone.IsCancellationRequested && !stop.IsCancellationRequested)
                Say(function, id, ended);
            throw;
        }
    }

    private async Task<InvocationResponse> Call(
        AppFunction function, string id, Action<InvocationRequest> fill, Func<Worker, string, Task>? beside,
        CancellationToken gone, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(gone, stop);
        limit.CancelAfter(settings.FunctionTimeout);
        var began = Stopwatch.StartNew();
        var worker = await workers.Pick(limit.Token);
        var request = new InvocationRequest
        {
            InvocationId = id,
            FunctionId = function.Id,
            TraceContext = new() { TraceParent = Telemetry.Here ?? "" },
        };
        clients.Fill(request, function);
        fill(request);
        var answer = worker.Link.Begin(function, request);
        var also = beside?.Invoke(worker, id) ?? Task.CompletedTask;
        using (limit.Token.UnsafeRegister(
            _ => _ = CancelUntilAnswered(worker, function, id, answer, began, stop), null))
        {
            // Two must not touch one response: what is done beside the call is waited for too, though without an answer
            // not for ever.
            await Task.WhenAny(answer);
            if (!answer.IsCompletedSuccessfully)
                await Task.WhenAny(also, Task.Delay(patience.End, CancellationToken.None));
            var response = await answer;
            await also;
            if (response.Result.Status != StatusResult.Types.Status.Success && IsLate(began)
                && !gone.IsCancellationRequested && !stop.IsCancellationRequested)
                throw new TimeoutException(
                    $"It was cancelled after {settings.FunctionTimeout}, which is host.json's functionTimeout.");
            return response;
        }
    }

    private bool IsLate(Stopwatch began) =>
        settings.FunctionTimeout > TimeSpan.Zero && began.Elapsed >= settings.FunctionTimeout;

    // The worker takes messages in any order and forgets a cancellation that comes ahead of its call, so it is told
    // again; one that is told twice changes nothing. A function that goes on though its caller is gone may do so until
    // its time is up, and the host's own end waits for none that does not listen.
    private async Task CancelUntilAnswered(
        Worker worker, AppFunction function, string id, Task<InvocationResponse> answer, Stopwatch began,
        CancellationToken stop)
    {
        var since = Stopwatch.StartNew();
        for (var pause = FirstReminder; !answer.IsCompleted; pause = pause < LongestPause ? pause * 2 : LongestPause)
        {
            worker.Link.Cancel(id);
            await Task.WhenAny(answer, Task.Delay(pause, CancellationToken.None));
            if (since.Elapsed < patience.Cancel || answer.IsCompleted)
                continue;
            if (IsLate(began))
                workers.GiveUp(worker, function.Name);
            else if (stop.IsCancellationRequested)
                worker.Link.Forget(id);
        }
    }

    private void Say(AppFunction function, string id, Exception failure)
    {
        if (failure is InvocationFailedException)
            log.LogError("Function {Name} failed, invocation {Id}: {Reason}", function.Name, id, failure.Message);
        else
            log.LogError(
                "Function {Name} did not end, invocation {Id}. {Reason}", function.Name, id, failure.Message);
    }
}

/// <summary>A function threw; the message is that of its exception.</summary>
internal sealed class InvocationFailedException(string function, RpcException? reason)
    : Exception(reason?.Message ?? $"Function '{function}' failed.")
{
    /// <summary>The full name of the exception's type.</summary>
    public string Type => reason?.Type ?? "";

    /// <summary>Where it was thrown.</summary>
    public string Trace => reason?.StackTrace ?? "";
}
