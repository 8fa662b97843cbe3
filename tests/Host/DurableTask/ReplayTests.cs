using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Serverless.Tests.Runtime;

public class ReplayTests
{
    [Fact]
    [Follows(FollowsAttribute.Orchestrations + "#orchestration-history")]
    public async Task An_orchestrator_runs_from_its_beginning_at_every_turn_and_its_activities_once()
    {
        var began = 0;
        var acted = 0;
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Chain", async context =>
            {
                began++;
                for (var i = 0; i < 3; i++)
                    await context.CallActivityAsync("Act");
            })
            .Activity<object?, int>("Act", _ => ++acted));

        await rig.Run("Chain");

        Assert.Equal(4, began);
        Assert.Equal(3, acted);
    }

    [Fact]
    [Follows(FollowsAttribute.ContextApi + ".isreplaying")]
    public async Task What_has_run_before_is_replaying_and_what_is_new_is_not()
    {
        List<string> seen = [];
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Chain", async context =>
            {
                seen.Add($"start {context.IsReplaying}");
                await context.CallActivityAsync("Act");
                seen.Add($"end {context.IsReplaying}");
            })
            .Activity<object?, int>("Act", _ => 1));

        await rig.Run("Chain");

        Assert.Equal(["start False", "start True", "end False"], seen);
    }

    [Fact]
    [Follows(FollowsAttribute.Constraints)]
    public async Task The_clock_and_the_identifiers_are_the_same_in_every_replay()
    {
        List<string> seen = [];
        await using var rig = await Rig.Start(code => code.Orchestrator("Wait", async context =>
        {
            seen.Add($"{context.CurrentUtcDateTime:o} {context.NewGuid()} {context.NewGuid()}");
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            await context.WaitForExternalEvent<int>("End");
        }));
        var id = await rig.Schedule("Wait");
        await rig.Pass(TimeSpan.FromHours(1));
        await rig.Client.RaiseEventAsync(id, "End", 1);
        await rig.End(id);

        Assert.Equal(3, seen.Count);
        Assert.Single(seen.Distinct());
    }

    [Fact]
    [Follows(FollowsAttribute.ContextApi + ".newguid")]
    public async Task Identifiers_are_different_from_each_other_and_between_instances()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Make", context =>
            Task.FromResult(Enumerable.Range(0, 10).Select(_ => context.NewGuid()).ToList())));

        var one = (await rig.Run("Make")).ReadOutputAs<List<Guid>>()!;
        var other = (await rig.Run("Make")).ReadOutputAs<List<Guid>>()!;

        Assert.Equal(20, one.Concat(other).Distinct().Count());
        Assert.All(one, guid => Assert.Equal(5, guid.Version));
    }

    [Fact]
    [Follows(FollowsAttribute.Diagnostics)]
    public async Task A_replay_safe_logger_writes_each_line_once()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Log", async context =>
            {
                var logger = context.CreateReplaySafeLogger("Test");
                logger.LogInformation("before");
                await context.CallActivityAsync("Act");
                context.CreateReplaySafeLogger<ReplayTests>().LogInformation("after");
            })
            .Activity<object?, int>("Act", _ => 1));

        await rig.Run("Log");

        Assert.Equal(["Information: before", "Information: after"], rig.Logged);
    }

    [Fact]
    [Follows(FollowsAttribute.Constraints)]
    public async Task Awaiting_what_is_not_durable_fails_with_a_reason()
    {
        var never = new TaskCompletionSource();
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Delay", async _ => await Task.Delay(Timeout.Infinite))
            .Orchestrator("Pool", async context =>
            {
                await Task.Run(() => never.Task);
                await context.CallActivityAsync("Act");
            })
            .Activity<object?, int>("Act", _ => 1));

        foreach (var name in (string[])["Delay", "Pool"])
        {
            var ended = await rig.Run(name);
            Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
            Assert.Contains("not durable", ended.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Follows(FollowsAttribute.Constraints)]
    public async Task Awaiting_what_is_not_durable_beside_a_durable_task_fails_too()
    {
        var outside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var rig = await Rig.Start(code => code.Orchestrator("Both", async context =>
        {
            var timer = context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            await outside.Task;
            await timer;
        }));
        var id = await rig.Schedule("Both");
        await rig.Idle();

        outside.SetResult();
        var ended = await rig.End(id);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Contains("not durable", ended.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    [Follows(FollowsAttribute.Constraints)]
    public async Task Leaving_the_orchestrators_thread_fails_with_a_reason()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Leave", async context =>
            {
                await context.CallActivityAsync("Act").ConfigureAwait(false);
                await context.CallActivityAsync("Act");
            })
            .Activity<object?, int>("Act", _ => 1));

        var ended = await rig.Run("Leave");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Contains("not durable", ended.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("another", "step 0 was the activity 'Act' when it first ran, and is the activity 'Other' in a replay")]
    [InlineData("timer", "step 0 was the activity 'Act' when it first ran, and is a timer in a replay")]
    [InlineData("more", "step 1 was nothing when it first ran, and is the activity 'Other' in a replay")]
    [InlineData("none", "step 0 was the activity 'Act' when it first ran, and is nothing in a replay")]
    [Follows(FollowsAttribute.Constraints)]
    public async Task Code_that_takes_another_step_in_a_replay_fails_and_the_step_is_named(string change, string reason)
    {
        var changed = "";
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Change", async context =>
            {
                if (changed == "timer")
                    await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                if (changed != "none")
                    await Steps(context, changed);
                await context.WaitForExternalEvent<int>("End");
            })
            .Activity<object?, int>("Act", _ => 1)
            .Activity<object?, int>("Other", _ => 1));
        var id = await rig.Schedule("Change");
        await rig.Idle();

        changed = change;
        await rig.Client.RaiseEventAsync(id, "End", 1);

        var ended = await rig.End(id);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.EndsWith(
            "NonDeterministicOrchestrationException", ended.FailureDetails!.ErrorType, StringComparison.Ordinal);
        Assert.Contains(reason, ended.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    [Follows(FollowsAttribute.Constraints)]
    public async Task Tasks_that_the_orchestrator_starts_itself_stay_on_its_thread()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Own", async context =>
            {
                var twice = context.CallActivityAsync<int>("Twice", 4).ContinueWith(
                    task => task.Result + 1, TaskScheduler.Current);
                var own = Task.Factory.StartNew(
                    () => 100, CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Current);
                await Task.Yield();
                return await twice + await own;
            })
            .Activity("Twice", (int number) => number * 2));

        Assert.Equal(109, (await rig.Run("Own")).ReadOutputAs<int>());
    }

    private static async Task Steps(Microsoft.DurableTask.TaskOrchestrationContext context, string changed)
    {
        var act = context.CallActivityAsync(changed == "another" ? "Other" : "Act");
        if (changed == "more")
            await context.CallActivityAsync("Other");
        await act;
    }
}
