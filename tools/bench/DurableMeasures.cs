using System.Diagnostics;
using Microsoft.DurableTask;

namespace Serverless.Bench;

/// <summary>What orchestrations cost.</summary>
internal static class DurableMeasures
{
    private static readonly int[] Lengths = [10, 100, 400];

    private const int Chains = 512;
    private const int InFlight = 256;
    private const int Steps = 5;

    // The start, the first turn and a turn for each result; each turn is about four rows of so many bytes.
    private const int CommitsOfChain = Steps + 2;
    private const int RowsOfTurn = 4;
    private const int BytesOfRow = 150;

    public static IEnumerable<Measure> All =>
    [
        new("chains of 5 activities, 256 in flight, state kept", "chains/s",
            "SQLite: about the same rows, 256 turns to a commit", ManyChains, ChainsOfSqlite),
        new("one chain of 5 activities alone", "ms", "its 7 commits", OneChain, CommitsAlone),
        new("fan-out of 100 activities", "ms", "3 commits of 400 rows", FanOut, FanOutCommits),
        new("signals to 500 waiting instances", "signals/s", "SQLite: about the same rows, 256 turns to a commit",
            Signals, SignalsOfSqlite),
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
        return Chains / watch.Elapsed.TotalSeconds;
    }

    private static Task<double> ChainsOfSqlite()
    {
        using var floors = new Floors();
        var group = floors.Commit(commits: 10, rows: InFlight * RowsOfTurn, BytesOfRow);
        return Task.FromResult(InFlight / (group * CommitsOfChain));
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
        return Task.FromResult(floors.Commit(commits: 100, RowsOfTurn, BytesOfRow) * CommitsOfChain * 1000);
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
        const int Count = 500;
        await using var engine = await Engine.Start();
        List<string> waiting = [];
        for (var i = 0; i < Count; i++)
            waiting.Add($"wait-{i}");
        await Task.WhenAll(waiting.Select(id =>
            engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait", 1, new StartOrchestrationOptions(id))));
        await engine.WhenIdle();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(waiting.Select(id => engine.Client.RaiseEventAsync(id, "Go", 1)));
        await Task.WhenAll(waiting.Select(id => engine.Client.WaitForInstanceCompletionAsync(id)));
        return Count / watch.Elapsed.TotalSeconds;
    }

    // A signal is one commit that brings it, and one that saves the turn which hears it.
    private static Task<double> SignalsOfSqlite()
    {
        using var floors = new Floors();
        return Task.FromResult(InFlight / (floors.Commit(commits: 10, InFlight * RowsOfTurn, BytesOfRow) * 2));
    }

    private static async Task<double> LongChain(int length, bool keepsState)
    {
        await using var engine = await Engine.Start(keepsState);
        var watch = Stopwatch.StartNew();
        await engine.Run("Chain", length);
        return watch.Elapsed.TotalMilliseconds / length;
    }
}
