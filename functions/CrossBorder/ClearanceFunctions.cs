using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>News from the customs broker: verified at the door, understood behind the queue.</summary>
public sealed class ClearanceFunctions(
    TableStore store, ICustomsBroker broker, IMessages messages, TimeProvider clock)
{
    public const string Queue = "customs-news";

    [Function("BrokerWebhook")]
    public async Task<IResult> Receive(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "webhooks/broker")] HttpRequest request,
        CancellationToken stop)
    {
        var body = await Body.ReadText(request, stop);
        if (body.IsRefused(out var refusal, out var text)) return Answers.Problem(refusal);
        if (Read(text, request.Headers["X-Broker-Signature"].ToString()).IsRefused(out var wrong, out var notice))
            return Answers.Problem(wrong);
        await messages.Send(Queue, notice, stop);
        return Answers.Ok(new { received = true });
    }

    /// <summary>Tells the clearance that there is news; what is known already, or older, is dropped.</summary>
    /// <exception cref="InvalidOperationException">Nobody knows such a parcel: a person has to look.</exception>
    /// <exception cref="FormatException">The message is of another version: kept till someone can read it.</exception>
    [Function("HearCustomsNews")]
    public async Task Hear(
        [QueueTrigger(Queue)] CustomsNotice notice, [DurableClient] DurableTaskClient client, CancellationToken stop)
    {
        if (notice.Format != CustomsNotice.Known)
            throw new FormatException($"A message of format {notice.Format} is not understood here.");
        if (!Shipment.TryParse(notice.Shipment, out var shipment))
            throw new InvalidOperationException($"The event {notice.Event} names no shipment of ours.");
        var known = (await store.Find(ClearanceActivities.IdOf(shipment), stop))?.Record;
        if (known is not null && known.Version >= notice.Version) return;

        bool heard = await Processes.Tell(
            client, ClearanceOrchestration.InstanceOf(shipment), ClearanceOrchestration.CustomsHeard,
            new CustomsNews(notice.Event, null), stop);
        if (!heard && known is null)
            throw new InvalidOperationException($"Nobody lodged a declaration for {shipment}.");
    }

    private Result<CustomsNotice> Read(string body, string signature)
    {
        try
        {
            return broker.Read(body, signature, clock.GetUtcNow()) is { } notice ? notice : EdgeRefusals.Signature;
        }
        catch (FormatException)
        {
            return EdgeRefusals.Format;
        }
    }
}
