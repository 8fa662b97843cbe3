using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Client;
using Serverless.Runtime.DurableTask;

namespace Serverless.Tests.Runtime;

public class EngineTests
{
    [Theory]
    [InlineData("UPDATE history SET events = 'nonsense' WHERE place >> 24 = 1")]
    [InlineData("UPDATE history SET events = x'' WHERE place >> 24 = 1")]
    [InlineData("UPDATE history SET events = x'0A036F6E65' WHERE place >> 24 = 1")]
    [InlineData("UPDATE history SET events = substr(events, 1, length(events) - 3) WHERE place >> 24 = 1")]
    [InlineData("UPDATE history SET events = CAST(events || x'C23E01' AS BLOB) WHERE place >> 24 = 1")]
    [InlineData("DELETE FROM history WHERE place >> 24 = 1")]
    [InlineData("INSERT INTO inbox VALUES(999, 1, NULL, x'6E6F6E73656E7365', NULL)")]
    [InlineData("INSERT INTO inbox VALUES(999, 1, NULL, x'', NULL)")]
    public async Task An_instance_that_cannot_be_read_fails_with_a_reason_and_harms_no_other(string harm)
    {
        await using var rig = await Listening();
        await rig.Schedule("Listen", id: "bad");
        await rig.Schedule("Listen", id: "good");
        await rig.Idle();
        await rig.Engine.StopAsync(CancellationToken.None);
        Sql(rig, harm);
        await rig.Reopen();

        await rig.Client.RaiseEventAsync("bad", "End", "done");
        await rig.Client.RaiseEventAsync("good", "End", "done");

        var bad = await rig.End("bad");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, bad.RuntimeStatus);
        Assert.Contains("cannot be read", bad.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("done", (await rig.End("good")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Idle_is_when_no_turn_and_no_activity_runs_and_no_timer_is_due()
    {
        var slow = new TaskCompletionSource<int>();
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Call", async context => await context.CallActivityAsync<int>("Slow"))
            .ActivityAsync<object?, int>("Slow", _ => slow.Task));
        Assert.True(rig.Engine.WhenIdle().IsCompleted);
        var id = await rig.Schedule("Call");

        var idle = rig.Engine.WhenIdle();
        await rig.Until(id, one => one.IsRunning);
        Assert.False(idle.IsCompleted);
        slow.SetResult(1);
        await idle;

        Assert.True((await rig.Get(id)).IsCompleted);
    }

    [Fact]
    public async Task The_next_timer_is_the_earliest_that_still_counts()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Wait", async context =>
            await context.WaitForExternalEvent<int>("End", TimeSpan.FromHours(context.GetInput<int>()))));
        var start = rig.Clock.GetUtcNow();
        Assert.Null(rig.Engine.NextTimer);
        var late = await rig.Schedule("Wait", 3);
        var early = await rig.Schedule("Wait", 1);
        await rig.Idle();
        Assert.Equal(start.AddHours(1), rig.Engine.NextTimer);

        await rig.Client.RaiseEventAsync(early, "End", 1);
        await rig.Idle();
        Assert.Equal(start.AddHours(3), rig.Engine.NextTimer);
        await rig.Client.TerminateInstanceAsync(late);
        await rig.Idle();

        Assert.Null(rig.Engine.NextTimer);
    }

    [Fact]
    public async Task A_chain_costs_one_commit_for_each_turn()
    {
        var commits = 0;
        await using var rig = await Rig.Start(
            code => code
                .Orchestrator("Chain", async context =>
                {
                    for (var i = 0; i < 5; i++)
                        await context.CallActivityAsync("Act");
                })
                .Activity<object?, int>("Act", _ => 1),
            options => options.Cut = moment =>
            {
                commits += moment == CommitMoment.After ? 1 : 0;
                return false;
            });

        await rig.Run("Chain");

        // The start, the first turn, and one for each result.
        Assert.Equal(7, commits);
    }

    [Fact]
    public async Task Instances_that_change_at_once_share_commits()
    {
        var commits = 0;
        await using var rig = await Rig.Start(
            code => code.Orchestrator("Run", _ => Task.FromResult(1)),
            options => options.Cut = moment =>
            {
                commits += moment == CommitMoment.After ? 1 : 0;
                return false;
            });

        await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => rig.Run("Run")));

        Assert.InRange(commits, 1, 500);
    }

    [Fact]
    public async Task An_orchestrator_that_is_kept_between_turns_runs_its_code_once()
    {
        var began = 0;
        await using var rig = await Rig.Start(
            code => code
                .Orchestrator("Chain", async context =>
                {
                    began++;
                    for (var i = 0; i < 3; i++)
                        await context.CallActivityAsync("Act");
                    return await context.WaitForExternalEvent<string>("End");
                })
                .Activity<object?, int>("Act", _ => 1),
            options => options.ExtendedSessions = true);
        var id = await rig.Schedule("Chain");
        await rig.Idle();
        Assert.Equal(1, began);

        await rig.Restart();
        await rig.Client.RaiseEventAsync(id, "End", "done");

        Assert.Equal("done", (await rig.End(id)).ReadOutputAs<string>());
        Assert.Equal(2, began);
    }

    [Fact]
    public async Task What_was_left_over_by_one_run_is_heard_before_what_was_sent_meanwhile()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Listen", async context =>
        {
            List<int> heard = context.GetInput<List<int>>() ?? [];
            if (heard.Count == 0)
                await context.WaitForExternalEvent<object?>("Again");
            heard.Add(await context.WaitForExternalEvent<int>("Number"));
            if (heard.Count < 30)
                context.ContinueAsNew(heard);
            return heard;
        }));
        var id = await rig.Schedule("Listen");

        for (var i = 0; i < 30; i++)
        {
            await rig.Client.RaiseEventAsync(id, "Number", i);
            if (i == 10)
                await rig.Client.RaiseEventAsync(id, "Again");
        }

        Assert.Equal(Enumerable.Range(0, 30), (await rig.End(id)).ReadOutputAs<List<int>>()!);
    }

    private static Task<Rig> Listening() => Rig.Start(code => code.Orchestrator("Listen", async context =>
        await context.WaitForExternalEvent<string>("End")));

    private static void Sql(Rig rig, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={rig.File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
