using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>What a pick-up does to the shipment, the stock and the shopper's points.</summary>
public sealed class PickupActivities(
    TableStore store, Departures departures, StockNews news, IMessages messages,
    Coupons coupons, Tokens tokens, Policies policies)
{
    /// <summary>It waits in the store from now on, for who knows the code.</summary>
    [Function("MakeReady")]
    public async Task<Result<ShipmentStatus>> MakeReady([ActivityTrigger] Id<Shipment> id, CancellationToken stop)
    {
        var hash = tokens.HashOf(id, tokens.CodeFor(id));
        var known = (await store.Find(Shipment.OrderOf(id), stop))?.Record.Find(id);
        if (known is null) return ShipmentRefusals.Unknown;
        var ready = await store.Update(
            Shipment.OrderOf(id), known.Edition == 0 ? $"{id}-ready" : $"{id}-ready-{known.Edition}",
            order => order.Withholds() is { } unpaid
                ? unpaid
                : order.Move(id, shipment => shipment.Off is { } off ? off : shipment.MakeReady(hash)),
            stop);
        return ready.As(order => order.Find(id)!.Status);
    }

    /// <summary>Has the letter written behind a queue: one that nobody takes must not keep the goods.</summary>
    [Function("MailPickup")]
    public async Task<Result<bool>> Mail([ActivityTrigger] PickupLetter letter, CancellationToken stop)
    {
        await messages.Send(PickupTold.Queue, new PickupTold(letter.Shipment, letter.IsReminder), stop);
        return true;
    }

    /// <summary>The shopper has it: goods out of stock, cost and sale in the books.</summary>
    [Function("HandOverParcel")]
    public async Task<Result<ShipmentStatus>> HandOver([ActivityTrigger] ParcelBooking booking, CancellationToken stop)
    {
        var id = booking.Shipment;
        var order = (await store.Find(Shipment.OrderOf(id), stop))?.Record;
        if (order?.Find(id) is not { } shipment) return ShipmentRefusals.Unknown;
        var booked = await departures.Book(order, shipment, booking, stop);
        if (booked.IsRefused(out var refusal, out var costs)) return refusal;
        var fetched = await store.Update(
            order.Id, $"{id}-picked-up", now => now.Move(id, parcel => parcel.HandOver(costs, booking.At)), stop);
        if (fetched.IsRefused(out var unfit, out var hers)) return unfit;
        await messages.Send(CrmNews.Queue, CrmNews.Over(hers, ShipmentStatus.PickedUp), stop);
        return ShipmentStatus.PickedUp;
    }

    /// <summary>Nobody came: goods, points, credit and coupon are free, and the order ends with its reason.</summary>
    [Function("CancelPickup")]
    public async Task<Result<OrderStatus>> Cancel([ActivityTrigger] ParcelBooking booking, CancellationToken stop)
    {
        var id = booking.Shipment;
        var order = (await store.Find(Shipment.OrderOf(id), stop))?.Record;
        if (order?.Find(id) is not { } shipment) return ShipmentRefusals.Unknown;
        // Whoever ends it first gives back what it had: the order says who that was.
        var ended = await store.Update(
            order.Id, $"{id}-cancelled",
            now => now.Find(id)!.Status == ShipmentStatus.Cancelled
                ? now
                : now.Cancel(id, ShipmentRefusals.NotCollected),
            stop);
        if (ended.IsRefused(out var unfit, out var over)) return unfit;
        if (over.IsOff(over.Find(id)!)) return over.Status;
        foreach (var line in over.GoodsOf(shipment))
        {
            var released = await store.Update(
                Stock.At(line.Sku, shipment.Location), $"{id}-not-collected",
                stock => stock.IsKeptFor(order.Id) ? stock.Release(order.Id, line.Quantity) : stock, stop);
            if (released.IsRefused(out var refusal, out var stock)) return refusal;
            await news.Tell(stock, stop);
        }

        if (await RestoreValue(over, booking, stop) is { } unpaid) return unpaid;
        if ((await coupons.Restore(order.Id, stop)).Refusal is { } unrestored) return unrestored;
        return over.Status;
    }

    private async Task<Refusal?> RestoreValue(Order order, ParcelBooking booking, CancellationToken stop)
    {
        if (order.Customer is not { } customer) return null;
        var cause = $"{order.Id}-cancelled";
        if (order.PointsUsed() is > 0 and var points)
        {
            var policy = await policies.Of(booking.Version, stop);
            var expiry = policy.Points.ExpiryOf(booking.At, order.Delivery.Address);
            var restored = await store.Update(
                StoredValue.PointsOf(customer), cause,
                value => value.Restore(cause, points, expiry, booking.At), stop);
            if (restored.Refusal is { } refusal) return refusal;
        }

        if (order.Credit is null || order.CreditUsed() is not { Amount: > 0 } credit) return null;
        var paid = await store.Update(
            StoredValue.CreditOf(customer, credit.Currency), cause,
            value => value.Restore(cause, credit.Amount, null, booking.At), stop);
        return paid.Refusal;
    }
}
