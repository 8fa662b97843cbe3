using Microsoft.DurableTask;
using Serverless.Runtime.DurableTask;

namespace Serverless.Tests.Runtime;

/// <summary>Orchestrations that use everything, their engine cut off at every commit, or at any.</summary>
public class CrashTests
{
    private const int Seed = 20261123;

    private const string Expected =
        "numbers 6, flaky 3, nobody came, heard a b c, child done, caught no luck, steady, then carried later-d";

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Cut_off_before_or_after_any_commit_everything_ends_as_it_should(bool after, bool keepsSessions)
    {
        var commits = await Journey([], after, keepsSessions);
        Assert.InRange(commits, 15, 100);
        for (var cut = 1; cut <= commits; cut++)
            await Journey([cut], after, keepsSessions);
    }

    [Fact]
    public Task Cut_off_several_times_at_random_everything_ends_as_it_should() => CutAtRandom(Seed, 20);

    [Fact]
    [Trait("Category", "Full")]
    public Task Cut_off_at_five_hundred_random_points_everything_ends_as_it_should() => CutAtRandom(Seed + 1, 500);

    // A journey has up to five; those that were to come after its end do not count.
    private static async Task CutAtRandom(int seed, int cuts)
    {
        var random = new Random(seed);
        for (var made = 0; made < cuts;)
        {
            HashSet<int> some = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(1, 50))];
            var commits = await Journey(some, after: random.Next(2) == 1, keepsSessions: random.Next(2) == 1);
            made += some.Count(cut => cut <= commits);
        }
    }

    // Goes the whole way with an engine that is cut off at the given commits; gives the number of commits it took.
    private static async Task<int> Journey(HashSet<int> cuts, bool after, bool keepsSessions)
    {
        var commits = 0;
        var world = new CrashWorld();
        await using var rig = await Rig.Start(world.Write, options =>
        {
            options.ExtendedSessions = keepsSessions;
            options.Cut = moment =>
                (moment == CommitMoment.After) == after && cuts.Contains(Interlocked.Increment(ref commits));
        });

        await Begin(rig);
        for (var hour = 0; hour < 4; hour++)
            await rig.SurelyPass(TimeSpan.FromHours(1));
        await Tell(rig);

        Assert.Equal(Expected, (await rig.Get("main")).ReadOutputAs<string>());
        Assert.Equal("told by main", (await rig.Get("listener")).ReadOutputAs<string>());
        Assert.Equal("swept 3", (await rig.Get("sweeper")).ReadOutputAs<string>());
        Assert.All(world.Ran, ran => Assert.InRange(ran.Value, 1, 2 + cuts.Count));
        Assert.Equal(6, world.Ran.Count);
        Assert.Null(rig.Engine.NextTimer);
        return commits;
    }

    private static async Task Begin(Rig rig)
    {
        await Schedule(rig, "Listener", "listener");
        await rig.Surely(client => client.SuspendInstanceAsync("listener", "break-of-listener"), "break-of-listener");
        await Schedule(rig, "Sweeper", "sweeper");
        await Schedule(rig, "Everything", "main");
    }

    private static Task Schedule(Rig rig, string name, string id) => rig.Surely(
        client => client.ScheduleNewOrchestrationInstanceAsync(
            name, new Part("", 1), new StartOrchestrationOptions(id)), id);

    private static async Task Tell(Rig rig)
    {
        foreach (var signal in (string[])["signal-a", "signal-b", "signal-c"])
            await rig.Surely(client => client.RaiseEventAsync("main", "Signal", signal), signal);
        await rig.Surely(client => client.RaiseEventAsync("main", "Later", "later-d"), "later-d");
        await rig.Surely(client => client.RaiseEventAsync("child", "Go", "go-child"), "go-child");
        await rig.Surely(client => client.ResumeInstanceAsync("listener", "end-of-break"), "end-of-break");
        await rig.SurelyIdle();
    }
}
