using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>What the warehouse does, and what the carrier tells.</summary>
public sealed class FulfilmentFunctions(TableStore store, ICarrier carrier, IMessages messages)
{
    public const string Queue = "parcel-news";
    private const int MaxGrams = 200_000;

    [Function("PutPicking")]
    public async Task<IResult> Pick(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/orders/{id}/picking")] HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, CancellationToken stop)
    {
        var found = await Find(id, order => order.Pick(), OrderStatus.Picking, stop);
        if (found.IsRefused(out var refusal, out var order)) return Answers.Problem(refusal);
        await Processes.Tell(
            client, FulfilmentOrchestration.InstanceOf(order.Id), FulfilmentOrchestration.PickingHeard,
            new PickingBegun("picking"), stop);
        return Answers.Accepted(request, $"/api/staff/orders/{id}", new { order.Id });
    }

    [Function("PutPacking")]
    public async Task<IResult> Pack(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/orders/{id}/packing")] HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, CancellationToken stop)
    {
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        int weight = fields.Number("weightGrams", 1, MaxGrams);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        var found = await Find(id, order => order.Pack(weight), OrderStatus.Packed, stop);
        if (found.IsRefused(out var refusal, out var order)) return Answers.Problem(refusal);
        await Processes.Tell(
            client, FulfilmentOrchestration.InstanceOf(order.Id), FulfilmentOrchestration.PackingHeard,
            new PackingDone("packing", weight), stop);
        return Answers.Accepted(request, $"/api/staff/orders/{id}", new { order.Id });
    }

    [Function("NinjaVanWebhook")]
    public async Task<IResult> Receive(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "webhooks/ninjavan")] HttpRequest request,
        CancellationToken stop)
    {
        var body = await Body.ReadText(request, stop);
        if (body.IsRefused(out var refusal, out var text)) return Answers.Problem(refusal);
        var notice = carrier.Read(text, request.Headers["X-Ninjavan-Hmac-Sha256"].ToString());
        if (notice is null) return Answers.Problem(EdgeRefusals.Signature);
        await messages.Send(Queue, notice, stop);
        return Answers.Ok(new { received = true });
    }

    /// <summary>Tells the fulfilment or the return that its parcel has moved.</summary>
    [Function("HearParcelNews")]
    public static async Task Hear(
        [QueueTrigger(Queue)] ParcelNotice notice, [DurableClient] DurableTaskClient client, CancellationToken stop)
    {
        if (notice.Movement == ParcelMovement.Other) return;
        var news = new ParcelNews(notice.Event, notice.Movement.ToString(), notice.At);
        if (Id<Return>.TryParse(notice.Shipment, out var back))
        {
            await Processes.Tell(client, back.Value, ReturnOrchestration.ParcelMoved, news, stop);
            return;
        }

        // A shipment is named {order}-1.
        var end = notice.Shipment.LastIndexOf('-');
        if (end < 0 || !Id<Order>.TryParse(notice.Shipment[..end], out var order)) return;
        await Processes.Tell(
            client, FulfilmentOrchestration.InstanceOf(order), FulfilmentOrchestration.ParcelMoved, news, stop);
    }

    /// <summary>The order, if the rule would allow it now, or if it was done already.</summary>
    private async Task<Result<Order>> Find(
        string id, Func<Order, Result<Order>> rule, OrderStatus done, CancellationToken stop)
    {
        if (!Id<Order>.TryParse(id, out var order)) return OrderRefusals.Unknown;
        var stored = await store.Find(order, stop);
        if (stored is null) return OrderRefusals.Unknown;
        if (stored.Record.Status >= done && stored.Record.Status <= OrderStatus.Delivered) return stored.Record;
        return rule(stored.Record).Refusal is { } refusal ? refusal : stored.Record;
    }
}
