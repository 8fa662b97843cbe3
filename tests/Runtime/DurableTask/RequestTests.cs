using Microsoft.DurableTask;
using static Microsoft.DurableTask.Protobuf.HistoryEvent;

namespace Serverless.Tests.Runtime;

/// <summary>What the worker is sent for a turn, and what an activity is given.</summary>
public class RequestTests
{
    [Fact]
    public async Task A_turn_is_sent_its_history_and_the_news_of_it()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Call", async context =>
            {
                await context.CallActivityAsync("Act");
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            })
            .Activity<object?, int>("Act", _ => 1));
        var start = rig.Clock.GetUtcNow();
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Call", 5, new StartOrchestrationOptions
        {
            Version = "1.2",
            Tags = new Dictionary<string, string> { ["shop"] = "manila" },
        });

        await rig.Pass(TimeSpan.FromHours(1));
        await rig.End(id);

        var asked = rig.Code.Asked!;
        Assert.Equal(
            [
                EventTypeOneofCase.OrchestratorStarted, EventTypeOneofCase.ExecutionStarted,
                EventTypeOneofCase.TaskScheduled, EventTypeOneofCase.OrchestratorCompleted,
                EventTypeOneofCase.OrchestratorStarted, EventTypeOneofCase.TaskCompleted,
                EventTypeOneofCase.TimerCreated, EventTypeOneofCase.OrchestratorCompleted,
            ],
            asked.PastEvents.Select(past => past.EventTypeCase));
        Assert.Equal(
            [EventTypeOneofCase.OrchestratorStarted, EventTypeOneofCase.TimerFired],
            asked.NewEvents.Select(past => past.EventTypeCase));
        var begun = asked.PastEvents[1].ExecutionStarted;
        Assert.Equal(("Call", "1.2", "5"), (begun.Name, begun.Version, begun.Input));
        Assert.Equal("manila", begun.Tags["shop"]);
        Assert.Equal((id, asked.ExecutionId), (asked.InstanceId, begun.OrchestrationInstance.ExecutionId));
        Assert.Equal(start.AddHours(1), asked.NewEvents[0].Timestamp.ToDateTimeOffset());
        Assert.Equal([0, 1], asked.PastEvents.Select(past => past.EventId).Where(number => number >= 0));
        Assert.Empty(asked.Properties);
    }

    [Fact]
    public async Task Each_run_of_an_instance_has_another_execution_id()
    {
        List<string> executions = [];
        await using var rig = await Rig.Start(code => code.Orchestrator("Again", context =>
        {
            if (context.GetInput<int>() < 3)
                context.ContinueAsNew(context.GetInput<int>() + 1);
            return Task.CompletedTask;
        }));
        rig.Code.Before = (_, _) =>
        {
            if (rig.Code.Asked is { } asked)
                executions.Add(asked.ExecutionId);
            return Task.CompletedTask;
        };

        await rig.Run("Again", 0);

        executions.Add(rig.Code.Asked!.ExecutionId);
        Assert.Equal(4, executions.Distinct().Count());
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("text", "\"text\"")]
    [InlineData(new[] { 1, 2 }, "[1,2]")]
    [InlineData(new int[0], "[]")]
    public async Task An_activity_is_given_its_one_input_and_not_the_array_around_it(object? input, string? expected)
    {
        string? given = "none";
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Call", async context => await context.CallActivityAsync("Look", input))
            .Activity("Look", (System.Text.Json.JsonElement? seen) => given = seen?.GetRawText()));

        await rig.Run("Call");

        Assert.Equal(expected, given);
    }

    [Fact]
    public async Task A_default_version_is_told_to_the_worker()
    {
        await using var rig = await Rig.Start(
            code => code.Orchestrator("Run", _ => Task.FromResult(1)), options => options.DefaultVersion = "1.5");

        await rig.Run("Run");

        Assert.Equal("1.5", rig.Code.Asked!.Properties["defaultVersion"].StringValue);
    }
}
