using System.Diagnostics;
using System.Diagnostics.Metrics;
using Serverless.Runtime.DurableTask;

namespace Serverless.Runtime;

/// <summary>What the runtime tells OpenTelemetry; source and meter have the name of the runtime.</summary>
internal static class Telemetry
{
    public const string Name = "Serverless.Runtime";

    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    public static readonly Counter<long> Invocations = Meter.CreateCounter<long>(
        "functions.invocations", "{invocation}", "Invocations of HTTP, queue, timer and activity functions.");

    public static readonly Counter<long> Turns = Meter.CreateCounter<long>(
        "durable.turns", "{turn}", "Turns of orchestrations that were saved.");

    public static readonly Counter<long> Activities = Meter.CreateCounter<long>(
        "durable.activities", "{activity}", "Activities that were run.");

    public static readonly Histogram<double> Commits = Meter.CreateHistogram<double>(
        "durable.commit.duration", "s", "Time for one commit of the orchestrations' file.");

    public static readonly UpDownCounter<long> Waiting = Meter.CreateUpDownCounter<long>(
        "durable.activities.waiting", "{activity}", "Activities that wait to be run.");

    /// <summary>Begins a span that belongs to no caller in this flow, but to the one named, if any.</summary>
    /// <param name="what">What kind of thing it does, the first word of the span's name.</param>
    /// <param name="name">What it is done to, the rest of the name.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="parent">A W3C traceparent; null where the span begins a trace.</param>
    /// <param name="began">When it began; now by default.</param>
    /// <param name="link">The traceparent of a span that caused it too, and may be in another trace.</param>
    public static Activity? Begin(
        string what,
        string name,
        ActivityKind kind,
        string? parent,
        DateTimeOffset began = default,
        string? link = null)
    {
        // Loops that run from the host's start would otherwise hand on whatever span surrounded that.
        if (Activity.Current is not null)
            Activity.Current = null;
        if (!Source.HasListeners())
            return null;
        _ = ActivityContext.TryParse(parent, null, isRemote: true, out var context);
        ActivityLink[]? links = ActivityContext.TryParse(link, null, isRemote: true, out var cause)
            ? [new ActivityLink(cause)]
            : null;
        return Source.StartActivity($"{what} {name}", kind, context, links: links, startTime: began);
    }

    /// <summary>The W3C traceparent of the current span; null where there is none.</summary>
    public static string? Here => Activity.Current is { IdFormat: ActivityIdFormat.W3C } here ? here.Id : null;

    public static void Fail(this Activity? span, Exception exception) =>
        span?.SetStatus(ActivityStatusCode.Error, Kind(exception));

    // What the app threw, not in what it came here.
    private static string Kind(Exception exception)
    {
        string name = exception switch
        {
            ActivityFailedException activity => activity.Failure.ErrorType,
            InvocationFailedException function => function.Type,
            _ => exception.GetType().Name,
        };
        return name[(name.LastIndexOf('.') + 1)..];
    }
}
