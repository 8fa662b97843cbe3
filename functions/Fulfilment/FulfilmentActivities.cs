using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>What a fulfilment does to the shipment, the stock and the parcel.</summary>
public sealed class FulfilmentActivities(
    TableStore store, ICarrier carrier, Books books, Departures departures, Refunds refunds, IMessages messages,
    Coupons coupons, AddedStock added, Policies policies)
{
    /// <summary>Looks whether all of it is there; else it waits, behind those who were promised before.</summary>
    [Function("AllocateShipment")]
    public async Task<Result<Allotment>> Allocate([ActivityTrigger] Id<Shipment> id, CancellationToken stop)
    {
        if (await Find(id, stop) is not ({ } order, { } shipment)) return ShipmentRefusals.Unknown;
        var status = shipment.Status;
        if (status == ShipmentStatus.Cancelled) return ShipmentRefusals.Cancelled;
        if (status <= ShipmentStatus.Backordered)
        {
            bool here = await IsHere(order, shipment, stop);
            var moved = await Change(
                id, here ? "allocated" : "backordered", now => here ? now.Allocate() : now.Await(), stop);
            if (moved.IsRefused(out var refusal, out status)) return refusal;
        }

        return new Allotment(status, shipment.Promised, order.Delivery.Store is not null);
    }

    /// <summary>Somebody picks all that is in it: what a correction has just added is promised first.</summary>
    [Function("PickShipment")]
    public async Task<Result<ShipmentStatus>> Pick([ActivityTrigger] Id<Shipment> id, CancellationToken stop)
    {
        var picked = await Change(id, "picking", shipment => shipment.Pick(), stop);
        if (picked.Refusal is not null) return picked;
        return (await added.Keep(Shipment.OrderOf(id), stop)).Refusal is { } refusal ? refusal : picked;
    }

    [Function("PackShipment")]
    public Task<Result<ShipmentStatus>> Pack([ActivityTrigger] Packing packing, CancellationToken stop) =>
        Change(
            packing.Shipment, Named("packed", packing.Edition),
            shipment => shipment.Pack(packing.WeightGrams, packing.Edition), stop);

    /// <summary>Books the parcel with the carrier, once per shipment.</summary>
    [Function("BookParcel")]
    public async Task<Result<string>> Book([ActivityTrigger] Id<Shipment> id, CancellationToken stop)
    {
        if (await Find(id, stop) is not ({ } order, { } shipment)) return ShipmentRefusals.NotNow;
        if (shipment.Off is { } off)
        {
            // An earlier try may have booked it, and been killed before it could note that.
            for (int each = 0; each <= shipment.Edition; each++) await carrier.Cancel(id.Value, each, stop);
            return off;
        }

        if (shipment.WeightGrams is not { } weight) return ShipmentRefusals.NotNow;
        if (order.Withholds() is { } unpaid) return unpaid;
        var shop = await policies.Of(order.PolicyVersion, stop);
        var (from, to) = (Places.Of(shop.LocationOf(shipment.Location)), Places.Of(order.Delivery));
        var ask = new ParcelOrder(id.Value, from, to, weight, IsReturn: false, order.Delivery.Method)
        {
            Edition = shipment.Edition,
        };
        var label = await carrier.Book(ask, stop);
        var labelled = await Change(
            id, Named("label", shipment.Edition), now => now.Label(carrier.Name, label.Tracking), stop);
        if (labelled.IsRefused(out var refusal, out _))
        {
            // Something came off while it was booked: nobody is to fetch this parcel.
            await carrier.Cancel(id.Value, shipment.Edition, stop);
            return refusal;
        }

        // Its paper comes behind a queue: one that the carrier makes later must not keep the parcel.
        await messages.Send(PapersDue.Queue, PapersDue.Of(shipment), stop);
        return label.Tracking;
    }

    /// <summary>The goods left: stock, cost of goods, and with the first parcel the sale.</summary>
    [Function("ShipParcel")]
    public async Task<Result<ShipmentStatus>> Ship([ActivityTrigger] ParcelBooking booking, CancellationToken stop)
    {
        if (await Find(booking.Shipment, stop) is not ({ } order, { } shipment)) return ShipmentRefusals.NotNow;
        var booked = await departures.Book(order, shipment, booking, stop);
        if (booked.IsRefused(out var refusal, out var costs)) return refusal;
        var shipped = await Change(shipment.Id, "shipped", now => now.Ship(costs), stop);
        if (shipped.Refusal is null)
            await messages.Send(ParcelTold.Queue, ParcelTold.Of(shipment, ShipmentStatus.Shipped), stop);
        return shipped;
    }

    [Function("SendOutParcel")]
    public Task<Result<ShipmentStatus>> SendOut([ActivityTrigger] Id<Shipment> id, CancellationToken stop) =>
        Note(id, ShipmentStatus.OutForDelivery, shipment => shipment.SendOut(), stop);

    [Function("FailDelivery")]
    public Task<Result<ShipmentStatus>> Fail([ActivityTrigger] Id<Shipment> id, CancellationToken stop) =>
        Note(id, ShipmentStatus.DeliveryFailed, shipment => shipment.FailDelivery(), stop);

    [Function("DeliverParcel")]
    public async Task<Result<ShipmentStatus>> Deliver([ActivityTrigger] ParcelMoment moment, CancellationToken stop)
    {
        var ended = await End(moment.Shipment, "delivered", shipment => shipment.Deliver(moment.At), stop);
        if (ended.Refusal is null)
            await messages.Send(ParcelTold.Queue, new ParcelTold(moment.Shipment, ShipmentStatus.Delivered, 0), stop);
        return ended;
    }

    /// <summary>The parcel came back undelivered: goods to the shelf, money to the shopper.</summary>
    [Function("SendBackParcel")]
    public async Task<Result<ShipmentStatus>> SendBack([ActivityTrigger] ParcelBooking booking, CancellationToken stop)
    {
        if (await Find(booking.Shipment, stop) is not ({ } order, { } shipment)) return ShipmentRefusals.NotNow;
        foreach (var line in order.GoodsOf(shipment))
        {
            var cost = line.Cost ?? Money.Zero(Currency.Php);
            var back = await books.Restock(
                $"{shipment.Id}-back-{line.Sku}", line.Sku, shipment.Location, line.Quantity, cost, booking.At, stop);
            if (back.IsRefused(out var refusal, out _)) return refusal;
        }

        var paid = await refunds.PayBack(order.Id, shipment.Id, booking.At, stop);
        if (paid.IsRefused(out var unpaid, out _)) return unpaid;
        var ended = await End(shipment.Id, "returned-to-sender", now => now.SendBack(), stop);

        // With its last parcel the whole order has come to nothing.
        bool nothing = (await store.Find(order.Id, stop))?.Record.Status == OrderStatus.ReturnedToSender;
        if (nothing && (await coupons.Restore(order.Id, stop)).Refusal is { } used) return used;
        return ended;
    }

    /// <summary>Nothing more happens to the parcel: whoever keeps accounts of the customer hears of it.</summary>
    private async Task<Result<ShipmentStatus>> End(
        Id<Shipment> id, string cause, Func<Shipment, Result<Shipment>> rule, CancellationToken stop)
    {
        var moved = await store.Update(Shipment.OrderOf(id), $"{id}-{cause}", order => order.Move(id, rule), stop);
        if (moved.IsRefused(out var refusal, out var order)) return refusal;
        var status = order.Find(id)!.Status;
        await messages.Send(CrmNews.Queue, CrmNews.Over(order, status), stop);
        return status;
    }

    private async Task<bool> IsHere(Order order, Shipment shipment, CancellationToken stop)
    {
        foreach (var line in order.GoodsOf(shipment))
        {
            var stock = await store.Find(Stock.At(line.Sku, shipment.Location), stop);
            if (stock?.Record.IsCovered(order.Id) != true) return false;
        }

        return true;
    }

    // Delivery may fail and be tried again: each turn is a cause of its own; what comes late is dropped.
    private async Task<Result<ShipmentStatus>> Note(
        Id<Shipment> id, ShipmentStatus next, Func<Shipment, Result<Shipment>> rule, CancellationToken stop)
    {
        var stored = await store.Find(Shipment.OrderOf(id), stop);
        if (stored?.Record.Find(id) is not { } shipment) return ShipmentRefusals.Unknown;
        if (shipment.Status != next)
        {
            if (!Shipment.Lifecycle.Allows(shipment.Status, next)) return shipment.Status;
            var moved = await store.Update(
                Shipment.OrderOf(id), $"{id}-{next}-{stored.Version}", order => order.Move(id, rule), stop);
            if (moved.IsRefused(out var refusal, out var order)) return refusal;
            shipment = order.Find(id)!;
        }

        // Also when this was done before and died here: the turn makes it the same letter.
        if (shipment.Status == next) await messages.Send(ParcelTold.Queue, ParcelTold.Of(shipment, next), stop);
        return shipment.Status;
    }

    private async Task<(Order?, Shipment?)> Find(Id<Shipment> id, CancellationToken stop)
    {
        var order = (await store.Find(Shipment.OrderOf(id), stop))?.Record;
        return (order, order?.Find(id));
    }

    private async Task<Result<ShipmentStatus>> Change(
        Id<Shipment> id, string cause, Func<Shipment, Result<Shipment>> rule, CancellationToken stop)
    {
        // A step that comes after a cancellation is not refused as impossible: it is told why.
        var moved = await store.Update(
            Shipment.OrderOf(id), $"{id}-{cause}",
            order => order.Move(id, shipment => shipment.Status == ShipmentStatus.Cancelled
                ? ShipmentRefusals.Cancelled
                : rule(shipment)),
            stop);
        return moved.As(order => order.Find(id)!.Status);
    }

    // Each packing is a cause of its own; the first is called as it always was.
    private static string Named(string cause, int edition) => edition == 0 ? cause : $"{cause}-{edition}";
}
