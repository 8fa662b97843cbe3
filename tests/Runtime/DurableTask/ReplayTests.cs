using System.Collections.Concurrent;
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

        Assert.Equal(
            ["Information: before", "Information: after"],
            rig.Said.Where(line => line.EndsWith("before") || line.EndsWith("after")));
    }

    [Fact]
    [Follows(FollowsAttribute.Worker + "/blob/main/src/Worker/Grpc/GrpcOrchestrationRunner.cs")]
    public async Task Awaiting_what_is_not_durable_hangs_and_the_host_is_told_whose_orchestrator_rests()
    {
        var never = new TaskCompletionSource();
        ConcurrentQueue<(string, string)> resting = new();
        await using var rig = await Rig.Start(
            code => code
                .Orchestrator("Delay", async _ => await Task.Delay(Timeout.Infinite))
                .Orchestrator("Pool", async context =>
                {
                    await context.CallActivityAsync("Act");
                    await Task.Run(() => never.Task);
                })
                .Orchestrator("Busy", async context => await context.CallActivityAsync("Act"))
                .Activity<object?, int>("Act", _ => 1),
            options => options.Rests = (name, id) => resting.Enqueue((name, id)));

        foreach (var name in (string[])["Delay", "Pool", "Busy"])
            await rig.Schedule(name, id: name);
        await rig.Idle();

        Assert.Equal(OrchestrationRuntimeStatus.Running, (await rig.Get("Delay")).RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await rig.Get("Pool")).RuntimeStatus);
        Assert.Equal([("Delay", "Delay"), ("Pool", "Pool")], resting.Order());
        Assert.Equal(2, rig.Logged.Count(line => line.Contains("not durable", StringComparison.Ordinal)));
    }

    [Fact]
    [Follows(FollowsAttribute.Worker + "/blob/main/src/Worker/Grpc/GrpcOrchestrationRunner.cs")]
    public async Task Awaiting_what_is_not_durable_beside_a_durable_task_is_seen_by_nobody()
    {
        var outside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        List<string> resting = [];
        await using var rig = await Rig.Start(
            code => code.Orchestrator("Both", async context =>
            {
                var timer = context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                await outside.Task;
                await timer;
            }),
            options => options.Rests = (name, _) => resting.Add(name));
        var id = await rig.Schedule("Both");
        await rig.Idle();

        outside.SetResult();
        await rig.Pass(TimeSpan.FromHours(1));

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await rig.End(id)).RuntimeStatus);
        Assert.Empty(resting);
    }

    [Theory]
    [InlineData("another", "scheduled an activity task with sequence number 0 named 'Act'")]
    [InlineData("timer", "produced a CreateTimerOrchestratorAction action with this sequence number")]
    [InlineData("none", "hasn't (yet?) scheduled this task")]
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

    private static async Task Steps(Microsoft.DurableTask.TaskOrchestrationContext context, string changed)
    {
        var act = context.CallActivityAsync(changed == "another" ? "Other" : "Act");
        await act;
    }
}
