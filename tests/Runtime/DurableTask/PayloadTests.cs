using Grpc.Core;
using Microsoft.DurableTask.Client;

namespace Serverless.Tests.Runtime;

public class PayloadTests
{
    private static readonly string Large = new('x', 1024 * 1024);

    [Fact]
    [Follows("https://learn.microsoft.com/azure/azure-functions/durable/durable-task-scheduler/durable-task-scheduler")]
    public async Task A_client_that_sends_too_much_is_told_so_by_name()
    {
        await using var rig = await Listening();
        var id = await rig.Schedule("Listen");

        var input = await Assert.ThrowsAsync<ArgumentException>(() => rig.Schedule("Listen", Large));
        var told = await Rig.Refused(
            StatusCode.InvalidArgument, () => rig.Client.RaiseEventAsync(id, "End", Large));

        Assert.Contains("'Listen'", input.Message, StringComparison.Ordinal);
        Assert.Contains("'End'", told, StringComparison.Ordinal);
        Assert.Contains("1048576", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("input", "The input of the activity 'Echo'")]
    [InlineData("result", "The result of the activity 'Swell'")]
    [InlineData("sub", "The input of the sub-orchestration 'Listen'")]
    [InlineData("status", "The custom status of 'Send'")]
    [InlineData("output", "The output of 'Send'")]
    [Follows("https://learn.microsoft.com/azure/azure-functions/durable/durable-task-scheduler/durable-task-scheduler")]
    public async Task An_orchestration_that_sends_too_much_fails_by_name(string what, string named)
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Send", async context =>
            {
                if (what == "status")
                    context.SetCustomStatus(Large);
                return what switch
                {
                    "input" => await context.CallActivityAsync<string>("Echo", Large),
                    "result" => await context.CallActivityAsync<string>("Swell"),
                    "sub" => await context.CallSubOrchestratorAsync<string>("Listen", Large),
                    _ => Large,
                };
            })
            .Orchestrator("Listen", async context => await context.WaitForExternalEvent<string>("End"))
            .Activity("Echo", (string text) => text)
            .Activity<object?, string>("Swell", _ => Large));

        var ended = await rig.Run("Send");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        var failure = ended.FailureDetails!.InnerFailure ?? ended.FailureDetails;
        Assert.Contains(named, failure.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    [Follows("https://learn.microsoft.com/azure/azure-functions/durable/durable-task-scheduler/durable-task-scheduler")]
    public async Task What_is_just_small_enough_passes()
    {
        await using var rig = await Listening();
        var fits = Large[..^2];
        var id = await rig.Schedule("Listen", fits);

        await rig.Client.RaiseEventAsync(id, "End", fits);

        Assert.Equal(fits, (await rig.End(id)).ReadOutputAs<string>());
    }

    [Fact]
    [Follows(FollowsAttribute.ContextApi + ".getinput")]
    public async Task An_input_is_read_as_whatever_type_is_asked_for()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Read", context => Task.FromResult(
            string.Join(' ', context.GetInput<IReadOnlyList<int>>()!.Concat(context.GetInput<int[]>()!)))));

        Assert.Equal("1 2 1 2", (await rig.Run("Read", (List<int>)[1, 2])).ReadOutputAs<string>());
    }

    [Fact]
    [Follows(FollowsAttribute.ContextApi + ".getinput")]
    public async Task An_absent_input_is_the_default_of_its_type()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Read", context =>
            Task.FromResult($"{context.GetInput<string>() ?? "null"} {context.GetInput<int>()}")));

        Assert.Equal("null 0", (await rig.Run("Read")).ReadOutputAs<string>());
    }

    [Fact]
    [Follows(FollowsAttribute.ContextApi + ".waitforexternalevent")]
    public async Task An_event_that_was_there_first_and_cannot_be_read_throws_in_the_one_who_waits_for_it()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Listen", async context =>
        {
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            try
            {
                return await context.WaitForExternalEvent<int>("Number");
            }
            catch (System.Text.Json.JsonException)
            {
                return -1;
            }
        }));
        var id = await rig.Schedule("Listen");

        await rig.Client.RaiseEventAsync(id, "Number", "five");
        await rig.Pass(TimeSpan.FromHours(1));

        Assert.Equal(-1, (await rig.End(id)).ReadOutputAs<int>());
    }

    [Fact]
    [Follows(FollowsAttribute.Worker + "/blob/main/src/Worker/Core/Shims/TaskOrchestrationContextWrapper.cs")]
    public async Task An_event_of_another_type_than_the_open_wait_expects_fails_the_instance_and_is_not_tried_for_ever()
    {
        var tried = 0;
        await using var rig = await Rig.Start(code => code.Orchestrator("Listen", async context =>
        {
            tried++;
            return await context.WaitForExternalEvent<int>("Number");
        }));
        var id = await rig.Schedule("Listen");
        await rig.Idle();

        await rig.Client.RaiseEventAsync(id, "Number", "five");
        var ended = await rig.End(id);
        await rig.Idle();

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal("System.Text.Json.JsonException", ended.FailureDetails!.ErrorType);
        Assert.Equal(2, tried);
    }

    private static Task<Rig> Listening() => Rig.Start(code => code.Orchestrator("Listen", async context =>
        await context.WaitForExternalEvent<string>("End")));
}
