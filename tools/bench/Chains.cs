using System.Diagnostics;
using Microsoft.DurableTask.Client;

namespace Serverless.Bench;

/// <summary>Chains of no-op activities: on disk here, in memory on Microsoft's test host.</summary>
internal sealed class Chains : Measure
{
    private const int Many = 1024;
    private const int Few = 20;
    private const int InFlight = 256;
    private const int Steps = 5;

    // What is durable waits for the disk: after the start, and after each turn that another follows.
    private const int Commits = 6;

    private const string Plain = "on disk";
    private const string Kept = "on disk, orchestrators kept in memory";
    private const string Memory = "Microsoft's in-memory host";
    private const string Commit = "commits";
    private const string Calls = "calls of the worker alone";

    // What a chain asks of the worker: a turn after the start and after each step, and the steps.
    private const int CallsOfAChain = 2 * Steps + 1;

    public override string Name => "chains";

    // On a busy machine the code is compiled late: what takes 10 ms of the processor at first takes 4 in the end.
    public override int WarmUps => 2;

    public override IReadOnlyList<Side> Sides =>
    [
        new(Memory, async () =>
        {
            await using var theirs = await Theirs.Start();
            return await Measured(theirs.Client, null);
        }),
        new(Plain, () => Run(sessions: false)),
        new(Kept, () => Run(sessions: true)),
        new(Calls, CallAlone),
        new(Commit, () =>
        {
            using var floors = new Floors();
            return Task.FromResult<Dictionary<string, double>>(new() { ["ms"] = floors.Commit(100, 4, 60) * 1000 });
        }),
    ];

    public override IReadOnlyList<Line> Lines =>
    [
        new($"chains of {Steps} activities, {InFlight} in flight", "chains/s", read => read[Plain, "many"],
            read => read[Memory, "many"], "Microsoft's test host, in memory", "≥ 2, aim 3"),
        new("the same, extendedSessionsEnabled", "chains/s", read => read[Kept, "many"],
            read => read[Plain, "many"], "without", "shows whether it pays"),
        new($"processor time for a chain, {InFlight} in flight", "ms", read => read[Plain, "work"],
            read => read[Memory, "work"], "Microsoft's test host, in memory"),
        new("the same, extendedSessionsEnabled", "ms", read => read[Kept, "work"],
            read => read[Plain, "work"], "without"),
        new($"{CallsOfAChain} calls of an empty function, as a chain makes, and no more: processor time", "ms",
            read => read[Calls, "work"], read => read[Memory, "work"], "a whole chain on Microsoft's test host"),
        new($"one chain of {Steps} alone", "ms", read => read[Plain, "alone"],
            read => 2 * read[Memory, "alone"] + Commits * read[Commit, "ms"],
            $"twice Microsoft's, in memory, and {Commits} commits", "≤ 1"),
        new("the same, extendedSessionsEnabled", "ms", read => read[Kept, "alone"],
            read => read[Plain, "alone"], "without", "shows whether it pays"),
        new($"one chain of {Steps} alone on Microsoft's test host", "ms", read => read[Memory, "alone"]),
        new("one commit, synchronous=FULL", "ms", read => read[Commit, "ms"]),
        new($"commits for each chain, {InFlight} in flight", "", read => read[Plain, "commits"]),
    ];

    /// <summary>Runs an orchestration to its end.</summary>
    public static async Task Once(DurableTaskClient client, string name, int input)
    {
        string id = await client.ScheduleNewOrchestrationInstanceAsync(name, input);
        var ended = await client.WaitForInstanceCompletionAsync(id);
        if (ended.RuntimeStatus != OrchestrationRuntimeStatus.Completed)
            throw new InvalidOperationException($"{name} ended as {ended.RuntimeStatus}.");
    }

    private static async Task<Dictionary<string, double>> Run(bool sessions)
    {
        await using var ours = await Ours.Start(sessions);
        return await Measured(ours.Client, ours);
    }

    // What the genuine Functions worker costs by itself, which Microsoft's test host does without.
    private static async Task<Dictionary<string, double>> CallAlone()
    {
        await using var ours = await Ours.Start();
        await Call(InFlight);
        var began = Environment.CpuUsage.TotalTime;
        await Call(Many);
        return new() { ["work"] = (Environment.CpuUsage.TotalTime - began).TotalMilliseconds / Many };

        Task Call(int chains) => Parallel.ForAsync(
            0, chains, new ParallelOptions { MaxDegreeOfParallelism = InFlight },
            async (_, _) =>
            {
                for (int call = 0; call < CallsOfAChain; call++)
                    await ours.Call();
            });
    }

    // Each run begins on a host of its own, so that neither side drags what it has kept of the runs before.
    private static async Task<Dictionary<string, double>> Measured(DurableTaskClient client, Ours? ours)
    {
        await Together(client, InFlight);
        int before = ours?.Commits ?? 0;
        var began = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        await Together(client, Many);
        double many = Many / watch.Elapsed.TotalSeconds;
        double work = (Environment.CpuUsage.TotalTime - began).TotalMilliseconds / Many;
        double commits = ((ours?.Commits ?? 0) - before) / (double)Many;
        List<double> alone = [];
        for (int run = 0; run < Few; run++)
        {
            watch.Restart();
            await Once(client, nameof(App.Chain), Steps);
            alone.Add(watch.Elapsed.TotalMilliseconds);
        }

        double median = alone.Order().ElementAt(Few / 2);
        return new() { ["many"] = many, ["alone"] = median, ["commits"] = commits, ["work"] = work };
    }

    private static Task Together(DurableTaskClient client, int count) => Parallel.ForAsync(
        0, count, new ParallelOptions { MaxDegreeOfParallelism = InFlight },
        async (_, _) => await Once(client, nameof(App.Chain), Steps));
}
