using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Serverless.Tests.Runtime;

public class SubOrchestrationTests
{
    [Fact]
    [Follows(FollowsAttribute.SubOrchestrations)]
    public async Task A_sub_orchestration_gives_its_result_to_its_caller()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Parent", async context =>
                await context.CallSubOrchestratorAsync<int>("Child", 20) + 1)
            .Orchestrator("Child", async context =>
                await context.CallActivityAsync<int>("Twice", context.GetInput<int>()))
            .Activity("Twice", (int number) => number * 2));

        Assert.Equal(41, (await rig.Run("Parent")).ReadOutputAs<int>());
    }

    [Fact]
    [Follows(FollowsAttribute.Api + ".suborchestrationoptions.instanceid")]
    public async Task A_sub_orchestration_has_the_id_that_its_caller_gave_it_and_knows_its_caller()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Parent", context => context.CallSubOrchestratorAsync(
                "Child", new SubOrchestrationOptions(instanceId: "the-child")))
            .Orchestrator("Child", context => Task.FromResult($"{context.Parent!.Name} {context.Parent.InstanceId}")));

        await rig.End(await rig.Schedule("Parent", id: "the-parent"));

        Assert.Equal("Parent the-parent", (await rig.Get("the-child")).ReadOutputAs<string>());
    }

    [Fact]
    [Follows(FollowsAttribute.ContextApi + ".parent")]
    public async Task An_orchestration_that_a_client_started_has_no_parent()
    {
        await using var rig = await Rig.Start(code =>
            code.Orchestrator("Alone", context => Task.FromResult(context.Parent is null)));

        Assert.True((await rig.Run("Alone")).ReadOutputAs<bool>());
    }

    [Fact]
    [Follows(FollowsAttribute.SubOrchestrations)]
    public async Task Without_an_id_every_sub_orchestration_has_its_own()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Parent", async context => await Task.WhenAll(Enumerable.Range(0, 3).Select(
                _ => context.CallSubOrchestratorAsync<string>("Child"))))
            .Orchestrator("Child", context => Task.FromResult(context.InstanceId)));

        var ids = (await rig.Run("Parent")).ReadOutputAs<List<string>>()!;

        Assert.Equal(3, ids.Distinct().Count());
        foreach (var id in ids)
            Assert.Equal("Child", (await rig.Get(id)).Name);
    }

    [Fact]
    [Follows(FollowsAttribute.Errors)]
    public async Task A_sub_orchestration_that_fails_throws_in_its_caller()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Parent", async context =>
            {
                try
                {
                    return await context.CallSubOrchestratorAsync<string>("Child");
                }
                catch (TaskFailedException failed)
                {
                    return $"{failed.TaskName}: {failed.FailureDetails.ErrorMessage}";
                }
            })
            .Orchestrator<string>("Child", _ => throw new InvalidOperationException("no luck")));

        Assert.Equal("Child: no luck", (await rig.Run("Parent")).ReadOutputAs<string>());
    }

    [Fact]
    [Follows(FollowsAttribute.Worker + "/pull/191")]
    public async Task A_sub_orchestration_that_does_not_exist_throws_in_its_caller()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>("Nowhere")));

        var ended = await rig.Run("Parent");

        Assert.Equal("OrchestratorTaskNotFound", ended.FailureDetails!.InnerFailure!.ErrorType);
    }

    [Fact]
    [Follows(FollowsAttribute.SubOrchestrations)]
    public async Task A_sub_orchestration_waits_for_events_and_timers_of_its_own()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>(
                "Child", new SubOrchestrationOptions(instanceId: "child")))
            .Orchestrator("Child", async context =>
            {
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                return await context.WaitForExternalEvent<string>("Go");
            }));
        var id = await rig.Schedule("Parent");
        await rig.Pass(TimeSpan.FromHours(1));

        await rig.Client.RaiseEventAsync("child", "Go", "gone");

        Assert.Equal("gone", (await rig.End(id)).ReadOutputAs<string>());
    }

    [Fact]
    [Follows(FollowsAttribute.SubOrchestrations)]
    public async Task Sub_orchestrations_can_be_nested()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Down", async context =>
        {
            var depth = context.GetInput<int>();
            return depth == 0 ? 0 : 1 + await context.CallSubOrchestratorAsync<int>("Down", depth - 1);
        }));

        Assert.Equal(10, (await rig.Run("Down", 10)).ReadOutputAs<int>());
    }

    [Fact]
    [Follows(FollowsAttribute.ClientApi + ".terminateinstanceasync")]
    public async Task Terminating_a_parent_leaves_its_sub_orchestration_alone()
    {
        await using var rig = await Families();

        await rig.Client.TerminateInstanceAsync("parent");
        await rig.End("parent");
        await rig.Idle();

        Assert.Equal(OrchestrationRuntimeStatus.Running, (await rig.Get("child")).RuntimeStatus);
    }

    [Fact]
    [Follows(FollowsAttribute.Api + ".client.terminateinstanceoptions.recursive")]
    public async Task Terminating_a_parent_can_take_its_sub_orchestrations_with_it()
    {
        await using var rig = await Families();

        await rig.Client.TerminateInstanceAsync("parent", new TerminateInstanceOptions("over", Recursive: true));
        await rig.End("parent");

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await rig.End("child")).RuntimeStatus);
        Assert.Equal("over", (await rig.Get("parent")).ReadOutputAs<string>());
    }

    [Fact]
    [Follows(FollowsAttribute.Framework + "/blob/main/src/DurableTask.Core/TaskOrchestrationDispatcher.cs")]
    public async Task A_terminated_sub_orchestration_fails_its_call()
    {
        await using var rig = await Families();

        await rig.Client.TerminateInstanceAsync("child");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await rig.End("parent")).RuntimeStatus);
    }

    private static async Task<Rig> Families()
    {
        var rig = await Rig.Start(code => code
            .Orchestrator("Parent", context => context.CallSubOrchestratorAsync(
                "Child", new SubOrchestrationOptions(instanceId: "child")))
            .Orchestrator("Child", context => context.WaitForExternalEvent<string>("Never")));
        await rig.Schedule("Parent", id: "parent");
        await rig.Idle();
        return rig;
    }
}
