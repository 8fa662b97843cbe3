using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace Serverless.Tests.Journeys;

/// <summary>One trace from a shopper's click through orchestrations, queues and signals.</summary>
public sealed class TraceTests : IDisposable
{
    private readonly ConcurrentBag<Activity> spans = [];
    private readonly ActivityListener listener;

    public TraceTests()
    {
        listener = new()
        {
            ShouldListenTo = source =>
                source.Name is "Serverless.Runtime" or "Serverless.Messages" or "Microsoft.AspNetCore"
                    or "Microsoft.Azure.Functions.Worker" or "System.Net.Http" or "Grpc.Net.Client",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
    }

    [Fact]
    public async Task A_click_is_one_trace_to_the_letter_and_to_what_a_signalled_process_does_afterwards()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-vase", "VASE", units: 1);
        var shopper = new Shopper(shop);
        await shopper.Fill("VASE");
        ActivityTraceId trace;
        using (var click = new Activity("click").SetIdFormat(ActivityIdFormat.W3C).Start())
        {
            trace = click.TraceId;
            Assert.Equal(HttpStatusCode.Accepted, (await shopper.Pay()).Status);
        }

        await shopper.Reach("Delivered");
        await shop.Until(() => Task.FromResult(Has("hear MailConfirmation")), () => "the letter's span");

        // From the click to the letter, over the checkout and the queue.
        var sender = Of("activity PlaceOrder").Single();
        Assert.Contains(sender, Ancestors(Of("hear MailConfirmation").Single()));
        // The carrier's notices are traces of their own, linked to that of the order, which goes on.
        var heard = Of("hear ParcelMoved");
        Assert.NotEmpty(heard);
        Assert.All(heard, span => Assert.Contains(
            spans, signal => signal.DisplayName == "signal ParcelMoved"
                && signal.SpanId == span.Links.Single().Context.SpanId
                && Ancestors(signal).Any(consumer =>
                    consumer is { DisplayName: "hear HearParcelNews", Kind: ActivityKind.Consumer }
                    && consumer.TraceId == signal.TraceId)));
        var shipped = Of("activity ShipParcel").Single();
        Assert.Contains(heard, span => span.StartTimeUtc <= shipped.StartTimeUtc);

        bool Has(string name) => Of(name).Count > 0;
        List<Activity> Of(string name) =>
            [.. spans.Where(span => span.TraceId == trace && span.DisplayName == name)];
    }

    public void Dispose() => listener.Dispose();

    // Between two of ours the worker has spans of its own.
    private IEnumerable<Activity> Ancestors(Activity span)
    {
        for (var next = Parent(span); next is not null; next = Parent(next)) yield return next;
    }

    private Activity? Parent(Activity span) => spans.SingleOrDefault(other => other.SpanId == span.ParentSpanId);
}
