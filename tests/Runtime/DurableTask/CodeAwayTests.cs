using Microsoft.DurableTask.Client;
using Serverless.Runtime.DurableTask;

namespace Serverless.Tests.Runtime;

/// <summary>Whoever runs orchestrators and activities is gone, hangs, or has forgotten what it was told.</summary>
public class CodeAwayTests
{
    [Fact]
    public async Task Turns_and_activities_wait_for_the_code_to_come_back_and_nothing_is_lost()
    {
        var asked = 0;
        await using var rig = await Calling();
        rig.Code.Before = (name, _) => ++asked > 0 ? throw new CodeAwayException($"Nobody runs {name}.") : null!;
        var id = await rig.Schedule("Call", 1);
        await Until.Holds(() => Volatile.Read(ref asked) > 2);
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await rig.Get(id)).RuntimeStatus);
        Assert.False(rig.Engine.WhenIdle().IsCompleted);

        var acted = 0;
        rig.Code.Before = (name, _) => name == "AddOne" && ++acted < 4
            ? throw new CodeAwayException($"Nobody runs {name}.")
            : Task.CompletedTask;

        Assert.Equal(2, (await rig.End(id)).ReadOutputAs<int>());
        Assert.Equal(4, acted);
        Assert.Equal(
            [
                "Warning: Nobody runs Call. Turns are run again until there is an answer",
                $"Warning: Nobody runs AddOne. The activity AddOne of {id} is run again until there is an answer",
            ],
            rig.Logged.Where(line => line.StartsWith("Warning", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_engine_stops_at_once_while_the_code_is_away_and_goes_on_at_the_next_start()
    {
        await using var rig = await Calling(options => options.DrainTimeout = TimeSpan.FromMinutes(10));
        var asked = 0;
        rig.Code.Before = (_, _) => ++asked > 0 ? throw new CodeAwayException("Nobody is here.") : null!;
        var id = await rig.Schedule("Call", 1);
        await Until.Holds(() => Volatile.Read(ref asked) > 0);

        await rig.Stop().WaitAsync(TimeSpan.FromMinutes(1));
        rig.Code.Before = null;
        await rig.Reopen();

        Assert.Equal(2, (await rig.End(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_turn_that_hangs_does_not_keep_the_engine_from_stopping_and_is_run_at_the_next_start()
    {
        await using var rig = await Calling(options => options.DrainTimeout = TimeSpan.FromMilliseconds(50));
        var never = new TaskCompletionSource();
        var hangs = new TaskCompletionSource();
        rig.Code.Before = (_, _) =>
        {
            hangs.TrySetResult();
            return never.Task;
        };
        var id = await rig.Schedule("Call", 1);
        await hangs.Task;

        await rig.Stop().WaitAsync(TimeSpan.FromMinutes(1));
        rig.Code.Before = null;
        await rig.Reopen();

        Assert.Equal(2, (await rig.End(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task An_orchestrator_that_hangs_can_be_terminated()
    {
        await using var rig = await Calling();
        var given = new TaskCompletionSource<CancellationToken>();
        rig.Code.Before = async (_, stop) =>
        {
            given.TrySetResult(stop);
            await Task.Delay(Timeout.Infinite, stop);
        };
        var id = await rig.Schedule("Call", 1);
        var stop = await given.Task;

        await rig.Client.TerminateInstanceAsync(id, "enough");

        Assert.Equal("enough", (await rig.End(id)).ReadOutputAs<string>());
        Assert.True(stop.IsCancellationRequested);
        Assert.Empty(rig.Logged);
    }

    [Fact]
    public async Task A_turn_that_cannot_be_run_fails_its_instance_with_the_reason()
    {
        await using var rig = await Calling();
        rig.Code.Before = (_, _) => throw new NotSupportedException("This worker knows no such thing.");

        var ended = await rig.Run("Call", 1);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal("This worker knows no such thing.", ended.FailureDetails!.ErrorMessage);
    }

    [Fact]
    public async Task Code_that_keeps_orchestrators_is_sent_news_alone_and_the_history_where_it_has_lost_them()
    {
        await using var rig = await Rig.Start(
            code => code.Orchestrator("Listen", async context =>
                await context.WaitForExternalEvent<string>("A") + await context.WaitForExternalEvent<string>("B")
                + await context.WaitForExternalEvent<string>("C")),
            options => options.ExtendedSessions = true);
        var id = await rig.Schedule("Listen");
        await rig.Idle();
        Assert.Equal((true, true), Properties(rig));

        await rig.Client.RaiseEventAsync(id, "A", "a");
        await rig.Idle();
        Assert.Equal((true, false), Properties(rig));
        Assert.Empty(rig.Code.Asked!.PastEvents);

        rig.Code.Forget();
        await rig.Client.RaiseEventAsync(id, "B", "b");
        await rig.Idle();
        Assert.Equal((true, true), Properties(rig));
        Assert.NotEmpty(rig.Code.Asked!.PastEvents);
        await rig.Client.RaiseEventAsync(id, "C", "c");

        Assert.Equal("abc", (await rig.End(id)).ReadOutputAs<string>());
    }

    private static (bool Session, bool Whole) Properties(Rig rig)
    {
        var properties = rig.Code.Asked!.Properties;
        Assert.True(properties["ExtendedSessionIdleTimeoutInSeconds"].NumberValue > 0);
        return (properties["IsExtendedSession"].BoolValue, properties["IncludeState"].BoolValue);
    }

    private static Task<Rig> Calling(Action<DurableEngineOptions>? configure = null) => Rig.Start(
        code => code
            .Orchestrator("Call", async context =>
                await context.CallActivityAsync<int>("AddOne", context.GetInput<int>()))
            .Activity("AddOne", (int number) => number + 1),
        configure);
}
