using Microsoft.DurableTask;
using Serverless.Runtime.DurableTask;

namespace Serverless.Tests.Runtime;

/// <summary>One orchestration that uses everything, its engine cut off at every commit.</summary>
public class CrashTests
{
    private const string Expected =
        "numbers 6, flaky 3, nobody came, heard a b c, child done, caught no luck, then carried later-d";

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Cut_off_before_or_after_any_commit_everything_ends_as_it_should(bool after, bool keepsSessions)
    {
        var commits = await Journey(int.MaxValue, after, keepsSessions);
        Assert.InRange(commits, 15, 100);
        for (var cut = 1; cut <= commits; cut++)
            await Journey(cut, after, keepsSessions);
    }

    // Goes the whole way with an engine that is cut off at the given commit; gives the number of commits it took.
    private static async Task<int> Journey(int cut, bool after, bool keepsSessions)
    {
        var commits = 0;
        var world = new World();
        await using var rig = await Rig.Start(world.Write, options =>
        {
            options.ExtendedSessions = keepsSessions;
            options.Cut = moment =>
                (moment == CommitMoment.After) == after && Interlocked.Increment(ref commits) == cut;
        });

        await rig.Surely(client => client.ScheduleNewOrchestrationInstanceAsync(
            "Listener", new StartOrchestrationOptions("listener")), "listener");
        await rig.Surely(client => client.ScheduleNewOrchestrationInstanceAsync(
            "Everything", new Part("", 1), new StartOrchestrationOptions("main")), "main");
        for (var hour = 0; hour < 4; hour++)
            await rig.SurelyPass(TimeSpan.FromHours(1));
        foreach (var signal in (string[])["signal-a", "signal-b", "signal-c"])
            await rig.Surely(client => client.RaiseEventAsync("main", "Signal", signal), signal);
        await rig.Surely(client => client.RaiseEventAsync("main", "Later", "later-d"), "later-d");
        await rig.Surely(client => client.RaiseEventAsync("child", "Go", "go-child"), "go-child");
        await rig.SurelyIdle();

        Assert.Equal(Expected, (await rig.Get("main")).ReadOutputAs<string>());
        Assert.Equal("told by main", (await rig.Get("listener")).ReadOutputAs<string>());
        Assert.All(world.Ran, ran => Assert.InRange(ran.Value, 1, 3));
        Assert.Equal(5, world.Ran.Count);
        Assert.Null(rig.Engine.NextTimer);
        return commits;
    }

    private sealed record Part(string Said, int Run);

    private sealed class World
    {
        private int attempts;

        public Dictionary<string, int> Ran { get; } = [];

        public void Write(Code code) => code
            .Orchestrator("Everything", async context =>
            {
                var part = context.GetInput<Part>()!;
                if (part.Run == 2)
                    return part.Said + ", then carried " + await context.WaitForExternalEvent<string>("Later");
                var said = await First(context);
                context.ContinueAsNew(new Part(said, 2));
                return said;
            })
            .Orchestrator("Listener", async context => await context.WaitForExternalEvent<string>("Told"))
            .Orchestrator("Child", async context =>
            {
                await context.CallActivityAsync("Note", "child");
                await context.WaitForExternalEvent<string>("Go");
                return "done";
            })
            .Orchestrator<string>("Fails", _ => throw new InvalidOperationException("no luck"))
            .Activity("Note", (string what) => Note(what, 0))
            .Activity("Number", (int number) => Note($"number {number}", number))
            .Activity<object?, int>("Flaky", _ =>
                Interlocked.Increment(ref attempts) < 3 ? throw new TimeoutException("flaky") : Note("flaky", 3));

        private static async Task<string> First(TaskOrchestrationContext context)
        {
            List<string> said = [];
            var numbers = await Task.WhenAll(
                Enumerable.Range(1, 3).Select(number => context.CallActivityAsync<int>("Number", number)));
            said.Add($"numbers {numbers.Sum()}");
            var retry = TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromMinutes(10)));
            said.Add($"flaky {await context.CallActivityAsync<int>("Flaky", null, retry)}");
            said.Add(await Nobody(context));
            var child = context.CallSubOrchestratorAsync<string>(
                "Child", new SubOrchestrationOptions(instanceId: "child"));
            said.Add(await Heard(context));
            said.Add($"child {await child}");
            said.Add(await Caught(context));
            context.SendEvent("listener", "Told", $"told by {context.InstanceId}");
            context.SetCustomStatus(said.Count);
            return string.Join(", ", said);
        }

        private static async Task<string> Nobody(TaskOrchestrationContext context)
        {
            try
            {
                return await context.WaitForExternalEvent<string>("Nobody", TimeSpan.FromHours(1));
            }
            catch (TaskCanceledException)
            {
                return "nobody came";
            }
        }

        private static async Task<string> Heard(TaskOrchestrationContext context)
        {
            var heard = "heard";
            for (var i = 0; i < 3; i++)
                heard += " " + (await context.WaitForExternalEvent<string>("Signal"))["signal-".Length..];
            return heard;
        }

        private static async Task<string> Caught(TaskOrchestrationContext context)
        {
            try
            {
                return await context.CallSubOrchestratorAsync<string>("Fails");
            }
            catch (TaskFailedException failed)
            {
                return $"caught {failed.FailureDetails.ErrorMessage}";
            }
        }

        private int Note(string what, int result)
        {
            lock (Ran)
                Ran[what] = Ran.GetValueOrDefault(what) + 1;
            return result;
        }
    }
}
