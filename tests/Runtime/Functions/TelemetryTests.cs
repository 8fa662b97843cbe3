using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.DurableTask;
using Serverless.Runtime;
using Serverless.Runtime.Testing;

namespace Serverless.Tests.Runtime;

/// <summary>What an OpenTelemetry listener sees of an app.</summary>
public sealed class TelemetryTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("serverless-traces-");
    private readonly ConcurrentBag<Activity> spans = [];
    private readonly ActivityListener listener;

    public TelemetryTests()
    {
        listener = new()
        {
            // Without the worker's own spans a function knows of none, and what it starts begins another trace.
            ShouldListenTo = source => source.Name is
                "Serverless.Runtime" or "Microsoft.AspNetCore" or "Microsoft.Azure.Functions.Worker",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
    }

    [Fact]
    public async Task One_trace_goes_from_the_request_through_the_orchestration_to_its_activities()
    {
        await using var host = await SampleApp.Start(
            typeof(SampleOrchestrations), typeof(SampleActivities), typeof(SampleDurableHttp));
        var trace = ActivityTraceId.CreateRandom();
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/wishes/traced?one&two");
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");

        using var answer = await host.Client.SendAsync(request);
        await host.Durable.WaitForInstanceCompletionAsync("traced");
        await host.WhenIdle();

        await Until.Holds(() => Of(trace).Count == 4);
        var mine = Of(trace);
        var call = spans.Single(span => Equals(span.GetTagItem("faas.name"), "StartGranting"));
        Assert.Equal(ActivityKind.Server, call.Kind);
        Assert.Equal(
            ["activity Grant", "activity Grant", "orchestration Granting", "start Granting"],
            mine.Select(span => span.DisplayName).Order());
        var start = mine.Single(span => span.Kind == ActivityKind.Producer);
        // Between the two are spans of the clients on the way, which not everybody listens to.
        Assert.Equal(call.TraceId, start.TraceId);
        Assert.NotEqual(default, start.ParentSpanId);
        var below = mine.Where(span => span != start);
        Assert.All(below, span => Assert.Equal(start.SpanId, span.ParentSpanId));
        Assert.Equal("Grant", mine.First(span => span.DisplayName == "activity Grant").GetTagItem("faas.name"));
    }

    [Fact]
    public async Task The_trace_goes_on_in_sub_orchestrations_and_after_a_restart()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Parent", async context =>
            {
                await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                await context.CallSubOrchestratorAsync<int>("Child");
            })
            .Orchestrator("Child", async context => await context.CallActivityAsync<int>("Act"))
            .Activity<object?, int>("Act", _ => 1));
        string id;
        using (var caller = new Activity("caller").SetIdFormat(ActivityIdFormat.W3C).Start())
            id = await rig.Schedule("Parent");
        var trace = (await Started("start Parent", id)).TraceId;
        await rig.Idle();
        await rig.Restart();

        await rig.Pass(TimeSpan.FromDays(1));
        await rig.End(id);
        await rig.Idle();

        Assert.Equal(
            ["activity Act", "orchestration Child", "orchestration Parent", "start Parent"],
            Of(trace).Select(span => span.DisplayName).Order());
        var whole = Of(trace).Single(span => span.DisplayName == "orchestration Parent");
        Assert.Equal(TimeSpan.FromDays(1), whole.Duration);
    }

    [Fact]
    public async Task An_event_links_the_trace_of_whoever_raised_it_to_that_of_the_instance()
    {
        var first = await Listening();
        var own = await Traced(first, "mine");
        var others = await Traced(first, "other");
        await first.DisposeAsync();
        await using var host = await Listening();

        ActivityTraceId third;
        using (var caller = new Activity("raiser").SetIdFormat(ActivityIdFormat.W3C).Start())
        {
            third = caller.TraceId;
            await host.Durable.RaiseEventAsync("mine", "News", "word");
        }

        await host.Durable.WaitForInstanceCompletionAsync("mine");
        await host.Durable.WaitForInstanceCompletionAsync("other");
        await host.WhenIdle();

        var signal = Assert.Single(Of(third), span => span.DisplayName == "signal News");
        Assert.Equal(ActivityKind.Producer, signal.Kind);
        var heard = Assert.Single(Of(own), span => span.DisplayName == "hear News");
        Assert.Equal(signal.Context.SpanId, Assert.Single(heard.Links).Context.SpanId);
        Assert.Contains(Of(own), span => span.DisplayName == "activity Repeat");
        var passedOn = Assert.Single(Of(others), span => span.DisplayName == "hear News");
        Assert.Equal(own, Assert.Single(passedOn.Links).Context.TraceId);
        Assert.Contains(Of(others), span => span.DisplayName == "activity Repeat");
    }

    public void Dispose()
    {
        listener.Dispose();
        folder.Delete(recursive: true);
    }

    private Task<FunctionsTestHost> Listening() => SampleApp.Start(
        options => options.Settings["Runtime:DurableFile"] = Path.Combine(folder.FullName, "durable.db"),
        typeof(SampleNews));

    private static async Task<ActivityTraceId> Traced(FunctionsTestHost host, string id)
    {
        using var caller = new Activity("starter of " + id).SetIdFormat(ActivityIdFormat.W3C).Start();
        await host.Durable.ScheduleNewOrchestrationInstanceAsync("Listening", new StartOrchestrationOptions(id));
        await host.WhenIdle();
        return caller.TraceId;
    }

    // What others see of a request on its way, each hop of it, is not the host's affair.
    private List<Activity> Of(ActivityTraceId trace) =>
        [.. spans.Where(span => span.TraceId == trace && span.Source.Name == Telemetry.Source.Name)];

    private async Task<Activity> Started(string name, string instance)
    {
        await Until.Holds(() => spans.Any(IsIt));
        return spans.Single(IsIt);

        bool IsIt(Activity span) =>
            span.DisplayName == name && Equals(span.GetTagItem("durabletask.task.instance_id"), instance);
    }
}
