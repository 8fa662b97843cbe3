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
        var ready = await store.Update(
            Shipment.OrderOf(id), $"{id}-ready",
            order => order.Withholds() is { } unpaid ? unpaid : order.Move(id, shipment => shipment.MakeReady(hash)),
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
        foreach (var line in shipment.Lines)
        {
            var released = await store.Update(
                Stock.At(line.Sku, shipment.Location), $"{id}-not-collected", stock => stock.Release(order.Id), stop);
            if (released.IsRefused(out var refusal, out var stock)) return refusal;
            await news.Tell(stock, stop);
        }

        if (await RestoreValue(order, booking, stop) is { } unpaid) return unpaid;
        if ((await coupons.Restore(order.Id, stop)).Refusal is { } unrestored) return unrestored;
        var cancelled = await store.Update(
            order.Id, $"{id}-cancelled", now => now.Cancel(id, ShipmentRefusals.NotCollected), stop);
        return cancelled.As(now => now.Status);
    }

    private async Task<Refusal?> RestoreValue(Order order, ParcelBooking booking, CancellationToken stop)
    {
        if (order.Customer is not { } customer) return null;
        var cause = $"{order.Id}-cancelled";
        if (order.Points > 0)
        {
            var policy = await policies.Of(booking.Version, stop);
            var expiry = policy.Points.ExpiryOf(booking.At, order.Delivery.Address);
            var restored = await store.Update(
                StoredValue.PointsOf(customer), cause,
                value => value.Restore(cause, order.Points, expiry, booking.At), stop);
            if (restored.Refusal is { } refusal) return refusal;
        }

        if (order.Credit is not { } credit) return null;
        var paid = await store.Update(
            StoredValue.CreditOf(customer, credit.Currency), cause,
            value => value.Restore(cause, credit.Amount, null, booking.At), stop);
        return paid.Refusal;
    }
}
