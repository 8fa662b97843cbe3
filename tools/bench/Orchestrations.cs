using System.Diagnostics;
using Microsoft.DurableTask;

namespace Serverless.Bench;

/// <summary>What else orchestrations do, beside what the disk asks for it.</summary>
internal sealed class Orchestrations : Measure
{
    private const int Branches = 100;
    private const int Listeners = 100;
    private const int Repeats = 10;

    // Together a turn's rows are some 240 bytes: the instance, its history, the activity that has ended and the next.
    private const int RowsOfTurn = 4;
    private const int BytesOfRow = 60;

    private static readonly int[] Lengths = [10, 100, 400];

    private readonly Side[] sides;
    private readonly Line[] lines;

    private Orchestrations(string name, Side[] sides, Line[] lines)
    {
        Name = name;
        (this.sides, this.lines) = (sides, lines);
    }

    public static IEnumerable<Measure> All => [FanOut(), Signals(), Replay()];

    public override string Name { get; }

    public override IReadOnlyList<Side> Sides => sides;

    public override IReadOnlyList<Line> Lines => lines;

    private static Orchestrations FanOut() => new(
        "fan-out",
        [
            new("here", () => Timed(async ours =>
            {
                for (int run = 0; run < Repeats; run++)
                    await Chains.Once(ours.Client, nameof(App.FanOut), Branches);
            })),
            new("commits", () => Commits(3, Branches * RowsOfTurn)),
        ],
        [
            new($"fan-out of {Branches} activities", "ms", read => read["here", "ms"] / Repeats,
                read => read["commits", "ms"], $"3 commits of {Branches * RowsOfTurn} rows"),
        ]);

    private static Orchestrations Signals() => new(
        "signals",
        [
            new("here", Heard),
            new("commits", () => Commits(2, Listeners * RowsOfTurn)),
        ],
        [
            new($"{Listeners} signals, heard by as many that wait", "ms", read => read["here", "ms"],
                read => read["commits", "ms"], $"2 commits of {Listeners * RowsOfTurn} rows"),
        ]);

    private static Orchestrations Replay() => new(
        "replay",
        [
            .. Lengths.Select(length => new Side($"{length} replayed", () => Long(length, sessions: false))),
            .. Lengths.Select(length => new Side($"{length} kept", () => Long(length, sessions: true))),
        ],
        [
            .. Lengths.Select(length => new Line(
                $"a turn in a history of {length} activities", "ms", read => read[$"{length} replayed", "ms"] / Turns,
                read => read[$"{length} kept", "ms"] / Turns, "extendedSessionsEnabled")),
        ]);

    // As many turns whatever the length, so that a figure never hangs on a few.
    private static int Turns => Lengths[^1];

    private static Task<Dictionary<string, double>> Long(int length, bool sessions) => Timed(
        async ours =>
        {
            for (int run = 0; run < Turns / length; run++)
                await Chains.Once(ours.Client, nameof(App.Chain), length);
        },
        sessions);

    private static async Task<Dictionary<string, double>> Heard()
    {
        await using var ours = await Ours.Start();
        string[] waiting = [.. Enumerable.Range(0, Listeners).Select(number => $"listen-{number}")];
        await Task.WhenAll(waiting.Select(id => ours.Client.ScheduleNewOrchestrationInstanceAsync(
            nameof(App.Listen), 1, new StartOrchestrationOptions(id))));
        await ours.WhenIdle();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(waiting.Select(id => ours.Client.RaiseEventAsync(id, "Go", 1)));
        await Task.WhenAll(waiting.Select(id => ours.Client.WaitForInstanceCompletionAsync(id)));
        return new() { ["ms"] = watch.Elapsed.TotalMilliseconds };
    }

    private static async Task<Dictionary<string, double>> Timed(Func<Ours, Task> work, bool sessions = false)
    {
        await using var ours = await Ours.Start(sessions);
        await Chains.Once(ours.Client, nameof(App.FanOut), 1);
        await Chains.Once(ours.Client, nameof(App.Chain), 1);
        var watch = Stopwatch.StartNew();
        await work(ours);
        return new() { ["ms"] = watch.Elapsed.TotalMilliseconds };
    }

    private static Task<Dictionary<string, double>> Commits(int count, int rows)
    {
        using var floors = new Floors();
        double seconds = floors.Commit(10, rows, BytesOfRow) * count;
        return Task.FromResult<Dictionary<string, double>>(new() { ["ms"] = seconds * 1000 });
    }
}
