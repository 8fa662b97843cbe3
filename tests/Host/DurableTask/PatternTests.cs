using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Serverless.Tests.Runtime;

/// <summary>The patterns that the documentation of Durable Functions shows.</summary>
public class PatternTests
{
    [Fact]
    [Follows(FollowsAttribute.FanOut)]
    public async Task A_fan_out_of_many_gives_the_sum_of_all()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Sum", async context =>
            {
                var parts = Enumerable.Range(1, 200).Select(part => context.CallActivityAsync<int>("Size", part));
                return (await Task.WhenAll(parts)).Sum();
            })
            .Activity("Size", (int part) => part));

        Assert.Equal(20_100, (await rig.Run("Sum")).ReadOutputAs<int>());
    }

    [Fact]
    [Follows(FollowsAttribute.Docs + "monitor")]
    public async Task A_monitor_looks_again_and_again_until_it_sees_what_it_waits_for()
    {
        var looks = 0;
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Monitor", async context =>
            {
                var until = context.CurrentUtcDateTime.AddHours(6);
                while (context.CurrentUtcDateTime < until)
                {
                    if (await context.CallActivityAsync<bool>("IsClear"))
                        return "clear";
                    await context.CreateTimer(TimeSpan.FromMinutes(30), CancellationToken.None);
                }

                return "gave up";
            })
            .Activity<object?, bool>("IsClear", _ => ++looks == 4));
        var id = await rig.Schedule("Monitor");

        for (var half = 0; half < 3; half++)
            await rig.Pass(TimeSpan.FromMinutes(30));

        Assert.Equal("clear", (await rig.End(id)).ReadOutputAs<string>());
        Assert.Equal(4, looks);
    }

    [Theory]
    [InlineData(true, "approved")]
    [InlineData(false, "escalated")]
    [Follows(FollowsAttribute.Docs + "phone-verification")]
    public async Task Somebody_answers_or_the_time_is_up(bool answers, string expected)
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Approval", async context =>
        {
            using var enough = new CancellationTokenSource();
            var late = context.CreateTimer(TimeSpan.FromHours(72), enough.Token);
            var approved = context.WaitForExternalEvent<bool>("Approval");
            if (await Task.WhenAny(approved, late) == late)
                return "escalated";
            enough.Cancel();
            return await approved ? "approved" : "declined";
        }));
        var id = await rig.Schedule("Approval");
        await rig.Idle();

        if (answers)
            await rig.Client.RaiseEventAsync(id, "Approval", true);
        await rig.Pass(TimeSpan.FromHours(72));

        Assert.Equal(expected, (await rig.End(id)).ReadOutputAs<string>());
    }

    [Fact]
    [Follows(FollowsAttribute.Errors)]
    public async Task What_was_done_is_taken_back_when_a_later_step_fails()
    {
        var account = 100;
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Transfer", async context =>
            {
                await context.CallActivityAsync("Debit", 30);
                try
                {
                    await context.CallActivityAsync("Credit", 30);
                    return "moved";
                }
                catch (TaskFailedException)
                {
                    await context.CallActivityAsync("Debit", -30);
                    return "taken back";
                }
            })
            .Activity("Debit", (int amount) => account -= amount)
            .Activity<int, int>("Credit", _ => throw new InvalidOperationException("closed")));

        Assert.Equal("taken back", (await rig.Run("Transfer")).ReadOutputAs<string>());
        Assert.Equal(100, account);
    }

    [Fact]
    [Follows(FollowsAttribute.Docs + "singletons")]
    public async Task A_singleton_is_started_where_none_of_its_id_runs()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Only", async context =>
            await context.WaitForExternalEvent<int>("End")));
        await rig.Schedule("Only", id: "only");
        await rig.Idle();

        Assert.True((await rig.Get("only")).IsRunning);
        await Assert.ThrowsAnyAsync<Exception>(() => rig.Schedule("Only", id: "only"));
        await rig.Client.RaiseEventAsync("only", "End", 1);

        Assert.Equal(1, (await rig.End("only")).ReadOutputAs<int>());
        await rig.Schedule("Only", id: "only");
        await rig.Idle();
        Assert.True((await rig.Get("only")).IsRunning);
    }

    [Fact]
    [Follows(FollowsAttribute.Eternal)]
    public async Task An_eternal_orchestration_ends_when_it_is_terminated()
    {
        var rounds = 0;
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Eternal", async context =>
            {
                await context.CallActivityAsync("Clean");
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                context.ContinueAsNew();
            })
            .Activity<object?, int>("Clean", _ => ++rounds));
        var id = await rig.Schedule("Eternal");
        for (var hour = 0; hour < 4; hour++)
            await rig.Pass(TimeSpan.FromHours(1));

        await rig.Client.TerminateInstanceAsync(id, "enough");

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await rig.End(id)).RuntimeStatus);
        await rig.Pass(TimeSpan.FromHours(4));
        Assert.Equal(5, rounds);
    }

    [Fact]
    [Follows(FollowsAttribute.Events)]
    public async Task All_of_several_events_can_be_awaited_in_any_order()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Permit", async context =>
        {
            var city = context.WaitForExternalEvent<string>("City");
            var fire = context.WaitForExternalEvent<string>("Fire");
            return string.Join(" ", await Task.WhenAll(city, fire));
        }));
        var id = await rig.Schedule("Permit");

        await rig.Client.RaiseEventAsync(id, "Fire", "second");
        await rig.Client.RaiseEventAsync(id, "City", "first");

        Assert.Equal("first second", (await rig.End(id)).ReadOutputAs<string>());
    }

    [Fact]
    [Follows(FollowsAttribute.Events)]
    public async Task The_first_of_several_events_decides()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Choose", async context =>
        {
            var red = context.WaitForExternalEvent<string>("Red");
            var blue = context.WaitForExternalEvent<string>("Blue");
            return await await Task.WhenAny(red, blue);
        }));
        var id = await rig.Schedule("Choose");
        await rig.Idle();

        await rig.Client.RaiseEventAsync(id, "Blue", "blue");

        Assert.Equal("blue", (await rig.End(id)).ReadOutputAs<string>());
    }

    [Fact]
    [Follows(FollowsAttribute.Errors)]
    public async Task One_failure_among_many_does_not_lose_the_results_of_the_others()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Many", async context =>
            {
                var calls = Enumerable.Range(0, 5).Select(i => context.CallActivityAsync<int>("Odd", i)).ToList();
                var failed = await Assert.ThrowsAsync<TaskFailedException>(() => Task.WhenAll(calls));
                return calls.Count(call => call.IsCompletedSuccessfully) + failed.FailureDetails.ErrorMessage;
            })
            .Activity("Odd", (int i) => i == 3 ? throw new InvalidOperationException(" of 5") : i));

        Assert.Equal("4 of 5", (await rig.Run("Many")).ReadOutputAs<string>());
    }

    [Fact]
    [Follows(FollowsAttribute.SubOrchestrations)]
    public async Task Sub_orchestrations_called_together_run_together()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Devices", async context => (await Task.WhenAll(Enumerable.Range(1, 10)
                .Select(device => context.CallSubOrchestratorAsync<int>("Provision", device)))).Sum())
            .Orchestrator("Provision", async context =>
            {
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                return context.GetInput<int>();
            }));
        var id = await rig.Schedule("Devices");

        await rig.Pass(TimeSpan.FromHours(1));

        Assert.Equal(55, (await rig.End(id)).ReadOutputAs<int>());
    }
}
