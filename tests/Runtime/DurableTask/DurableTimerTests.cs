using Microsoft.DurableTask.Client;

namespace Serverless.Tests.Runtime;

public class DurableTimerTests
{
    [Fact]
    [Follows(FollowsAttribute.Timers)]
    public async Task A_timer_fires_when_its_time_has_come_and_not_before()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Sleep", async context =>
        {
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            return context.CurrentUtcDateTime;
        }));
        var start = rig.Clock.GetUtcNow().UtcDateTime;
        var id = await rig.Schedule("Sleep");

        await rig.Pass(TimeSpan.FromMinutes(59));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await rig.Get(id)).RuntimeStatus);
        await rig.Pass(TimeSpan.FromMinutes(1));

        Assert.Equal(start.AddHours(1), (await rig.Get(id)).ReadOutputAs<DateTime>());
    }

    [Fact]
    [Follows(FollowsAttribute.Timers + "#timer-limitations")]
    public async Task A_timer_of_a_hundred_days_survives_restarts()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Sleep", async context =>
        {
            await context.CreateTimer(TimeSpan.FromDays(100), CancellationToken.None);
            return "awake";
        }));
        var id = await rig.Schedule("Sleep");

        for (var days = 0; days < 100; days += 25)
        {
            Assert.False((await rig.Get(id)).IsCompleted);
            await rig.Restart();
            await rig.Pass(TimeSpan.FromDays(25));
        }

        Assert.Equal("awake", (await rig.Get(id)).ReadOutputAs<string>());
    }

    [Fact]
    [Follows(FollowsAttribute.Worker + "/blob/main/src/Worker/Core/Shims/TaskOrchestrationContextWrapper.cs")]
    public async Task A_timer_longer_than_three_days_comes_in_parts_and_fires_on_time()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Sleep", async context =>
        {
            await context.CreateTimer(TimeSpan.FromDays(7), CancellationToken.None);
            return context.CurrentUtcDateTime;
        }));
        var start = rig.Clock.GetUtcNow();
        var id = await rig.Schedule("Sleep");

        await rig.Idle();
        foreach (var days in (int[])[3, 6, 7])
        {
            Assert.Equal(start.AddDays(days), rig.NextTimer);
            await rig.Pass(start.AddDays(days) - rig.Clock.GetUtcNow());
        }

        Assert.Equal(start.AddDays(7).UtcDateTime, (await rig.Get(id)).ReadOutputAs<DateTime>());
        Assert.Null(rig.NextTimer);
    }

    [Fact]
    [Follows(FollowsAttribute.Framework + "/blob/main/src/DurableTask.Core/TaskOrchestrationContext.cs")]
    public async Task A_cancelled_timer_that_fires_all_the_same_is_a_turn_without_effect()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Listen", async context =>
        {
            var first = await context.WaitForExternalEvent<string>("Go", TimeSpan.FromHours(1));
            return first + await context.WaitForExternalEvent<string>("Go");
        }));
        var start = rig.Clock.GetUtcNow();
        var id = await rig.Schedule("Listen");
        await rig.Client.RaiseEventAsync(id, "Go", "one, ");
        await rig.Idle();
        Assert.Equal(start.AddHours(1), rig.NextTimer);

        await rig.Pass(TimeSpan.FromHours(1));
        Assert.Null(rig.NextTimer);
        await rig.Client.RaiseEventAsync(id, "Go", "two");

        Assert.Equal("one, two", (await rig.End(id)).ReadOutputAs<string>());
    }

    [Fact]
    [Follows(FollowsAttribute.Timers)]
    public async Task A_timer_whose_time_is_past_fires_at_once()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Sleep", async context =>
        {
            await context.CreateTimer(context.CurrentUtcDateTime.AddDays(-1), CancellationToken.None);
            await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
            return "awake";
        }));

        Assert.Equal("awake", (await rig.Run("Sleep")).ReadOutputAs<string>());
    }

    [Fact]
    [Follows(FollowsAttribute.Timers)]
    public async Task A_timer_missed_while_nothing_ran_fires_at_the_next_start()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Sleep", async context =>
        {
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            return "awake";
        }));
        var id = await rig.Schedule("Sleep");
        await rig.Idle();

        await rig.Stop();
        rig.Clock.Advance(TimeSpan.FromDays(1));
        await rig.Reopen();

        Assert.Equal("awake", (await rig.End(id)).ReadOutputAs<string>());
    }

    [Fact]
    [Follows(FollowsAttribute.Timers + "#usage-for-timeout")]
    public async Task A_cancelled_timer_throws_and_no_longer_keeps_the_orchestration()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Deadline", async context =>
            {
                using var giveUp = new CancellationTokenSource();
                var deadline = context.CreateTimer(TimeSpan.FromDays(1), giveUp.Token);
                var work = context.CallActivityAsync<string>("Work");
                var first = await Task.WhenAny(deadline, work);
                giveUp.Cancel();
                await Assert.ThrowsAsync<TaskCanceledException>(() => deadline);
                return first == work ? await work : "too late";
            })
            .Activity<object?, string>("Work", _ => "in time"));

        Assert.Equal("in time", (await rig.Run("Deadline")).ReadOutputAs<string>());
    }

    [Fact]
    [Follows(FollowsAttribute.Timers + "#usage-for-timeout")]
    public async Task Work_can_lose_against_a_timer()
    {
        var never = new TaskCompletionSource<string>();
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Deadline", async context =>
            {
                var deadline = context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                var work = context.CallActivityAsync<string>("Work");
                context.SetCustomStatus(await Task.WhenAny(deadline, work) == work ? "in time" : "too late");
                return await work;
            })
            .ActivityAsync<object?, string>("Work", _ => never.Task));
        var id = await rig.Schedule("Deadline");

        await rig.Until(id, one => one.IsRunning);
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        var late = await rig.Until(id, one => one.SerializedCustomStatus is not null);
        never.SetResult("done");

        Assert.Equal("too late", late.ReadCustomStatusAs<string>());
        Assert.Equal("done", (await rig.End(id)).ReadOutputAs<string>());
    }

    [Fact]
    [Follows(FollowsAttribute.Framework + "/issues/155")]
    public async Task A_timer_that_was_not_cancelled_keeps_the_orchestration_running()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Forget", context =>
        {
            _ = context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            return Task.FromResult("done");
        }));
        var id = await rig.Schedule("Forget");

        await rig.Idle();
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await rig.Get(id)).RuntimeStatus);
        await rig.Pass(TimeSpan.FromHours(1));

        Assert.Equal("done", (await rig.Get(id)).ReadOutputAs<string>());
    }

    [Fact]
    [Follows(FollowsAttribute.ContextApi + ".createtimer")]
    public async Task Timers_fire_in_the_order_of_their_times()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Sort", async context =>
        {
            List<int> fired = [];
            List<int> order = [3, 1, 2];
            await Task.WhenAll(order.Select(async hours =>
            {
                await context.CreateTimer(TimeSpan.FromHours(hours), CancellationToken.None);
                fired.Add(hours);
            }));
            return fired;
        }));
        var id = await rig.Schedule("Sort");

        await rig.Pass(TimeSpan.FromHours(5));

        Assert.Equal([1, 2, 3], (await rig.End(id)).ReadOutputAs<List<int>>()!);
    }
}
