using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Http;
using Serverless.Runtime;
using Serverless.Runtime.Rpc;

namespace Serverless.Tests.Runtime;

/// <summary>A worker that speaks the worker protocol and does only what a test tells it.</summary>
internal sealed class FakeWorker : IWorkerProgram
{
    private static readonly Marshaller<StreamingMessage> Messages =
        Marshallers.Create(message => message.ToByteArray(), StreamingMessage.Parser.ParseFrom);

    private static readonly Method<StreamingMessage, StreamingMessage> EventStream = new(
        MethodType.DuplexStreaming, "AzureFunctionsRpcMessages.FunctionRpc", "EventStream", Messages, Messages);

    private readonly FakeWorkers plan;
    private readonly GrpcChannel channel;
    private readonly AsyncDuplexStreamingCall<StreamingMessage, StreamingMessage> stream;
    private readonly SemaphoreSlim writing = new(1);
    private readonly List<StreamingMessage> heard = [];
    private readonly TaskCompletionSource<ProgramEnd> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FakeWorker(FakeWorkers plan, Uri host, string id)
    {
        (this.plan, Id) = (plan, id);
        channel = GrpcChannel.ForAddress(host);
        stream = channel.CreateCallInvoker().AsyncDuplexStreamingCall(EventStream, null, new CallOptions());
        _ = Listen();
    }

    public string Id { get; }

    public Task<ProgramEnd> Ended => ended.Task;

    /// <summary>The host wanted it to end at once.</summary>
    public bool IsKilled { get; private set; }

    /// <summary>The calls that it was given, in their order.</summary>
    public IReadOnlyList<InvocationRequest> Calls => Heard(message => message.InvocationRequest);

    /// <summary>The ids of calls that it was told to give up.</summary>
    public IReadOnlyList<string> Cancelled => Heard(message => message.InvocationCancel?.InvocationId);

    public IReadOnlyList<WorkerTerminate> Terminated => Heard(message => message.WorkerTerminate);

    /// <summary>Answers a call; as often as it is told to, and whether anybody still waits or not.</summary>
    public Task Answer(InvocationRequest call, string? text = null, string? failure = null) => Say(new()
    {
        InvocationResponse = new()
        {
            InvocationId = call.InvocationId,
            ReturnValue = text is null ? null : new() { String = text },
            Result = failure is null
                ? new() { Status = StatusResult.Types.Status.Success }
                : new() { Status = StatusResult.Types.Status.Failure, Exception = new() { Message = failure } },
        },
    });

    public async Task Say(StreamingMessage message)
    {
        await writing.WaitAsync();
        try
        {
            await stream.RequestStream.WriteAsync(message);
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>Dies, whatever it was doing.</summary>
    public void End(string how)
    {
        channel.Dispose();
        ended.TrySetResult(new(how));
    }

    public Task Forward(HttpContext http, string invocation) => Task.CompletedTask;

    public void Kill()
    {
        IsKilled = true;
        if (!plan.IsUndead)
            End("killed");
    }

    public ValueTask DisposeAsync()
    {
        End("disposed of");
        return ValueTask.CompletedTask;
    }

    private async Task Listen()
    {
        try
        {
            if (!plan.NeverCalls)
                await Say(new() { StartStream = new() { WorkerId = Id } });
            while (await stream.ResponseStream.MoveNext(CancellationToken.None))
                await Hear(stream.ResponseStream.Current);
        }
        catch (Exception gone) when (gone is Grpc.Core.RpcException or ObjectDisposedException)
        {
            // The host closed the stream, or this worker died.
        }
    }

    private async Task Hear(StreamingMessage message)
    {
        lock (heard)
            heard.Add(message);
        if (plan.Reply(message) is { } reply)
        {
            reply.RequestId = message.RequestId;
            await Say(reply);
        }

        if (message.WorkerTerminate is not null && !plan.IsUndead)
            End("told to");
    }

    private T[] Heard<T>(Func<StreamingMessage, T?> part)
        where T : class
    {
        lock (heard)
            return [.. heard.Select(part).OfType<T>()];
    }
}
