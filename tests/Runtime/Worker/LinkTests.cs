using System.Net;
using Microsoft.Extensions.Logging;
using Serverless.Runtime;
using Serverless.Runtime.Rpc;

namespace Serverless.Tests.Runtime;

/// <summary>What the host makes of a worker that answers late, twice, in another order, or not at all.</summary>
public sealed class LinkTests
{
    private static readonly WorkerPatience Short = new()
    {
        Cancel = TimeSpan.FromMilliseconds(500),
        End = TimeSpan.FromMilliseconds(500),
    };

    [Fact]
    public async Task A_second_answer_to_a_call_changes_nothing()
    {
        var fakes = Serving(FakeFunction.Http("Ping"));
        await using var rig = await new HostRig { Fakes = fakes }.Start();

        var first = rig.Client.GetAsync("/api/Ping");
        var call = await Called(fakes.Last);
        await fakes.Last.Answer(call);
        await fakes.Last.Answer(call, failure: "no, it failed");
        var second = rig.Client.GetAsync("/api/Ping");
        var next = await Called(fakes.Last, 2);
        await fakes.Last.Answer(next);

        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await second).StatusCode);
        Assert.NotEqual(call.InvocationId, next.InvocationId);
    }

    [Fact]
    public async Task An_answer_to_what_nobody_asked_changes_nothing()
    {
        var fakes = Serving(FakeFunction.Http("Ping"));
        await using var rig = await new HostRig { Fakes = fakes }.Start();

        await fakes.Last.Answer(new() { InvocationId = "unheard of" });
        await fakes.Last.Say(new() { RequestId = "unheard of", WorkerInitResponse = new() });
        var answer = rig.Client.GetAsync("/api/Ping");
        await fakes.Last.Answer(await Called(fakes.Last));

        Assert.Equal(HttpStatusCode.OK, (await answer).StatusCode);
    }

    [Fact]
    public async Task A_cancellation_is_repeated_until_its_call_is_answered()
    {
        var fakes = Serving(FakeFunction.Http("Ping"));
        await using var rig = await new HostRig { Fakes = fakes }.Start();
        using var patience = new CancellationTokenSource();
        var answer = rig.Client.GetAsync("/api/Ping", patience.Token);
        var call = await Called(fakes.Last);

        await patience.CancelAsync();
        // The worker takes messages in any order: the first may have come before the call.
        await Until.Holds(() => fakes.Last.Cancelled.Count == 3);
        await fakes.Last.Answer(call);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        Assert.All(fakes.Last.Cancelled, id => Assert.Equal(call.InvocationId, id));
        Assert.False(fakes.Last.IsKilled);
    }

    [Fact]
    public async Task A_worker_that_answers_neither_a_call_nor_its_cancellation_is_replaced()
    {
        var fakes = Serving(FakeFunction.Http("Ping"));
        await using var rig = await Impatient(fakes).Start();
        var hung = fakes.Last;

        var answer = await rig.Client.GetAsync("/api/Ping");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.NotEmpty(hung.Cancelled);
        Assert.True(hung.IsKilled);
        Assert.Contains(rig.Log.Lines, line => line.Text.StartsWith(
            $"Worker {hung.Id} did not answer to function Ping nor to its being cancelled", StringComparison.Ordinal));
        await Until.Holds(() => rig.Host.Workers.Ready.Any(worker => worker.Program != hung));
        var next = rig.Client.GetAsync("/api/Ping");
        await fakes.Last.Answer(await Called(fakes.Last));
        Assert.Equal(HttpStatusCode.OK, (await next).StatusCode);
    }

    [Fact]
    public async Task A_worker_is_replaced_though_the_first_try_fails_in_a_way_that_nobody_foresaw()
    {
        var fakes = new FakeWorkers(FakeFunction.Http("Ping"))
        {
            StartFailure = time => time == 2 ? new IOException("no file can be opened") : null,
        };
        await using var rig = await new HostRig { Fakes = fakes }.Start();

        fakes.Last.End("exit code 1");

        await Until.Holds(() => fakes.All.Count == 2);
        Assert.Contains(rig.Log.Lines, line => line.Level == LogLevel.Error
            && line.Text == "No worker could be started in its place: no file can be opened");
        var next = rig.Client.GetAsync("/api/Ping");
        await fakes.Last.Answer(await Called(fakes.Last));
        Assert.Equal(HttpStatusCode.OK, (await next).StatusCode);
    }

    [Fact]
    public async Task A_worker_that_cannot_be_replaced_is_lost_with_a_sentence()
    {
        var fakes = Serving(canReplace: false, FakeFunction.Http("Ping"));
        await using var rig = await Impatient(fakes).Start();

        var answer = await rig.Client.GetAsync("/api/Ping");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal(
            $"Worker {fakes.Last.Id} ended unasked (killed) while it ran Ping.", await rig.Host.Workers.Lost);
    }

    [Fact]
    public async Task A_worker_that_ends_in_the_middle_of_calls_is_told_with_what_was_running()
    {
        var fakes = Serving(FakeFunction.Http("Ping"), FakeFunction.Http("Pong"), FakeFunction.Http("Rest"));
        await using var rig = await new HostRig { Fakes = fakes }.Start();
        var dying = fakes.Last;
        var answers = Task.WhenAll(rig.Client.GetAsync("/api/Pong"), rig.Client.GetAsync("/api/Ping"));
        await Called(dying, 2);

        dying.End("exit code 0");

        Assert.All(await answers, answer => Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode));
        await Until.Holds(() => rig.Log.Lines.Any(line => line is { Level: LogLevel.Error, Category: not "Function" }
            && line.Text == $"Worker {dying.Id} ended unasked (exit code 0) while it ran Ping, Pong."));
        Assert.Equal(2, dying.Calls.Count);
        await Until.Holds(() => fakes.All.Count == 2);
        Assert.Empty(fakes.Last.Calls);
    }

    [Fact]
    public async Task Several_workers_are_given_calls_in_turn()
    {
        var fakes = Serving(FakeFunction.Http("Ping"));
        await using var rig = await new HostRig { Fakes = fakes, Processes = 2 }.Start();

        var answers = Enumerable.Range(0, 4).Select(_ => rig.Client.GetAsync("/api/Ping")).ToArray();
        foreach (var worker in fakes.All)
        {
            await Called(worker, 2);
            foreach (var call in worker.Calls)
                await worker.Answer(call);
        }

        Assert.All(await Task.WhenAll(answers), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal([2, 2], fakes.All.Select(worker => worker.Calls.Count));
    }

    private static HostRig Impatient(FakeWorkers fakes) => new()
    {
        Fakes = fakes,
        Patience = Short,
        HostFile = """{ "version": "2.0", "functionTimeout": "00:00:01" }""",
    };

    private static FakeWorkers Serving(params RpcFunctionMetadata[] functions) => Serving(true, functions);

    private static FakeWorkers Serving(bool canReplace, params RpcFunctionMetadata[] functions) =>
        new(functions) { CanReplace = canReplace };

    private static async Task<InvocationRequest> Called(FakeWorker worker, int times = 1)
    {
        await Until.Holds(() => worker.Calls.Count == times);
        return worker.Calls[times - 1];
    }
}
