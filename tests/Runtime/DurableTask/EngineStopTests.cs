using Grpc.Core;

namespace Serverless.Tests.Runtime;

public class EngineStopTests
{
    [Fact]
    public async Task A_stop_lets_a_running_activity_end_and_keeps_its_result()
    {
        var runs = 0;
        var started = new TaskCompletionSource();
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Call", async context => await context.CallActivityAsync<int>("Slow"))
            .ActivityAsync<object?, int>("Slow", async _ =>
            {
                started.TrySetResult();
                await Task.Delay(100);
                return ++runs;
            }));
        var id = await rig.Schedule("Call");
        await started.Task;

        await rig.Restart();

        Assert.Equal(1, (await rig.End(id)).ReadOutputAs<int>());
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task An_activity_that_was_cut_off_runs_again_at_the_next_start()
    {
        var runs = 0;
        var started = new TaskCompletionSource();
        await using var rig = await Rig.Start(
            code => code
                .Orchestrator("Call", async context => await context.CallActivityAsync<int>("Slow"))
                .Activity("Slow", async (_, stop) =>
                {
                    started.TrySetResult();
                    if (++runs == 1)
                        await Task.Delay(Timeout.Infinite, stop);
                    return runs;
                }),
            options => options.DrainTimeout = TimeSpan.FromMilliseconds(50));
        var id = await rig.Schedule("Call");
        await started.Task;

        await rig.Restart();

        Assert.Equal(2, (await rig.End(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task An_engine_abandoned_in_the_middle_of_its_work_leaves_a_file_that_goes_on()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Chain", async context =>
            {
                var sum = 0;
                for (var i = 0; i < 10; i++)
                    sum = await context.CallActivityAsync<int>("AddOne", sum);
                return sum;
            })
            .Activity("AddOne", (int number) => number + 1));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => rig.Schedule("Chain", null, $"chain-{i}")));

        for (var i = 0; i < 5; i++)
        {
            await rig.Engine.Abandon();
            await rig.Reopen();
        }

        for (var i = 0; i < 50; i++)
            Assert.Equal(10, (await rig.End($"chain-{i}")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_client_of_an_engine_that_does_not_run_is_told_so()
    {
        await using var rig = await Rig.Start(_ => { });
        await rig.Engine.StopAsync(CancellationToken.None);

        Assert.Equal(
            "The orchestration engine does not run.",
            await Rig.Refused(StatusCode.Unavailable, () => rig.Schedule("Listen")));
    }
}
