using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Serverless.Tests.Runtime;

public class ManagementTests
{
    [Fact]
    [Follows(FollowsAttribute.Management + "#query-instances")]
    public async Task An_instance_tells_what_it_is_and_since_when()
    {
        await using var rig = await Listening();
        var start = rig.Clock.GetUtcNow();
        var id = await rig.Schedule("Listen", new { Shop = "manila" });
        await rig.Pass(TimeSpan.FromHours(1));
        await rig.Client.RaiseEventAsync(id, "End", "done");

        var ended = await rig.End(id);

        Assert.Equal(("Listen", id), (ended.Name, ended.InstanceId));
        Assert.Equal((start, start.AddHours(1)), (ended.CreatedAt, ended.LastUpdatedAt));
        Assert.Equal("""{"Shop":"manila"}""", ended.SerializedInput);
        Assert.Equal("\"done\"", ended.SerializedOutput);
        Assert.Equal((true, false), (ended.IsCompleted, ended.IsRunning));
    }

    [Fact]
    [Follows(FollowsAttribute.Api + ".client.orchestrationmetadata")]
    public async Task Inputs_and_outputs_are_read_only_where_they_were_asked_for()
    {
        await using var rig = await Listening();
        var id = await rig.Schedule("Listen", 1);
        await rig.Client.RaiseEventAsync(id, "End", "done");
        await rig.End(id);

        var bare = (await rig.Client.GetInstanceAsync(id))!;

        Assert.Equal(OrchestrationRuntimeStatus.Completed, bare.RuntimeStatus);
        Assert.Null(bare.SerializedInput);
        Assert.Throws<InvalidOperationException>(() => bare.ReadInputAs<int>());
        Assert.Throws<InvalidOperationException>(() => bare.ReadOutputAs<string>());
        Assert.Throws<InvalidOperationException>(() => bare.ReadCustomStatusAs<string>());
    }

    [Fact]
    [Follows(FollowsAttribute.ClientApi + ".getinstanceasync")]
    public async Task An_instance_that_does_not_exist_is_null()
    {
        await using var rig = await Listening();

        Assert.Null(await rig.Client.GetInstanceAsync("nobody", true));
    }

    [Fact]
    [Follows(FollowsAttribute.Status)]
    public async Task A_custom_status_is_seen_while_the_orchestration_runs_and_can_be_cleared()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Status", async context =>
        {
            context.SetCustomStatus(new { Step = 1 });
            await context.WaitForExternalEvent<int>("Next");
            context.SetCustomStatus(null);
            await context.WaitForExternalEvent<int>("Next");
        }));
        var id = await rig.Schedule("Status");
        await rig.Idle();
        Assert.Equal("""{"Step":1}""", (await rig.Get(id)).SerializedCustomStatus);

        await rig.Client.RaiseEventAsync(id, "Next", 1);
        await rig.Idle();

        Assert.Null((await rig.Get(id)).SerializedCustomStatus);
    }

    [Fact]
    [Follows(FollowsAttribute.Management + "#terminate-instances")]
    public async Task A_terminated_instance_ends_with_what_was_said_and_hears_nothing_more()
    {
        await using var rig = await Listening();
        var id = await rig.Schedule("Listen");
        await rig.Idle();

        await rig.Client.TerminateInstanceAsync(id, (object)"out of stock");
        await rig.End(id);
        await rig.Client.RaiseEventAsync(id, "End", "done");
        await rig.Idle();

        var ended = await rig.Get(id);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, ended.RuntimeStatus);
        Assert.Equal("out of stock", ended.ReadOutputAs<string>());
        Assert.True(ended.IsCompleted);
    }

    [Fact]
    [Follows(FollowsAttribute.ClientApi + ".terminateinstanceasync")]
    public async Task Terminating_lets_a_running_activity_end_and_drops_its_result()
    {
        var slow = new TaskCompletionSource<string>();
        var running = new TaskCompletionSource();
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Call", async context => await context.CallActivityAsync<string>("Slow"))
            .ActivityAsync<object?, string>("Slow", async _ =>
            {
                running.SetResult();
                return await slow.Task;
            }));
        var id = await rig.Schedule("Call");
        await running.Task;

        await rig.Client.TerminateInstanceAsync(id);
        await rig.End(id);
        slow.SetResult("late");
        await rig.Idle();

        Assert.Null((await rig.Get(id)).SerializedOutput);
    }

    [Fact]
    [Follows(FollowsAttribute.ClientApi + ".terminateinstanceasync")]
    public async Task What_has_ended_or_does_not_exist_cannot_be_terminated()
    {
        await using var rig = await Listening();
        var id = await rig.Schedule("Listen");
        await rig.Client.RaiseEventAsync(id, "End", "done");
        await rig.End(id);

        Assert.Equal(
            $"The orchestration '{id}' is Completed and cannot be terminated.",
            await Rig.Refused(StatusCode.FailedPrecondition, () => rig.Client.TerminateInstanceAsync(id)));
        Assert.Equal(
            "There is no orchestration with the id 'nobody'.",
            await Rig.Refused(StatusCode.NotFound, () => rig.Client.TerminateInstanceAsync("nobody")));
        await Rig.Refused(StatusCode.NotFound, () => rig.Client.SuspendInstanceAsync("nobody"));
        await Rig.Refused(StatusCode.FailedPrecondition, () => rig.Client.ResumeInstanceAsync(id));
        await rig.Idle();

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await rig.Get(id)).RuntimeStatus);
    }

    [Fact]
    [Follows(FollowsAttribute.Management + "#terminate-instances")]
    public async Task An_instance_that_waits_for_its_start_can_be_terminated()
    {
        await using var rig = await Listening();
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            "Listen", new StartOrchestrationOptions(StartAt: rig.Clock.GetUtcNow().AddDays(1)));

        await rig.Client.TerminateInstanceAsync(id);
        await rig.End(id);
        await rig.Pass(TimeSpan.FromDays(2));

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await rig.Get(id)).RuntimeStatus);
    }

    [Fact]
    [Follows(FollowsAttribute.Management + "#suspend-and-resume-instances")]
    public async Task A_suspended_instance_keeps_what_it_hears_until_it_is_resumed()
    {
        await using var rig = await Listening();
        var id = await rig.Schedule("Listen");
        await rig.Idle();

        await rig.Client.SuspendInstanceAsync(id, "holiday");
        await rig.Client.RaiseEventAsync(id, "End", "heard");
        await rig.Idle();
        await rig.Restart();
        await rig.Idle();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await rig.Get(id)).RuntimeStatus);
        await rig.Client.ResumeInstanceAsync(id, "back");

        Assert.Equal("heard", (await rig.End(id)).ReadOutputAs<string>());
    }

    [Fact]
    [Follows(FollowsAttribute.Management + "#suspend-and-resume-instances")]
    public async Task Results_and_timers_that_come_while_an_instance_is_suspended_count_when_it_is_resumed()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Both", async context =>
            {
                var act = context.CallActivityAsync<int>("Act");
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                await context.WaitForExternalEvent<int>("Suspended");
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                return await act;
            })
            .Activity<object?, int>("Act", _ => 5));
        var id = await rig.Schedule("Both");
        await rig.Pass(TimeSpan.FromHours(1));
        await rig.Client.RaiseEventAsync(id, "Suspended", 1);
        await rig.Client.SuspendInstanceAsync(id);
        await rig.Pass(TimeSpan.FromHours(1));
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await rig.Get(id)).RuntimeStatus);

        await rig.Client.ResumeInstanceAsync(id);

        Assert.Equal(5, (await rig.End(id)).ReadOutputAs<int>());
    }

    [Fact]
    [Follows(FollowsAttribute.Management + "#suspend-and-resume-instances")]
    public async Task A_suspended_instance_can_be_terminated()
    {
        await using var rig = await Listening();
        var id = await rig.Schedule("Listen");
        await rig.Client.SuspendInstanceAsync(id);

        await rig.Client.TerminateInstanceAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await rig.End(id)).RuntimeStatus);
    }

    [Fact]
    [Follows(FollowsAttribute.Errors)]
    public async Task An_orchestrator_that_throws_fails_with_what_it_threw()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator<int>("Throw", _ => throw new InvalidOperationException("at once"))
            .Orchestrator("Later", async context =>
            {
                await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
                throw new TimeoutException("later");
            }));

        var now = (await rig.Run("Throw")).FailureDetails!;
        var later = (await rig.Run("Later")).FailureDetails!;

        Assert.Equal(("System.InvalidOperationException", "at once"), (now.ErrorType, now.ErrorMessage));
        Assert.Equal(("System.TimeoutException", "later"), (later.ErrorType, later.ErrorMessage));
    }

    private static Task<Rig> Listening() => Rig.Start(code => code.Orchestrator("Listen", async context =>
        await context.WaitForExternalEvent<string>("End")));
}
