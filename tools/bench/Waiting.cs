using System.Diagnostics;

namespace Serverless.Bench;

/// <summary>Many instances that wait: what beginning them takes, a start on their file, and each in memory.</summary>
internal sealed class Waiting : Measure
{
    private const int Count = 100_000;
    private const int AtOnce = 256;

    public override string Name => "waiting";

    public override int WarmUps => 0;

    public override IReadOnlyList<Side> Sides => [new("here", Begin)];

    public override IReadOnlyList<Line> Lines =>
    [
        new($"{Count:#,0} instances that wait: begun in", "s", read => read["here", "begun"]),
        new("a host's start on their file", "ms", read => read["here", "start"],
            read => read["here", "empty"], "the same on an empty one"),
        new("managed memory then, each", "bytes", read => read["here", "bytes"]),
    ];

    private static async Task<Dictionary<string, double>> Begin()
    {
        double empty;
        await using (var none = await Ours.Start())
            empty = await Reopened(none);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        await using var ours = await Ours.Start();
        var watch = Stopwatch.StartNew();
        await Parallel.ForAsync(0, Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, stop) =>
            await ours.Client.ScheduleNewOrchestrationInstanceAsync(nameof(App.Listen), i, null, stop));
        await ours.WhenIdle();
        double begun = watch.Elapsed.TotalSeconds;
        double start = await Reopened(ours);
        double bytes = (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / Count;
        return new() { ["begun"] = begun, ["start"] = start, ["empty"] = empty, ["bytes"] = bytes };
    }

    private static async Task<double> Reopened(Ours ours)
    {
        await ours.Stop();
        var watch = Stopwatch.StartNew();
        await ours.Open();
        return watch.Elapsed.TotalMilliseconds;
    }
}
