using Microsoft.DurableTask;

namespace Serverless.Tests.Runtime;

public class ContinueAsNewTests
{
    [Fact]
    [Follows(FollowsAttribute.Eternal)]
    public async Task An_orchestration_can_begin_again_with_another_input()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Count", async context =>
            {
                var count = await context.CallActivityAsync<int>("AddOne", context.GetInput<int>());
                if (count < 10)
                    context.ContinueAsNew(count);
                return count;
            })
            .Activity("AddOne", (int number) => number + 1));

        var ended = await rig.Run("Count", 0);

        Assert.Equal(10, ended.ReadOutputAs<int>());
        Assert.Equal(9, ended.ReadInputAs<int>());
    }

    [Fact]
    [Follows(FollowsAttribute.Eternal)]
    public async Task Timers_and_activities_of_the_new_run_are_its_own()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Daily", async context =>
        {
            await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
            if (context.GetInput<int>() < 3)
                context.ContinueAsNew(context.GetInput<int>() + 1);
            return context.CurrentUtcDateTime;
        }));
        var start = rig.Clock.GetUtcNow().UtcDateTime;
        var id = await rig.Schedule("Daily", 1);

        for (var day = 0; day < 3; day++)
            await rig.Pass(TimeSpan.FromDays(1));

        Assert.Equal(start.AddDays(3), (await rig.End(id)).ReadOutputAs<DateTime>());
    }

    [Fact]
    [Follows(FollowsAttribute.ContextApi + ".continueasnew")]
    public async Task Events_that_nobody_heard_are_heard_by_the_new_run_in_their_order()
    {
        await using var rig = await Start(keep: true);
        for (var i = 1; i <= 3; i++)
            await rig.Client.RaiseEventAsync("one", "Number", i);

        await rig.Client.RaiseEventAsync("one", "Again");
        await rig.Idle();
        await rig.Client.RaiseEventAsync("one", "Number", 4);

        Assert.Equal([1, 2, 3, 4], (await rig.End("one")).ReadOutputAs<List<int>>()!);
    }

    [Fact]
    [Follows(FollowsAttribute.ContextApi + ".continueasnew")]
    public async Task Events_that_nobody_heard_can_be_left_behind()
    {
        await using var rig = await Start(keep: false);
        await rig.Client.RaiseEventAsync("one", "Number", 1);
        await rig.Client.RaiseEventAsync("one", "Again");
        await rig.Idle();
        for (var i = 11; i <= 14; i++)
            await rig.Client.RaiseEventAsync("one", "Number", i);

        Assert.Equal([11, 12, 13, 14], (await rig.End("one")).ReadOutputAs<List<int>>()!);
    }

    [Fact]
    [Follows(FollowsAttribute.Worker + "/blob/main/src/Worker/Core/Shims/TaskOrchestrationContextWrapper.cs")]
    public async Task What_a_run_left_over_is_heard_first_by_the_next_though_the_engine_was_restarted_between_them()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Listen", async context =>
        {
            if (context.GetInput<string>() is null)
            {
                await context.WaitForExternalEvent<object?>("Again");
                context.ContinueAsNew("second");
                return null;
            }

            List<int> heard = [];
            while (heard.Count < 5)
                heard.Add(await context.WaitForExternalEvent<int>("Number"));
            return heard;
        }));
        await rig.Schedule("Listen", null, "one");
        await rig.Client.SuspendInstanceAsync("one");
        await rig.Idle();
        foreach (var number in (int[])[1, 2])
            await rig.Client.RaiseEventAsync("one", "Number", number);
        await rig.Client.RaiseEventAsync("one", "Again");
        foreach (var number in (int[])[3, 4])
            await rig.Client.RaiseEventAsync("one", "Number", number);
        var turns = 0;
        var begins = new TaskCompletionSource();
        rig.Code.Before = (_, stop) =>
        {
            if (++turns == 1)
                return Task.CompletedTask;
            begins.TrySetResult();
            return Task.Delay(Timeout.Infinite, stop);
        };
        await rig.Client.ResumeInstanceAsync("one");
        await begins.Task;
        await rig.Client.RaiseEventAsync("one", "Number", 5);
        await rig.Kill();
        rig.Code.Before = null;
        await rig.Reopen();

        Assert.Equal([1, 2, 3, 4, 5], (await rig.End("one")).ReadOutputAs<List<int>>()!);
    }

    [Fact]
    [Follows(FollowsAttribute.Eternal)]
    public async Task A_parent_gets_the_result_of_the_last_run()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<int>("Child", 0))
            .Orchestrator("Child", context =>
            {
                var run = context.GetInput<int>();
                if (run < 5)
                    context.ContinueAsNew(run + 1);
                return Task.FromResult(run);
            }));

        Assert.Equal(5, (await rig.Run("Parent")).ReadOutputAs<int>());
    }

    [Fact]
    [Follows(FollowsAttribute.Status)]
    public async Task The_custom_status_of_a_run_is_not_that_of_the_next()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Again", async context =>
        {
            if (context.GetInput<int>() == 0)
            {
                context.SetCustomStatus("first");
                context.ContinueAsNew(1);
                return;
            }

            await context.WaitForExternalEvent<int>("End");
            context.SetCustomStatus("second");
        }));
        var id = await rig.Schedule("Again", 0);

        await rig.Idle();
        Assert.Null((await rig.Get(id)).SerializedCustomStatus);
        await rig.Client.RaiseEventAsync(id, "End", 1);

        Assert.Equal("second", (await rig.End(id)).ReadCustomStatusAs<string>());
    }

    [Fact]
    [Follows(FollowsAttribute.Api + ".continueasnewoptions.newversion")]
    public async Task The_new_run_can_have_another_version()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Again", context =>
        {
            if (context.CompareVersionTo("2.0") < 0)
                context.ContinueAsNew(new ContinueAsNewOptions { NewVersion = "2.0", NewInput = context.Version });
            return Task.FromResult($"{context.GetInput<string>()} -> {context.Version}");
        }));

        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            "Again", new StartOrchestrationOptions { Version = "1.5" });

        Assert.Equal("1.5 -> 2.0", (await rig.End(id)).ReadOutputAs<string>());
    }

    private static async Task<Rig> Start(bool keep)
    {
        var rig = await Rig.Start(code => code.Orchestrator("Listen", async context =>
        {
            if (context.GetInput<string>() == "first")
            {
                await context.WaitForExternalEvent<object?>("Again");
                context.ContinueAsNew("second", keep);
                return null;
            }

            List<int> heard = [];
            while (heard.Count < 4)
                heard.Add(await context.WaitForExternalEvent<int>("Number"));
            return heard;
        }));
        await rig.Schedule("Listen", "first", "one");
        await rig.Idle();
        return rig;
    }
}
