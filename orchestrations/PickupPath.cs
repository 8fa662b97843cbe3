using Microsoft.DurableTask;
using Serverless.Commerce;

namespace Serverless.Orchestrations;

/// <summary>The end of a fulfilment whose shopper fetches the goods: ready, fetched, or given up.</summary>
public static class PickupPath
{
    // What a pick-up asks of the world, and what it waits to hear.
    public static readonly Activity<Id<Shipment>, ShipmentStatus> MakeReady = new("MakeReady");
    public static readonly Activity<PickupLetter, bool> MailPickup = new("MailPickup");
    public static readonly Activity<ParcelBooking, ShipmentStatus> HandOverParcel = new("HandOverParcel");
    public static readonly Activity<ParcelBooking, OrderStatus> CancelPickup = new("CancelPickup");
    public static readonly Signal<GoodsFetched> CollectionHeard = new("CollectionHeard");

    /// <summary>It is packed: tells the shopper, and waits for her; or goes back to the packing table.</summary>
    public static async Task<ShipmentStatus> HandOver(
        TaskOrchestrationContext context, Id<Shipment> id, PolicyVersion policy, int edition)
    {
        var ready = await context.Take(MakeReady, () => id, edition);
        if (ready.End is { } off) return off;
        await context.Call(MailPickup, new(id, IsReminder: false));
        var heard = await Listen(context, policy.PickupTime, edition);
        if (heard.IsNothing)
        {
            await context.Call(MailPickup, new(id, IsReminder: true));
            heard = await Listen(context, policy.PickupGrace, edition);
        }

        if (heard.End is { } gone) return gone.Result;
        if (heard.Awaited is null) return await GiveUp(context, id, policy);
        var captured = await context.Take(
            FulfilmentOrchestration.CapturePayment, () => FulfilmentOrchestration.Leaving(context, id), edition);
        if (captured.End is { } late) return late;
        return await context.Call(HandOverParcel, new(id, policy.Number, context.CurrentUtcDateTime));
    }

    private static Task<Heard<GoodsFetched, UnitsGone>> Listen(
        TaskOrchestrationContext context, TimeSpan time, int edition) =>
        context.Wait(CollectionHeard, time, FulfilmentOrchestration.UnitsOff, off => off.Counts(edition));

    // Nobody came, and nothing was charged: the promise of the money is given back before the goods are.
    private static async Task<ShipmentStatus> GiveUp(
        TaskOrchestrationContext context, Id<Shipment> id, PolicyVersion policy)
    {
        await context.Call(CheckoutOrchestration.VoidPayment, Shipment.OrderOf(id));
        await context.Call(CancelPickup, new(id, policy.Number, context.CurrentUtcDateTime));
        return ShipmentStatus.Cancelled;
    }
}

/// <summary>A mail to who is to fetch a parcel: that it is ready, or still there.</summary>
public sealed record PickupLetter(Id<Shipment> Shipment, bool IsReminder);

/// <summary>The shopper was at the counter, with the right code.</summary>
public sealed record GoodsFetched(string Id) : ISignal;
