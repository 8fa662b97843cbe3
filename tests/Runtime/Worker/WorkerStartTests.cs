using Serverless.Runtime;

namespace Serverless.Tests.Runtime;

/// <summary>A worker that does not come up as it should: one sentence, and nothing is left behind.</summary>
public sealed class WorkerStartTests
{
    private static readonly WorkerPatience Short = new() { Start = TimeSpan.FromSeconds(1) };

    [Fact]
    public async Task A_program_that_never_calls_the_host_is_told_at_start()
    {
        var fakes = new FakeWorkers(FakeFunction.Http("Ping")) { NeverCalls = true };

        Assert.Equal("The app's program has not called the host within 1 s.", await Refusal(fakes));
        Assert.True(fakes.Last.Ended.IsCompleted);
    }

    [Fact]
    public async Task A_program_that_calls_and_then_says_nothing_is_told_at_start()
    {
        var fakes = new FakeWorkers(FakeFunction.Http("Ping")) { NeverAnswers = true };

        Assert.Equal("The app's program does not answer the host within 1 s.", await Refusal(fakes));
        Assert.True(fakes.Last.Ended.IsCompleted);
    }

    [Fact]
    public async Task Every_function_that_cannot_be_loaded_is_told_at_start()
    {
        var fakes = new FakeWorkers(FakeFunction.Http("Good"), FakeFunction.Http("Bad"), FakeFunction.Http("Worse"))
        {
            Unloadable = name => name == "Good" ? null : $"no {name}",
        };

        Assert.Equal(
            $"Function 'Bad' cannot be loaded: no Bad{Environment.NewLine}Function 'Worse' cannot be loaded: no Worse",
            await Refusal(fakes));
        Assert.True(fakes.Last.Ended.IsCompleted);
    }

    [Fact]
    public async Task A_start_that_fails_after_the_worker_is_up_ends_the_worker()
    {
        var fakes = new FakeWorkers(FakeFunction.Of("Odd", """{"type":"moonTrigger","name":"moon"}"""));

        Assert.StartsWith("Function 'Odd': this host does not know moonTrigger", await Refusal(fakes));
        Assert.Single(fakes.Last.Terminated);
        Assert.True(fakes.Last.Ended.IsCompleted);
    }

    [Fact]
    public async Task A_worker_that_cannot_be_started_in_anothers_place_is_tried_again()
    {
        bool isBroken = false;
        var fakes = new FakeWorkers(FakeFunction.Http("Ping"))
        {
            Unloadable = _ => Volatile.Read(ref isBroken) ? "not now" : null,
        };
        await using var rig = await new HostRig { Fakes = fakes }.Start();
        Volatile.Write(ref isBroken, true);

        fakes.Last.End("exit code 134");

        await Until.Holds(() => rig.Log.Lines.Any(line => line.Text ==
            "No worker could be started in its place: Function 'Ping' cannot be loaded: not now"));
        Volatile.Write(ref isBroken, false);
        await Until.Holds(() => rig.Host.Workers.Ready.Length == 1);
        Assert.All(fakes.All.SkipLast(1), worker => Assert.True(worker.Ended.IsCompleted));
    }

    private static async Task<string> Refusal(FakeWorkers fakes)
    {
        await using var rig = new HostRig { Fakes = fakes, Patience = Short };
        return (await Assert.ThrowsAsync<StartException>(() => rig.Start())).Message;
    }
}
