using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>News from the customs broker: verified at the door, understood behind the queue.</summary>
public sealed class ClearanceFunctions(
    TableStore store, ICustomsBroker broker, IMessages messages, TimeProvider clock,
    ILogger<ClearanceFunctions> logger)
{
    public const string Queue = "customs-news";

    [Function("BrokerWebhook")]
    public async Task<IResult> Receive(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "webhooks/broker")] HttpRequest request,
        CancellationToken stop)
    {
        var body = await Body.ReadText(request, stop);
        if (body.IsRefused(out var refusal, out var text)) return Answers.Problem(refusal);
        string signature = request.Headers["X-Broker-Signature"].ToString();
        var read = Notices.Read(() => broker.Read(text, signature, clock.GetUtcNow()));
        if (read.IsRefused(out var wrong, out var notice)) return Answers.Problem(wrong);
        await messages.Send(Queue, notice, stop);
        return Answers.Ok(new { received = true });
    }

    /// <summary>Tells the clearance that there is news; what is known already, or older, is dropped.</summary>
    /// <remarks>A parcel that nobody lodged is dropped too: a clearance runs before the broker hears of it.</remarks>
    /// <exception cref="FormatException">The message is of another version: kept till someone can read it.</exception>
    [Function("HearCustomsNews")]
    public async Task Hear(
        [QueueTrigger(Queue)] CustomsNotice notice, [DurableClient] DurableTaskClient client, CancellationToken stop)
    {
        if (notice.Format != CustomsNotice.Known)
            throw new FormatException($"A message of format {notice.Format} is not understood here.");
        if (!Shipment.TryParse(notice.Shipment, out var shipment))
        {
            logger.LogWarning("The broker's event {Event} names no shipment of ours: dropped.", notice.Event);
            return;
        }

        var known = (await store.Find(ClearanceActivities.IdOf(shipment), stop))?.Record;
        if (known is not null && known.Version >= notice.Version) return;

        bool heard = await Processes.Tell(
            client, ClearanceOrchestration.InstanceOf(shipment), ClearanceOrchestration.CustomsHeard,
            new CustomsNews(notice.Event, null), stop);
        if (!heard && known is null)
            logger.LogWarning(
                "The broker's event {Event} is about {Shipment}, for which nobody lodged a declaration: dropped.",
                notice.Event, shipment);
    }
}
