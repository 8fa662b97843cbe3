using Microsoft.Extensions.Logging;
using Serverless.Runtime.Rpc;

namespace Serverless.Runtime;

/// <summary>One worker that is ready: its program, and the stream to it.</summary>
internal sealed class Worker(WorkerLink link, IWorkerProgram program, WorkerPatience patience) : IAsyncDisposable
{
    private const string HttpCapability = "HttpUri";

    public WorkerLink Link => link;

    public IWorkerProgram Program => program;

    /// <summary>Where the worker says that it serves HTTP; null where its app has no HTTP pipeline.</summary>
    public string? HttpAddress { get; private set; }

    /// <summary>Starts a program, greets it, and asks which functions it has.</summary>
    /// <exception cref="StartException">It does not come up, or what answers is no worker.</exception>
    public static async Task<(Worker Worker, IReadOnlyList<RpcFunctionMetadata> Functions)> Start(
        IWorkerPrograms programs, RpcServer server, string id, string folder, WorkerPatience patience,
        ILoggerFactory loggers)
    {
        var link = new WorkerLink(id, loggers);
        server.Expect(link);
        var program = await programs.Start(server.Address, id);
        var worker = new Worker(link, program, patience);
        try
        {
            await worker.Within(link.Connected, "has not called the host");
            var greeting = await worker.Ask(new()
            {
                WorkerInitRequest = new()
                {
                    HostVersion = "4.1049.200",
                    WorkerDirectory = folder,
                    FunctionAppDirectory = folder,
                },
            });
            MustSucceed(greeting.WorkerInitResponse.Result, "refuses the host");
            worker.HttpAddress = greeting.WorkerInitResponse.Capabilities.GetValueOrDefault(HttpCapability);
            var listed = await worker.Ask(new()
            {
                FunctionsMetadataRequest = new() { FunctionAppDirectory = folder },
            });
            MustSucceed(listed.FunctionMetadataResponse.Result, "cannot say which functions it has");
            return (worker, listed.FunctionMetadataResponse.FunctionMetadataResults);
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes functions callable; all that cannot be are told at once.</summary>
    /// <exception cref="StartException">The worker cannot load one.</exception>
    public async Task Load(IEnumerable<AppFunction> functions)
    {
        var loads = functions.Select(async function =>
        {
            var metadata = function.Metadata.Clone();
            var answer = await Ask(new()
            {
                FunctionLoadRequest = new() { FunctionId = function.Id, Metadata = metadata },
            });
            return (function.Name, answer.FunctionLoadResponse.Result);
        });
        string[] problems =
        [
            .. (await Task.WhenAll(loads))
                .Where(load => load.Result.Status != StatusResult.Types.Status.Success)
                .Select(load => $"Function '{load.Name}' cannot be loaded: {load.Result.Exception?.Message}"),
        ];
        if (problems.Length > 0)
            throw new StartException(string.Join(Environment.NewLine, problems));
    }

    /// <summary>Lets the program end by itself for a while; then ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (link.Gone.IsCompleted)
            program.Kill();
        else
            link.Terminate();
        await Task.WhenAny(program.Ended, Task.Delay(patience.End));
        link.Close();
        await program.DisposeAsync();
    }

    private async Task<StreamingMessage> Ask(StreamingMessage question)
    {
        var answer = link.Ask(question, CancellationToken.None);
        await Within(answer, "does not answer the host");
        try
        {
            return await answer;
        }
        catch (WorkerGoneException gone)
        {
            // Where it went because it ended, it says so soon.
            await Task.WhenAny(program.Ended, Task.Delay(patience.Cancel));
            throw program.Ended.IsCompleted
                ? EndedEarly(await program.Ended)
                : new StartException("The app's program cut its stream before it was ready.", gone);
        }
    }

    /// <summary>Waits for a part of the start, as long as the program may take for one.</summary>
    /// <exception cref="StartException">The program has ended, or it took too long.</exception>
    public async Task Within(Task awaited, string otherwise)
    {
        await Task.WhenAny(awaited, program.Ended, Task.Delay(patience.Start));
        if (program.Ended.IsCompleted)
            throw EndedEarly(await program.Ended);
        if (!awaited.IsCompleted)
            throw new StartException($"The app's program {otherwise} within {patience.Start.TotalSeconds:0} s.");
    }

    private static StartException EndedEarly(ProgramEnd end)
    {
        string message = $"The app's program ended before it was ready: {end.How.TrimEnd('.')}.";
        return end.Failure is { } failure ? new(message, failure) : new(message);
    }

    private static void MustSucceed(StatusResult result, string otherwise)
    {
        if (result.Status != StatusResult.Types.Status.Success)
            throw new StartException($"The app's program {otherwise}: {result.Exception?.Message}");
    }
}
