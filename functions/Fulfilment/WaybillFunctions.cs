using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>The carrier's papers: printed by staff, seen by who sends a return, and asked for again.</summary>
public sealed class WaybillFunctions(TableStore store, Waybills papers, IMessages messages, Tokens tokens)
{
    [Function("GetShipmentWaybill")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/shipments/{id}/waybill")]
        HttpRequest request, string id, CancellationToken stop) =>
        (await OfShipment(id, stop)).IsRefused(out var refusal, out var booked)
            ? Answers.Problem(refusal)
            : await Paper(request, booked, stop);

    /// <summary>Asks the carrier again, behind the queue; there already, nothing is asked.</summary>
    [Function("PutShipmentWaybill")]
    public async Task<IResult> Again(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/shipments/{id}/waybill")]
        HttpRequest request, string id, CancellationToken stop) =>
        (await OfShipment(id, stop)).IsRefused(out var refusal, out var booked)
            ? Answers.Problem(refusal)
            : await Ask(request, booked, $"/api/staff/shipments/{id}/waybill", stop);

    [Function("GetStaffReturnWaybill")]
    public async Task<IResult> GetOfReturn(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/returns/{id}/waybill")]
        HttpRequest request, string id, CancellationToken stop) =>
        (await OfReturn(id, stop)).IsRefused(out var refusal, out var booked)
            ? Answers.Problem(refusal)
            : await Paper(request, booked, stop);

    [Function("PutReturnWaybill")]
    public async Task<IResult> AgainOfReturn(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/returns/{id}/waybill")]
        HttpRequest request, string id, CancellationToken stop) =>
        (await OfReturn(id, stop)).IsRefused(out var refusal, out var booked)
            ? Answers.Problem(refusal)
            : await Ask(request, booked, $"/api/staff/returns/{id}/waybill", stop);

    /// <summary>For who holds the order's token; another's return is none.</summary>
    [Function("GetReturnWaybill")]
    public async Task<IResult> GetOwn(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "returns/{id}/waybill")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (!Id<Return>.TryParse(id, out var known) || await store.Find(known, stop) is not { Record: var back }
            || !tokens.Holds(request, back.Order))
            return Answers.Problem(ReturnRefusals.Unknown);
        return back.Label is null
            ? Answers.Problem(ShipmentRefusals.NotBooked)
            : await Paper(request, new(back.Order, back.Id.Value, back.Label.Tracking), stop);
    }

    private async Task<Result<Booked>> OfShipment(string text, CancellationToken stop)
    {
        if (!Shipment.TryParse(text, out var id)) return ShipmentRefusals.Unknown;
        var order = (await store.Find(Shipment.OrderOf(id), stop))?.Record;
        if (order?.Find(id) is not { } shipment) return ShipmentRefusals.Unknown;
        return shipment.Tracking is { } tracking
            ? new Booked(order.Id, id.Value, tracking)
            : ShipmentRefusals.NotBooked;
    }

    private async Task<Result<Booked>> OfReturn(string text, CancellationToken stop)
    {
        if (!Id<Return>.TryParse(text, out var id) || await store.Find(id, stop) is not { Record: var back })
            return ReturnRefusals.Unknown;
        return back.Label is { } label
            ? new Booked(back.Order, id.Value, label.Tracking)
            : ShipmentRefusals.NotBooked;
    }

    private async Task<IResult> Paper(HttpRequest request, Booked booked, CancellationToken stop) =>
        await papers.Find(booked.Order, booked.Tracking, stop) is { } pdf
            ? Answers.Pdf(request, pdf, $"waybill-{booked.Parcel}.pdf")
            : Answers.Problem(ShipmentRefusals.NoWaybill);

    private async Task<IResult> Ask(HttpRequest request, Booked booked, string at, CancellationToken stop)
    {
        if (await papers.Find(booked.Order, booked.Tracking, stop) is null)
            await messages.Send(PapersDue.Queue, new PapersDue(booked.Parcel, $"-{Guid.NewGuid():N}"), stop);
        return Answers.Accepted(request, at, new { booked.Parcel });
    }

    private sealed record Booked(Id<Order> Order, string Parcel, string Tracking);
}
