using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Serverless.Runtime.Rpc;
using RpcException = Grpc.Core.RpcException;

namespace Serverless.Runtime;

/// <summary>The stream to one worker: what is asked of it, and what it answers.</summary>
/// <remarks>
/// The worker takes each message on a task of its own, so that nothing sent keeps its order: whatever depends on an
/// answer waits for it.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "A cancellation without a timer holds nothing to let go of.")]
internal sealed class WorkerLink(string id, ILoggerFactory loggers)
{
    private static readonly WriteOptions More = new(WriteFlags.BufferHint);
    private static readonly WriteOptions Last = new();

    private readonly Channel<StreamingMessage> outgoing = Channel.CreateUnbounded<StreamingMessage>(
        new UnboundedChannelOptions { SingleReader = true });

    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> asked = new();
    private readonly ConcurrentDictionary<string, Call> calls = new();
    private readonly TaskCompletionSource connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WorkerLogs logs = new(loggers);
    private readonly CancellationTokenSource closed = new();
    private long questions;

    /// <summary>The name by which the worker announces itself.</summary>
    public string Id => id;

    /// <summary>Completes when the worker has opened its stream.</summary>
    public Task Connected => connected.Task;

    /// <summary>Completes when the worker can be asked no more.</summary>
    public Task Gone => gone.Task;

    /// <summary>The functions that were running in it when it ended.</summary>
    public ImmutableArray<string> Unanswered { get; private set; } = [];

    /// <summary>Carries messages to and fro until one of the two ends.</summary>
    public async Task Carry(
        IAsyncStreamReader<StreamingMessage> incoming, IServerStreamWriter<StreamingMessage> stream,
        CancellationToken ended)
    {
        connected.TrySetResult();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ended, closed.Token);
        var sending = Send(stream, ended);
        try
        {
            while (await incoming.MoveNext(either.Token))
                Take(incoming.Current);
        }
        catch (Exception lost) when (lost is IOException or OperationCanceledException or RpcException)
        {
            // The worker went away, or the host closes the stream: told to whoever waits, below.
        }

        Close();
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Asks something and waits for its answer.</summary>
    /// <exception cref="WorkerGoneException">The worker ended without one.</exception>
    public async Task<StreamingMessage> Ask(StreamingMessage question, CancellationToken cancellation)
    {
        question.RequestId = $"{id}-{Interlocked.Increment(ref questions)}";
        var answer = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        asked[question.RequestId] = answer;
        try
        {
            Tell(question);
            return await answer.Task.WaitAsync(cancellation);
        }
        finally
        {
            asked.TryRemove(question.RequestId, out _);
        }
    }

    /// <summary>Begins an invocation; its id must never have been used before.</summary>
    public Task<InvocationResponse> Begin(AppFunction function, InvocationRequest request)
    {
        var call = new Call(function.Name);
        calls[request.InvocationId] = call;
        Tell(new() { InvocationRequest = request });
        return call.Answer.Task;
    }

    /// <summary>Asks the worker to give an invocation up. Whether it does is the function's affair.</summary>
    public void Cancel(string invocation)
    {
        if (calls.ContainsKey(invocation))
            Tell(new() { InvocationCancel = new() { InvocationId = invocation } });
    }

    /// <summary>Waits for no answer to an invocation any more; one that comes late goes nowhere.</summary>
    public void Forget(string invocation)
    {
        if (calls.TryRemove(invocation, out var call))
            call.Answer.TrySetException(new WorkerGoneException(id));
    }

    /// <summary>Lets the worker end in its own way; what runs in it is cut off soon.</summary>
    public void Terminate() => Tell(new() { WorkerTerminate = new() });

    /// <summary>Ends the stream, and tells everybody who still waits that the worker is gone.</summary>
    public void Close()
    {
        // The stream's end and the program's are noticed by two: each writes down what was running before it takes any
        // of it away, so that whoever comes second finds it.
        string[] running = [.. calls.Values.Select(call => call.Function).Distinct().Order(StringComparer.Ordinal)];
        if (Unanswered.Length < running.Length)
            Unanswered = [.. running];
        outgoing.Writer.TryComplete();
        gone.TrySetResult();
        closed.Cancel();
        foreach (var (invocation, call) in calls)
        {
            if (calls.TryRemove(invocation, out _))
                call.Answer.TrySetException(new WorkerGoneException(id));
        }

        foreach (var answer in asked.Values)
            answer.TrySetException(new WorkerGoneException(id));
    }

    private void Tell(StreamingMessage message)
    {
        // Who was put down while the link was closing is told by whoever comes second.
        if (!outgoing.Writer.TryWrite(message))
            Close();
    }

    private async Task Send(IServerStreamWriter<StreamingMessage> stream, CancellationToken ended)
    {
        var reader = outgoing.Reader;
        while (await reader.WaitToReadAsync(ended))
        {
            while (reader.TryRead(out var message))
            {
                // What waits together goes in one piece.
                stream.WriteOptions = reader.TryPeek(out _) ? More : Last;
                await stream.WriteAsync(message, ended);
            }
        }
    }

    private void Take(StreamingMessage message)
    {
        if (message.ContentCase == StreamingMessage.ContentOneofCase.RpcLog)
            logs.Write(message.RpcLog);
        else if (message.ContentCase == StreamingMessage.ContentOneofCase.InvocationResponse)
            Answered(message.InvocationResponse);
        else if (asked.TryRemove(message.RequestId, out var answer))
            answer.TrySetResult(message);
    }

    // An answer nobody waits for is to a call that was given up, or a second one: it changes nothing.
    private void Answered(InvocationResponse response)
    {
        if (calls.TryRemove(response.InvocationId, out var call))
            call.Answer.TrySetResult(response);
    }

    private sealed record Call(string Function)
    {
        public TaskCompletionSource<InvocationResponse> Answer { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>The worker ended, or its stream was cut, before it had answered.</summary>
internal sealed class WorkerGoneException(string worker)
    : Exception($"Worker {worker} is gone without an answer.");
