using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Serverless.Runtime.Rpc;

namespace Serverless.Runtime;

/// <summary>The workers of the app: each is given work in turn, and one that ends is replaced.</summary>
internal sealed class Workers(
    IWorkerPrograms programs, RpcServer server, string folder, int count, WorkerPatience patience,
    ILoggerFactory loggers) : IAsyncDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    // How long a call waits for a worker where there is none: longer than a start takes, shorter than a caller waits.
    private static readonly TimeSpan Absence = TimeSpan.FromSeconds(30);

    private readonly ILogger log = loggers.CreateLogger<Workers>();
    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource<string> lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Task> keeping = [];
    private ImmutableArray<Worker> alive = [];
    private ImmutableArray<Worker> ready = [];
    private TaskCompletionSource some = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ImmutableArray<AppFunction> functions = [];
    private int turn;
    private int started;

    /// <summary>Completes, with a sentence, when a worker ended that cannot be replaced.</summary>
    public Task<string> Lost => lost.Task;

    /// <summary>The workers that can be asked now.</summary>
    public ImmutableArray<Worker> Ready => ready;

    /// <summary>Starts the first worker, which says which functions there are.</summary>
    public async Task<(Worker First, IReadOnlyList<RpcFunctionMetadata> Functions)> Begin() => await StartOne();

    /// <summary>Makes the functions callable in the first worker, and starts the others.</summary>
    public async Task Load(Worker first, ImmutableArray<AppFunction> chosen)
    {
        functions = chosen;
        await Load(first);
        Add(first);
        keeping.Add(Keep(first));
        var others = await Task.WhenAll(Enumerable.Range(1, count - 1).Select(_ => StartLoaded()));
        foreach (var other in others)
        {
            Add(other);
            keeping.Add(Keep(other));
        }
    }

    /// <summary>The worker whose turn it is; waits where there is none.</summary>
    public async ValueTask<Worker> Pick(CancellationToken cancellation)
    {
        while (true)
        {
            var waiting = some.Task;
            if (ready is { Length: > 0 } now)
                return now[(int)((uint)Interlocked.Increment(ref turn) % (uint)now.Length)];
            try
            {
                await waiting.WaitAsync(Absence, cancellation);
            }
            catch (TimeoutException)
            {
                throw new WorkerGoneException("none that is ready");
            }
        }
    }

    /// <summary>Ends a worker that does not answer; another takes its place where that is possible.</summary>
    public void GiveUp(Worker worker, string function)
    {
        if (!worker.Link.Gone.IsCompleted)
            log.LogError(
                "Worker {Worker} did not answer to function {Function} nor to its being cancelled: it is given up.",
                worker.Link.Id, function);
        worker.Link.Close();
        worker.Program.Kill();
    }

    /// <summary>Cuts all of them off.</summary>
    public async Task Kill()
    {
        await stop.CancelAsync();
        foreach (var worker in alive)
        {
            worker.Link.Close();
            worker.Program.Kill();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(alive.Select(worker => worker.DisposeAsync().AsTask()));
        await Task.WhenAll(keeping);
        stop.Dispose();
    }

    private async Task<(Worker Worker, IReadOnlyList<RpcFunctionMetadata> Functions)> StartOne()
    {
        var (worker, announced) = await Worker.Start(
            programs, server, $"worker-{Interlocked.Increment(ref started)}", folder, patience, loggers);
        ImmutableInterlocked.Update(ref alive, all => all.Add(worker));
        return (worker, announced);
    }

    private async Task<Worker> StartLoaded()
    {
        var (worker, _) = await StartOne();
        try
        {
            await Load(worker);
            return worker;
        }
        catch
        {
            await End(worker);
            throw;
        }
    }

    private async Task Load(Worker worker)
    {
        await worker.Load(functions);
        var serving = programs.Serving(worker.Program, worker.HttpAddress);
        await worker.Within(serving, "does not serve HTTP");
        await serving;
    }

    private async Task End(Worker worker)
    {
        await worker.DisposeAsync();
        ImmutableInterlocked.Update(ref alive, all => all.Remove(worker));
    }

    private void Add(Worker worker)
    {
        ImmutableInterlocked.Update(ref ready, all => all.Add(worker));
        Interlocked.Exchange(
            ref some, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    // An end that nobody asked for is a failure, whatever its exit code: a worker whose background service fails ends
    // with 0 in the middle of its calls.
    private async Task Keep(Worker worker)
    {
        while (true)
        {
            await Task.WhenAny(worker.Link.Gone, worker.Program.Ended);
            ImmutableInterlocked.Update(ref ready, all => all.Remove(worker));
            worker.Link.Close();
            if (stop.IsCancellationRequested)
                return;
            string how = await Task.WhenAny(worker.Program.Ended, Task.Delay(1000)) == worker.Program.Ended
                ? (await worker.Program.Ended).How
                : "it cut its stream";
            string sentence = $"Worker {worker.Link.Id} ended unasked ({how}){During(worker)}.";
            log.LogError("{Sentence}", sentence);
            await End(worker);
            if (!programs.CanReplace)
            {
                lost.TrySetResult(sentence);
                return;
            }

            if (await Replacement() is not { } next)
                return;
            worker = next;
        }
    }

    private static string During(Worker worker) => worker.Link.Unanswered is { Length: > 0 } names
        ? $" while it ran {string.Join(", ", names)}"
        : "";

    private async Task<Worker?> Replacement()
    {
        for (var pause = TimeSpan.FromSeconds(1); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                var next = await StartLoaded();
                if (stop.IsCancellationRequested)
                {
                    await End(next);
                    return null;
                }

                Add(next);
                return next;
            }
            // Whatever the reason: an app without a worker answers nobody, so it is tried again.
            catch (Exception failure)
            {
                if (stop.IsCancellationRequested)
                    return null;
                bool told = failure is StartException or WorkerGoneException;
                log.LogError(
                    told ? null : failure, "No worker could be started in its place: {Reason}", failure.Message);
            }

            await Task.Delay(pause, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested)
                return null;
        }
    }
}
