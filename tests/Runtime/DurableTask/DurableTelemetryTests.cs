using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Serverless.Tests.Runtime;

/// <summary>What an OpenTelemetry listener sees of the engine.</summary>
public sealed class DurableTelemetryTests : IDisposable
{
    private readonly ConcurrentBag<Activity> spans = [];
    private readonly ActivityListener listener;

    public DurableTelemetryTests()
    {
        listener = new()
        {
            ShouldListenTo = source => source.Name == "Serverless.Runtime",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
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
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Listen", async context =>
            {
                var heard = await context.WaitForExternalEvent<string>("News");
                if (context.InstanceId == "mine")
                    context.SendEvent("other", "News", heard);
                return await context.CallActivityAsync<int>("Act");
            })
            .Activity<object?, int>("Act", _ => 1));
        ActivityTraceId own, others, third;
        using (var caller = new Activity("starter").SetIdFormat(ActivityIdFormat.W3C).Start())
            own = await Traced(rig, "mine");
        using (var caller = new Activity("starter of another").SetIdFormat(ActivityIdFormat.W3C).Start())
            others = await Traced(rig, "other");
        await rig.Restart();

        using (var caller = new Activity("raiser").SetIdFormat(ActivityIdFormat.W3C).Start())
        {
            third = caller.TraceId;
            await rig.Client.RaiseEventAsync("mine", "News", "word");
        }

        await rig.End("mine");
        await rig.End("other");
        await rig.Idle();

        var signal = Assert.Single(Of(third), span => span.DisplayName == "signal News");
        Assert.Equal(ActivityKind.Producer, signal.Kind);
        var heard = Assert.Single(Of(own), span => span.DisplayName == "hear News");
        Assert.Equal(signal.Context.SpanId, Assert.Single(heard.Links).Context.SpanId);
        Assert.Contains(Of(own), span => span.DisplayName == "activity Act");
        var passedOn = Assert.Single(Of(others), span => span.DisplayName == "hear News");
        Assert.Equal(own, Assert.Single(passedOn.Links).Context.TraceId);
        Assert.Contains(Of(others), span => span.DisplayName == "activity Act");
    }

    [Fact]
    public async Task What_fails_is_marked_as_failed()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Fails", async context => await context.CallActivityAsync("Breaks"))
            .Activity<object?, int>("Breaks", _ => throw new InvalidOperationException("secret words")));

        var id = (await rig.Run("Fails")).InstanceId;
        await rig.Idle();

        var failed = await Started("activity Breaks", id);
        Assert.Equal(ActivityStatusCode.Error, failed.Status);
        Assert.Equal("InvalidOperationException", failed.StatusDescription);
        Assert.Equal(ActivityStatusCode.Error, (await Started("orchestration Fails", id)).Status);
    }

    [Fact]
    public async Task Turns_activities_and_commits_are_counted()
    {
        var seen = new ConcurrentDictionary<string, double>();
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, meters) =>
            {
                if (instrument.Meter.Name == "Serverless.Runtime")
                    meters.EnableMeasurementEvents(instrument);
            },
        };
        meters.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument.Name, value));
        meters.SetMeasurementEventCallback<double>((instrument, _, _, _) => Add(instrument.Name, 1));
        meters.Start();
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Call", async context => await context.CallActivityAsync<int>("Act"))
            .Activity<object?, int>("Act", _ => 1));

        await rig.Run("Call");
        await rig.Idle();

        // Other tests may be counted too, since they run in this process.
        Assert.True(seen["durable.turns"] >= 2);
        Assert.True(seen["durable.activities"] >= 1);
        Assert.True(seen["durable.commit.duration"] >= 3);
        Assert.Contains("durable.activities.waiting", seen.Keys);

        void Add(string name, double value) => seen.AddOrUpdate(name, value, (_, sum) => sum + value);
    }

    public void Dispose() => listener.Dispose();

    private static async Task<ActivityTraceId> Traced(Rig rig, string id)
    {
        await rig.Schedule("Listen", id: id);
        await rig.Idle();
        return Activity.Current!.TraceId;
    }

    private List<Activity> Of(ActivityTraceId trace) => [.. spans.Where(span => span.TraceId == trace)];

    private async Task<Activity> Started(string name, string instance)
    {
        await Until.Holds(() => spans.Any(IsIt));
        return spans.Single(IsIt);

        bool IsIt(Activity span) =>
            span.DisplayName == name && Equals(span.GetTagItem("durabletask.task.instance_id"), instance);
    }
}
