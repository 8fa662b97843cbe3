using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>What the warehouse does, and what the carrier tells.</summary>
public sealed class FulfilmentFunctions(
    TableStore store, ICarrier carrier, IMessages messages, TimeProvider clock,
    ILogger<FulfilmentFunctions> logger)
{
    public const string Queue = "parcel-news";
    private const int MaxGrams = 200_000;
    private const int MaxEdition = 1_000;

    [Function("PutPicking")]
    public async Task<IResult> Pick(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/shipments/{id}/picking")] HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, CancellationToken stop) => await Tell(
            request, client, id, shipment => shipment.Pick(), ShipmentStatus.Picking,
            FulfilmentOrchestration.PickingHeard, new PickingBegun("picking"), stop);

    [Function("PutPacking")]
    public async Task<IResult> Pack(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/shipments/{id}/packing")] HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, CancellationToken stop)
    {
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        int weight = fields.Number("weightGrams", 1, MaxGrams);
        int? seen = fields.OptionalNumber("edition", 0, MaxEdition);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        int edition = seen ?? await EditionOf(id, stop);
        var done = new PackingDone(edition == 0 ? "packing" : $"packing-{edition}", weight) { Edition = edition };
        return await Tell(
            request, client, id, shipment => shipment.Pack(weight, edition), ShipmentStatus.Packed,
            FulfilmentOrchestration.PackingHeard, done, stop);
    }

    [Function("NinjaVanWebhook")]
    public async Task<IResult> Receive(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "webhooks/ninjavan")] HttpRequest request,
        CancellationToken stop)
    {
        var body = await Body.ReadText(request, stop);
        if (body.IsRefused(out var refusal, out var text)) return Answers.Problem(refusal);
        string signature = request.Headers["X-Ninjavan-Hmac-Sha256"].ToString();
        var read = Notices.Read(() => carrier.Read(text, signature));
        if (read.IsRefused(out var wrong, out var notice)) return Answers.Problem(wrong);
        await messages.Send(Queue, notice, stop);
        return Answers.Ok(new { received = true });
    }

    /// <summary>Tells the fulfilment or the return that its parcel has moved; a parcel of others is dropped.</summary>
    [Function("HearParcelNews")]
    public async Task Hear(
        [QueueTrigger(Queue)] ParcelNotice notice, [DurableClient] DurableTaskClient client, CancellationToken stop)
    {
        if (notice.Movement == ParcelMovement.Other) return;
        if (await IsCalledOff(notice, stop)) return;
        var news = new ParcelNews(notice.Event, notice.Movement.ToString(), notice.At);
        bool heard = Id<Return>.TryParse(notice.Shipment, out var back)
            ? await Processes.Tell(client, back.Value, ReturnOrchestration.ParcelMoved, news, stop)
            : Shipment.TryParse(notice.Shipment, out var shipment) && await Processes.Tell(
                client, FulfilmentOrchestration.InstanceOf(shipment), FulfilmentOrchestration.ParcelMoved, news, stop);

        // It may have been called off while it was told, so that nobody listened any more.
        if (await IsCalledOff(notice, stop)) return;

        // Not ours, or come to its end before: the account's other parcels tell the same webhook.
        if (!heard) logger.LogInformation("The parcel {Tracking} moved, and nobody waits for it.", notice.Tracking);
    }

    /// <summary>Whether it moves a parcel that was cancelled, or packed anew since; a person is asked then.</summary>
    private async Task<bool> IsCalledOff(ParcelNotice notice, CancellationToken stop)
    {
        if (!Shipment.TryParse(notice.Shipment, out var id)) return false;
        var order = (await store.Find(Shipment.OrderOf(id), stop))?.Record;
        if (order?.Find(id) is not { } shipment) return false;
        bool ended = shipment.Status == ShipmentStatus.Cancelled && order.IsOff(shipment);
        if (!ended && !shipment.Recalled.Contains(notice.Tracking)) return false;
        var left = new Attention(
            ShipmentRefusals.LeftCancelled.Code, ShipmentRefusals.LeftCancelled.Message, clock.GetUtcNow());
        (await store.Update(
            order.Id, $"{notice.Tracking}-left-cancelled", now => now.AskForPerson(left), stop)).OrThrow();
        logger.LogWarning("The parcel {Tracking} of {Shipment} moves although it was cancelled.", notice.Tracking, id);
        return true;
    }

    private async Task<int> EditionOf(string text, CancellationToken stop) =>
        Shipment.TryParse(text, out var id)
            ? (await store.Find(Shipment.OrderOf(id), stop))?.Record.Find(id)?.Edition ?? 0
            : 0;

    /// <summary>Asks the rule whether it would refuse, then tells the process; done already is no refusal.</summary>
    private async Task<IResult> Tell<T>(
        HttpRequest request, DurableTaskClient client, string text, Func<Shipment, Result<Shipment>> rule,
        ShipmentStatus done, Signal<T> signal, T news, CancellationToken stop) where T : class, ISignal
    {
        if (!Shipment.TryParse(text, out var id)) return Answers.Problem(ShipmentRefusals.Unknown);
        var order = (await store.Find(Shipment.OrderOf(id), stop))?.Record;
        if (order?.Find(id) is not { } shipment) return Answers.Problem(ShipmentRefusals.Unknown);
        if (shipment.Status == ShipmentStatus.Cancelled) return Answers.Problem(ShipmentRefusals.Cancelled);
        if (shipment.Status < done && order.Move(id, rule).Refusal is { } refusal) return Answers.Problem(refusal);
        await Processes.Tell(client, FulfilmentOrchestration.InstanceOf(id), signal, news, stop);
        return Answers.Accepted(request, $"/api/staff/orders/{order.Id}", new { shipment.Id, Order = order.Id });
    }
}
