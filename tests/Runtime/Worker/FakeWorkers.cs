using System.Collections.Immutable;
using Serverless.Runtime;
using Serverless.Runtime.Rpc;

namespace Serverless.Tests.Runtime;

/// <summary>Starts fake workers that all announce the same functions.</summary>
internal sealed class FakeWorkers(params RpcFunctionMetadata[] functions) : IWorkerPrograms
{
    private ImmutableArray<FakeWorker> started = [];
    private int asked;

    public bool CanReplace { get; init; } = true;

    /// <summary>It starts and says nothing.</summary>
    public bool NeverCalls { get; init; }

    /// <summary>It greets the host and answers nothing then.</summary>
    public bool NeverAnswers { get; init; }

    /// <summary>It ends neither when it is told to nor when it is killed.</summary>
    public bool IsUndead { get; init; }

    /// <summary>What is wrong with a function, for those that cannot be loaded.</summary>
    public Func<string, string?> Unloadable { get; init; } = _ => null;

    /// <summary>What goes wrong, of any kind, when the so-manyth worker is to be started.</summary>
    public Func<int, Exception?> StartFailure { get; init; } = _ => null;

    public IReadOnlyList<FakeWorker> All => started;

    public FakeWorker Last => started[^1];

    public Task<IWorkerProgram> Start(Uri host, string worker)
    {
        if (StartFailure(Interlocked.Increment(ref asked)) is { } failure)
            return Task.FromException<IWorkerProgram>(failure);
        var one = new FakeWorker(this, host, worker);
        ImmutableInterlocked.Update(ref started, all => all.Add(one));
        return Task.FromResult<IWorkerProgram>(one);
    }

    public Task Serving(IWorkerProgram program, string? httpAddress) => Task.CompletedTask;

    /// <summary>What a worker answers of itself.</summary>
    public StreamingMessage? Reply(StreamingMessage message)
    {
        var success = new StatusResult { Status = StatusResult.Types.Status.Success };
        if (NeverAnswers)
            return null;
        if (message.WorkerInitRequest is not null)
        {
            var greeting = new WorkerInitResponse { Result = success };
            greeting.Capabilities["HttpUri"] = "http://fake";
            return new() { WorkerInitResponse = greeting };
        }

        if (message.FunctionsMetadataRequest is not null)
        {
            var listed = new FunctionMetadataResponse { Result = success };
            listed.FunctionMetadataResults.Add(functions);
            return new() { FunctionMetadataResponse = listed };
        }

        if (message.FunctionLoadRequest is not { } load)
            return null;
        var result = Unloadable(load.Metadata.Name) is { } reason
            ? new StatusResult { Status = StatusResult.Types.Status.Failure, Exception = new() { Message = reason } }
            : success;
        return new() { FunctionLoadResponse = new() { FunctionId = load.FunctionId, Result = result } };
    }
}
