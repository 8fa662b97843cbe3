using Microsoft.DurableTask.Client;

namespace Serverless.Tests.Runtime;

public class EventTests
{
    [Fact]
    [Follows(FollowsAttribute.Events)]
    public async Task An_event_is_heard_by_the_one_who_waits_for_it()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Listen", async context =>
            (await context.WaitForExternalEvent<Note>("Approved")).Text));
        var id = await rig.Schedule("Listen");
        await rig.Idle();

        await rig.Client.RaiseEventAsync(id, "Approved", new Note("yes"));

        Assert.Equal("yes", (await rig.End(id)).ReadOutputAs<string>());
    }

    [Fact]
    [Follows(FollowsAttribute.ClientApi + ".raiseeventasync")]
    public async Task An_event_that_comes_before_its_wait_is_kept()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Listen", async context =>
        {
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            return await context.WaitForExternalEvent<string>("Approved");
        }));
        var id = await rig.Schedule("Listen");
        await rig.Client.RaiseEventAsync(id, "Approved", "early");
        await rig.Restart();

        await rig.Pass(TimeSpan.FromHours(1));

        Assert.Equal("early", (await rig.End(id)).ReadOutputAs<string>());
    }

    [Fact]
    [Follows(FollowsAttribute.ClientApi + ".raiseeventasync")]
    public async Task Letter_case_does_not_matter_in_names_of_events()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Listen", async context =>
            await context.WaitForExternalEvent<int>("Go") + await context.WaitForExternalEvent<int>("gO")));
        var id = await rig.Schedule("Listen");

        await rig.Client.RaiseEventAsync(id, "GO", 1);
        await rig.Client.RaiseEventAsync(id, "go", 2);

        Assert.Equal(3, (await rig.End(id)).ReadOutputAs<int>());
    }

    [Fact]
    [Follows(FollowsAttribute.Events)]
    public async Task Events_of_one_name_are_heard_in_the_order_in_which_they_were_raised()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Listen", async context =>
        {
            await context.WaitForExternalEvent<string>("Start");
            List<int> heard = [];
            for (var i = 0; i < 20; i++)
                heard.Add(await context.WaitForExternalEvent<int>("Number"));
            return heard;
        }));
        var id = await rig.Schedule("Listen");

        for (var i = 0; i < 20; i++)
            await rig.Client.RaiseEventAsync(id, "Number", i);
        await rig.Client.RaiseEventAsync(id, "Start", "now");

        Assert.Equal(Enumerable.Range(0, 20), (await rig.End(id)).ReadOutputAs<List<int>>()!);
    }

    [Fact]
    [Follows(FollowsAttribute.Worker + "/blob/main/src/Worker/Core/Shims/TaskOrchestrationContextWrapper.cs")]
    public async Task Of_several_who_wait_for_one_name_the_last_is_served_first()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Listen", async context =>
        {
            var first = context.WaitForExternalEvent<int>("Number");
            var second = context.WaitForExternalEvent<int>("Number");
            return new[] { await first, await second };
        }));
        var id = await rig.Schedule("Listen");
        await rig.Idle();

        await rig.Client.RaiseEventAsync(id, "Number", 1);
        await rig.Client.RaiseEventAsync(id, "Number", 2);

        Assert.Equal([2, 1], (await rig.End(id)).ReadOutputAs<List<int>>()!);
    }

    [Fact]
    [Follows(FollowsAttribute.Events)]
    public async Task An_event_raised_twice_is_heard_twice()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Listen", async context =>
            await context.WaitForExternalEvent<int>("Paid") + await context.WaitForExternalEvent<int>("Paid")));
        var id = await rig.Schedule("Listen");

        await rig.Client.RaiseEventAsync(id, "Paid", 5);
        await rig.Client.RaiseEventAsync(id, "Paid", 5);

        Assert.Equal(10, (await rig.End(id)).ReadOutputAs<int>());
    }

    [Fact]
    [Follows(FollowsAttribute.ContextApi + ".waitforexternalevent")]
    public async Task A_wait_that_takes_too_long_throws()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Listen", async context =>
        {
            try
            {
                return await context.WaitForExternalEvent<string>("Approved", TimeSpan.FromDays(3));
            }
            catch (TaskCanceledException)
            {
                return "nobody answered";
            }
        }));
        var id = await rig.Schedule("Listen");

        await rig.Pass(TimeSpan.FromDays(3));

        Assert.Equal("nobody answered", (await rig.End(id)).ReadOutputAs<string>());
    }

    [Fact]
    [Follows(FollowsAttribute.ContextApi + ".waitforexternalevent")]
    public async Task A_wait_that_was_answered_in_time_leaves_no_timer_behind()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Listen", async context =>
            await context.WaitForExternalEvent<string>("Approved", TimeSpan.FromDays(3))));
        var id = await rig.Schedule("Listen");
        await rig.Idle();

        await rig.Client.RaiseEventAsync(id, "Approved", "yes");

        Assert.Equal("yes", (await rig.End(id)).ReadOutputAs<string>());
        Assert.Equal(rig.Clock.GetUtcNow(), (await rig.Get(id)).LastUpdatedAt);
    }

    [Fact]
    [Follows(FollowsAttribute.ClientApi + ".raiseeventasync")]
    public async Task An_event_that_comes_after_its_wait_has_ended_is_kept_for_the_next()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Listen", async context =>
        {
            await Assert.ThrowsAsync<TaskCanceledException>(
                () => context.WaitForExternalEvent<string>("Approved", TimeSpan.FromDays(1)));
            await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
            return await context.WaitForExternalEvent<string>("approved", TimeSpan.FromDays(1));
        }));
        var id = await rig.Schedule("Listen");
        await rig.Pass(TimeSpan.FromDays(1));
        await rig.Client.RaiseEventAsync(id, "Approved", "late");

        await rig.Pass(TimeSpan.FromDays(1));

        Assert.Equal("late", (await rig.End(id)).ReadOutputAs<string>());
    }

    [Fact]
    [Follows(FollowsAttribute.Worker + "/blob/main/src/Worker/Core/Shims/TaskOrchestrationContextWrapper.cs")]
    public async Task A_wait_that_was_given_up_and_not_cancelled_takes_the_next_event()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Listen", async context =>
        {
            var givenUp = context.WaitForExternalEvent<int>("Number");
            await Task.WhenAny(givenUp, context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None));
            await context.WaitForExternalEvent<string>("Go");
            int heard = await context.WaitForExternalEvent<int>("Number");
            return new[] { await givenUp, heard };
        }));
        var id = await rig.Schedule("Listen");
        await rig.Pass(TimeSpan.FromDays(1));
        await rig.Client.RaiseEventAsync(id, "Number", 1);
        await rig.Client.RaiseEventAsync(id, "Go", "now");
        await rig.Client.RaiseEventAsync(id, "Number", 2);

        var heard = (await rig.End(id)).ReadOutputAs<int[]>()!;
        Assert.Equal([1, 2], heard);
    }

    [Fact]
    [Follows(FollowsAttribute.ContextApi + ".waitforexternalevent")]
    public async Task A_wait_can_be_cancelled_by_the_orchestrator()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Listen", async context =>
        {
            using var enough = new CancellationTokenSource();
            var wait = context.WaitForExternalEvent<string>("A", enough.Token);
            var long_ = context.WaitForExternalEvent<string>("B", TimeSpan.FromDays(9), enough.Token);
            enough.Cancel();
            await Assert.ThrowsAsync<TaskCanceledException>(() => wait);
            await Assert.ThrowsAsync<TaskCanceledException>(() => long_);
            return "cancelled";
        }));

        Assert.Equal("cancelled", (await rig.Run("Listen")).ReadOutputAs<string>());
    }

    [Fact]
    [Follows(FollowsAttribute.Worker + "/blob/main/src/Worker/Core/Shims/TaskOrchestrationContextWrapper.cs")]
    public async Task One_name_cannot_be_awaited_as_two_types()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Listen", async context =>
        {
            var number = context.WaitForExternalEvent<int>("Number");
            return await context.WaitForExternalEvent<string>("Number") + await number;
        }));

        Assert.Equal(typeof(ArgumentException).FullName, (await rig.Run("Listen")).FailureDetails!.ErrorType);
    }

    [Fact]
    [Follows(FollowsAttribute.ClientApi + ".raiseeventasync")]
    public async Task An_event_for_an_instance_that_does_not_exist_or_has_ended_is_dropped()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("End", _ => Task.FromResult(1)));
        var id = (await rig.Run("End")).InstanceId;

        await rig.Client.RaiseEventAsync("nobody", "Approved", "yes");
        await rig.Client.RaiseEventAsync(id, "Approved", "yes");

        Assert.Null(await rig.Client.GetInstanceAsync("nobody"));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await rig.Get(id)).RuntimeStatus);
    }

    [Fact]
    [Follows(FollowsAttribute.ClientApi + ".raiseeventasync")]
    public async Task An_event_needs_an_instance_and_a_name()
    {
        await using var rig = await Rig.Start(_ => { });

        await Assert.ThrowsAnyAsync<ArgumentException>(() => rig.Client.RaiseEventAsync("", "Approved"));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => rig.Client.RaiseEventAsync("id", ""));
    }

    [Fact]
    [Follows(FollowsAttribute.ContextApi + ".sendevent")]
    public async Task An_orchestration_can_send_an_event_to_another()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Listen", async context => await context.WaitForExternalEvent<string>("Hello"))
            .Orchestrator("Send", context =>
            {
                context.SendEvent("listener", "hello", "from " + context.InstanceId);
                context.SendEvent("nobody", "hello", "lost");
                return Task.CompletedTask;
            }));
        await rig.Schedule("Listen", id: "listener");

        await rig.Schedule("Send", id: "sender");

        Assert.Equal("from sender", (await rig.End("listener")).ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await rig.End("sender")).RuntimeStatus);
    }

    [Fact]
    [Follows(FollowsAttribute.Events)]
    public async Task An_event_without_a_payload_is_the_default_of_its_type()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Listen", async context =>
            await context.WaitForExternalEvent<Note?>("Go") is null ? "nothing" : "something"));
        var id = await rig.Schedule("Listen");

        await rig.Client.RaiseEventAsync(id, "Go");

        Assert.Equal("nothing", (await rig.End(id)).ReadOutputAs<string>());
    }

    private sealed record Note(string Text);
}
