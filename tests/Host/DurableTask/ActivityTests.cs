using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Serverless.Tests.Runtime;

public class ActivityTests
{
    [Fact]
    [Follows(FollowsAttribute.Sequence)]
    public async Task A_chain_of_activities_gives_the_last_result()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Chain", async context =>
            {
                var sum = context.GetInput<int>();
                for (var i = 0; i < 5; i++)
                    sum = await context.CallActivityAsync<int>("AddOne", sum);
                return sum;
            })
            .Activity("AddOne", (int number) => number + 1));

        var ended = await rig.Run("Chain", 10);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        Assert.Equal(15, ended.ReadOutputAs<int>());
    }

    [Fact]
    [Follows(FollowsAttribute.FanOut)]
    public async Task Activities_called_together_run_together_and_keep_the_order_of_their_calls()
    {
        var together = new CountdownEvent(4);
        await using var rig = await Rig.Start(code => code
            .Orchestrator("FanOut", async context => await Task.WhenAll(
                Enumerable.Range(0, 4).Select(i => context.CallActivityAsync<int>("Square", i))))
            .Activity("Square", (int number) =>
            {
                together.Signal();
                Assert.True(together.Wait(TimeSpan.FromSeconds(20)));
                return number * number;
            }));

        Assert.Equal([0, 1, 4, 9], (await rig.Run("FanOut")).ReadOutputAs<List<int>>()!);
    }

    [Fact]
    [Follows(FollowsAttribute.ContextApi + ".callactivityasync")]
    public async Task An_activity_without_a_result_can_be_awaited()
    {
        var done = new List<string>();
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Call", context => context.CallActivityAsync("Note", "here"))
            .Activity<string, object?>("Note", text =>
            {
                done.Add(text);
                return null;
            }));

        var ended = await rig.Run("Call");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        Assert.Equal(["here"], done);
        Assert.Null(ended.SerializedOutput);
    }

    [Fact]
    [Follows(FollowsAttribute.Bindings)]
    public async Task Inputs_and_results_are_JSON_whose_names_are_read_in_any_letter_case()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Call", async context =>
                await context.CallActivityAsync<Parcel>("Weigh", new { name = "tea", GRAMS = 250 }))
            .Activity("Weigh", (Parcel parcel) => parcel with { Grams = parcel.Grams + 1 }));

        var ended = await rig.Run("Call");

        Assert.Equal(new Parcel("tea", 251), ended.ReadOutputAs<Parcel>());
        Assert.Equal("""{"Name":"tea","Grams":251}""", ended.SerializedOutput);
    }

    [Fact]
    [Follows(FollowsAttribute.ContextApi + ".callactivityasync")]
    public async Task An_absent_result_is_read_as_the_default()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Call", async context => await context.CallActivityAsync<int>("Nothing") + 1)
            .Activity<object?, object?>("Nothing", _ => null));

        Assert.Equal(1, (await rig.Run("Call")).ReadOutputAs<int>());
    }

    [Fact]
    [Follows(FollowsAttribute.Errors)]
    public async Task An_activity_that_throws_throws_in_its_caller()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Call", async context =>
            {
                try
                {
                    return await context.CallActivityAsync<string>("Throw");
                }
                catch (TaskFailedException failed)
                {
                    return $"{failed.TaskName} #{failed.TaskId} {failed.FailureDetails}";
                }
            })
            .Activity<object?, string>("Throw", _ => throw new InvalidOperationException("no luck")));

        var ended = await rig.Run("Call");

        Assert.Equal("Throw #0 System.InvalidOperationException: no luck", ended.ReadOutputAs<string>());
    }

    [Fact]
    [Follows(FollowsAttribute.Api + ".taskfaileddetails")]
    public async Task A_failure_tells_its_type_its_cause_and_where_it_was_thrown()
    {
        TaskFailureDetails? told = null;
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Call", async context =>
            {
                try
                {
                    await context.CallActivityAsync("Throw");
                }
                catch (TaskFailedException failed)
                {
                    told = failed.FailureDetails;
                }
            })
            .Activity<object?, string>("Throw", _ => Deep()));

        await rig.Run("Call");

        Assert.Equal(typeof(NoTea).FullName, told!.ErrorType);
        Assert.Equal("the kettle", told.InnerFailure!.ErrorMessage);
        Assert.Contains(nameof(Deep), told.StackTrace);
        Assert.True(told.IsCausedBy<NoTea>());
        Assert.True(told.IsCausedBy<InvalidOperationException>());
        Assert.False(told.IsCausedBy<ArgumentException>());
        Assert.True(told.InnerFailure.IsCausedBy<TimeoutException>());
    }

    [Fact]
    [Follows(FollowsAttribute.Errors)]
    public async Task A_failure_that_nobody_catches_fails_the_orchestration()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Call", async context => await context.CallActivityAsync<int>("Throw"))
            .Activity<object?, int>("Throw", _ => throw new InvalidOperationException("no luck")));

        var ended = await rig.Run("Call");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.True(ended.IsCompleted);
        Assert.Equal(typeof(TaskFailedException).FullName, ended.FailureDetails!.ErrorType);
        Assert.Contains("Task 'Throw' (#0) failed", ended.FailureDetails.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("no luck", ended.FailureDetails.InnerFailure!.ErrorMessage);
    }

    [Fact]
    [Follows(FollowsAttribute.Worker + "/pull/191")]
    public async Task An_activity_that_does_not_exist_fails_at_once_though_it_may_be_retried()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Call", async context =>
            await context.CallActivityAsync<int>(
                "Nowhere", null, TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromHours(1))))));

        var ended = await rig.Run("Call");

        Assert.Equal("ActivityTaskNotFound", ended.FailureDetails!.InnerFailure!.ErrorType);
        Assert.Contains("Nowhere", ended.FailureDetails.InnerFailure.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    [Follows(FollowsAttribute.ContextApi + ".callactivityasync")]
    public async Task Options_in_the_place_of_the_input_are_a_mistake()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Call", async context => await context.CallActivityAsync<int>(
                "AddOne", input: TaskOptions.FromRetryPolicy(new RetryPolicy(1, TimeSpan.FromSeconds(1)))))
            .Activity("AddOne", (int number) => number + 1));

        Assert.Equal(typeof(ArgumentException).FullName, (await rig.Run("Call")).FailureDetails!.ErrorType);
    }

    [Fact]
    [Follows(FollowsAttribute.Orchestrations)]
    public async Task Letter_case_does_not_matter_in_names_of_activities_and_orchestrators()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Call", async context => await context.CallActivityAsync<int>("ADDONE", 1))
            .Activity("AddOne", (int number) => number + 1));

        Assert.Equal(2, (await rig.Run("cALL")).ReadOutputAs<int>());
    }

    [Fact]
    [Follows(FollowsAttribute.Extension + "/issues/1988")]
    public async Task An_orchestration_is_not_over_before_the_activities_that_it_called()
    {
        var slow = new TaskCompletionSource();
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Race", async context =>
            {
                var first = await Task.WhenAny(
                    context.CallActivityAsync<string>("Slow"), context.CallActivityAsync<string>("Fast"));
                context.SetCustomStatus("returning");
                return await first;
            })
            .ActivityAsync<object?, string>("Slow", async _ =>
            {
                await slow.Task;
                return "slow";
            })
            .Activity<object?, string>("Fast", _ => "fast"));
        var id = await rig.Schedule("Race");

        var returning = await rig.Until(id, one => one.SerializedCustomStatus is not null);
        Assert.Equal(OrchestrationRuntimeStatus.Running, returning.RuntimeStatus);
        slow.SetResult();

        Assert.Equal("fast", (await rig.End(id)).ReadOutputAs<string>());
    }

    private static string Deep() => throw new NoTea("no tea", new TimeoutException("the kettle"));

    private sealed record Parcel(string Name, int Grams);

    private sealed class NoTea(string message, Exception cause) : InvalidOperationException(message, cause);
}
