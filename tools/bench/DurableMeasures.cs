using System.Diagnostics;
using Microsoft.DurableTask;

namespace Serverless.Bench;

/// <summary>What orchestrations cost.</summary>
internal static class DurableMeasures
{
    private static readonly int[] Lengths = [10, 100, 400];

    private const int Chains = 4096;
    private const int InFlight = 256;
    private const int Steps = 5;
    private const int Listeners = 500;

    // The start, the first turn and a turn for each result. A turn changes four rows: the instance, its history, the
    // activity that has ended and the one that is next; together they are some 240 bytes.
    private const int TurnsOfChain = Steps + 2;
    private const int RowsOfTurn = 4;
    private const int BytesOfRow = 60;

    private static int commits;

    public static IEnumerable<Measure> All =>
    [
        new("chains of 5 activities, 256 in flight, state kept", "chains/s",
            "SQLite: as many bytes and rows in as many commits", ManyChains, ChainsOfSqlite),
        new("one chain of 5 activities alone", "ms", "its 7 commits", OneChain, CommitsAlone),
        new("fan-out of 100 activities", "ms", "3 commits of 400 rows", FanOut, FanOutCommits),
        new($"signals to {Listeners} waiting instances", "signals/s",
            "SQLite: as many bytes and rows in as many commits", Signals, SignalsOfSqlite),
        .. Lengths.Select(length => new Measure(
            $"history of {length} activities, replayed at each turn", "ms/turn", "the same, state kept",
            () => LongChain(length, keepsState: false), () => LongChain(length, keepsState: true))),
    ];

    /// <summary>
    /// How long it takes to begin so many instances that wait, how long an engine then takes to start on their file,
    /// and the managed memory that each takes in it.
    /// </summary>
    public static async Task<(TimeSpan Begun, TimeSpan Start, double BytesEach)> Waiting(int count)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await using var engine = await Engine.Start();
        var watch = Stopwatch.StartNew();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = InFlight }, async (i, stop) =>
            await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait", i, null, stop));
        await engine.WhenIdle();
        var begun = watch.Elapsed;
        var start = await engine.Reopen();
        return (begun, start, (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / count);
    }

    private static async Task<double> ManyChains()
    {
        await using var engine = await Engine.Start();
        var watch = Stopwatch.StartNew();
        await Parallel.ForAsync(0, Chains, new ParallelOptions { MaxDegreeOfParallelism = InFlight }, async (_, _) =>
            await engine.Run("Chain", Steps));
        commits = engine.Commits;
        return Chains / watch.Elapsed.TotalSeconds;
    }

    private static Task<double> ChainsOfSqlite() => OfSqlite(Chains, Chains * TurnsOfChain);

    // What was done per second, had it been nothing but the rows of so many turns, in the commits of the run before.
    private static Task<double> OfSqlite(int done, int turns)
    {
        using var floors = new Floors();
        return Task.FromResult(done / (floors.Commit(commits, turns * RowsOfTurn / commits, BytesOfRow) * commits));
    }

    private static async Task<double> OneChain()
    {
        await using var engine = await Engine.Start();
        await engine.Run("Chain", Steps);
        var watch = Stopwatch.StartNew();
        for (var run = 0; run < 20; run++)
            await engine.Run("Chain", Steps);
        return watch.Elapsed.TotalMilliseconds / 20;
    }

    private static Task<double> CommitsAlone()
    {
        using var floors = new Floors();
        return Task.FromResult(floors.Commit(commits: 100, RowsOfTurn, BytesOfRow) * TurnsOfChain * 1000);
    }

    private static async Task<double> FanOut()
    {
        await using var engine = await Engine.Start();
        await engine.Run("FanOut", 100);
        var watch = Stopwatch.StartNew();
        for (var run = 0; run < 10; run++)
            await engine.Run("FanOut", 100);
        return watch.Elapsed.TotalMilliseconds / 10;
    }

    private static Task<double> FanOutCommits()
    {
        using var floors = new Floors();
        return Task.FromResult(floors.Commit(commits: 10, rows: 100 * RowsOfTurn, BytesOfRow) * 3 * 1000);
    }

    private static async Task<double> Signals()
    {
        await using var engine = await Engine.Start();
        List<string> waiting = [];
        for (var i = 0; i < Listeners; i++)
            waiting.Add($"wait-{i}");
        await Task.WhenAll(waiting.Select(id =>
            engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait", 1, new StartOrchestrationOptions(id))));
        await engine.WhenIdle();
        var before = engine.Commits;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(waiting.Select(id => engine.Client.RaiseEventAsync(id, "Go", 1)));
        await Task.WhenAll(waiting.Select(id => engine.Client.WaitForInstanceCompletionAsync(id)));
        commits = engine.Commits - before;
        return Listeners / watch.Elapsed.TotalSeconds;
    }

    // A signal is brought, and then heard by a turn.
    private static Task<double> SignalsOfSqlite() => OfSqlite(Listeners, Listeners * 2);

    private static async Task<double> LongChain(int length, bool keepsState)
    {
        await using var engine = await Engine.Start(keepsState);
        // Many short ones, so that a figure never hangs on a few turns.
        var chains = Lengths[^1] / length;
        var watch = Stopwatch.StartNew();
        for (var run = 0; run < chains; run++)
            await engine.Run("Chain", length);
        return watch.Elapsed.TotalMilliseconds / (chains * length);
    }
}
