using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Serverless.Commerce;

namespace Serverless.Orchestrations;

/// <summary>Takes one cart to a placed order: open it, hold stock, authorise, place; or takes all of it back.</summary>
public static class CheckoutOrchestration
{
    // What a checkout asks of the world, and what it waits to hear.
    public static readonly Activity<OrderOpening, Id<Order>> OpenOrder = new("OpenOrder");
    public static readonly Activity<StockHold, int> HoldStock = new("HoldStock");
    public static readonly Activity<OrderMoment, bool> HoldValue = new("HoldValue");
    public static readonly Activity<Id<Order>, bool> HoldCoupon = new("HoldCoupon");
    public static readonly Activity<PaymentStart, PaymentStatus> AuthorisePayment = new("AuthorisePayment");
    public static readonly Activity<Id<Order>, PaymentStatus> CheckPayment = new("CheckPayment");
    public static readonly Activity<Id<Order>, int> KeepStock = new("KeepStock");
    public static readonly Activity<OrderMoment, OrderStatus> PlaceOrder = new("PlaceOrder");
    public static readonly Activity<OrderMoment, bool> BurnValue = new("BurnValue");
    public static readonly Activity<Id<Order>, bool> UseCoupon = new("UseCoupon");
    public static readonly Activity<OrderFailure, OrderStatus> CompensateOrder = new("CompensateOrder");
    public static readonly Activity<Id<Order>, PaymentStatus> VoidPayment = new("VoidPayment");
    public static readonly Activity<StockRelease, bool> ReleaseStock = new("ReleaseStock");
    public static readonly Activity<OrderMoment, bool> GiveValueBack = new("GiveValueBack");
    public static readonly Activity<Id<Order>, bool> GiveCouponBack = new("GiveCouponBack");
    public static readonly Activity<OrderOpening, bool> ReleaseCart = new("ReleaseCart");
    public static readonly Activity<OrderFailure, OrderStatus> CloseOrder = new("CloseOrder");
    public static readonly Signal<PaymentNews> PaymentHeard = new("PaymentHeard");

    /// <summary>How often the provider is asked by ourselves while the shopper is at her bank.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromMinutes(1);

    [Function(nameof(CheckoutOrchestration))]
    public static async Task<CheckoutEnd> Run(
        [OrchestrationTrigger] TaskOrchestrationContext context, CheckoutStart start)
    {
        if (start.Restored is { } restored) return await GoOn(context, start, restored);
        var undo = new Compensations(context);
        var opening = new OrderOpening(start, context.NewGuid().ToString("N"), context.CurrentUtcDateTime);

        undo.Add(ReleaseCart, opening);
        var opened = await context.TryCallOrEnd(OpenOrder, opening);
        if (opened.Refusal?.Code == OrderRefusals.OtherRun.Code) return new(OrderStatus.Failed, OrderRefusals.OtherRun);
        if (opened.IsRefused(out var notOpened, out var id))
        {
            await undo.Run();
            return new(OrderStatus.Failed, notOpened);
        }

        if (await HoldAndPay(context, start, undo) is { } unpaid) return await TakeBack(context, undo, id, unpaid);

        // The money is promised: now the goods are, too. What ended meanwhile may be gone.
        var kept = await context.TryCallOrEnd(KeepStock, id);
        if (kept.IsRefused(out var gone, out int shipments)) return await TakeBack(context, undo, id, gone);

        var placed = await context.CallOrEnd(PlaceOrder, new(id, context.CurrentUtcDateTime));
        if (placed.Refusal is { } ended) return await TakeBack(context, undo, id, ended);
        if (start.SpendsValue) await context.Call(BurnValue, new(id, context.CurrentUtcDateTime));
        if (start.Coupon is not null) await context.Call(UseCoupon, id);
        await Task.WhenAll(Enumerable.Range(1, shipments).Select(
            number => Fulfil(context, Shipment.Named(id, number), start.Policy)));
        return new(OrderStatus.Placed, null);
    }

    /// <summary>
    /// The shop came back from a backup, and nobody remembers how far this had come but the order. One that was not
    /// placed is taken back, since its shopper has long gone; one that was goes on where its shipments are.
    /// </summary>
    private static async Task<CheckoutEnd> GoOn(
        TaskOrchestrationContext context, CheckoutStart start, RestoredOrder restored)
    {
        var now = new OrderMoment(start.Order, context.CurrentUtcDateTime);
        if (!restored.IsPlaced)
        {
            var undo = new Compensations(context);
            undo.Add(ReleaseCart, new OrderOpening(start, restored.Run, context.CurrentUtcDateTime));
            undo.Add(ReleaseStock, new(start.Order, start.Policy.Number));
            if (start.Coupon is not null) undo.Add(GiveCouponBack, start.Order);
            if (start.SpendsValue) undo.Add(GiveValueBack, now);
            undo.AddLapsing(VoidPayment, start.Order);
            return await TakeBack(context, undo, start.Order, OrderRefusals.Interrupted);
        }

        if (start.SpendsValue) await context.Call(BurnValue, now);
        if (start.Coupon is not null) await context.Call(UseCoupon, start.Order);
        await Task.WhenAll(restored.Open.Select(
            open => Fulfil(context, open.Shipment, start.Policy, open.Status)));
        return new(OrderStatus.Placed, null);
    }

    /// <summary>Each shipment goes its own way; none waits for another.</summary>
    private static Task<ShipmentStatus> Fulfil(
        TaskOrchestrationContext context, Id<Shipment> shipment, PolicyVersion policy,
        ShipmentStatus reached = ShipmentStatus.Held) =>
        context.CallSubOrchestratorAsync<ShipmentStatus>(
            nameof(FulfilmentOrchestration), new FulfilmentStart(shipment, policy) { Reached = reached },
            new SubOrchestrationOptions(retry: null, FulfilmentOrchestration.InstanceOf(shipment)));

    private static async Task<Refusal?> HoldAndPay(
        TaskOrchestrationContext context, CheckoutStart start, Compensations undo)
    {
        var policy = start.Policy;
        undo.Add(ReleaseStock, new(start.Order, policy.Number));
        var until = context.CurrentUtcDateTime + policy.HoldTime;
        var held = await context.TryCallOrEnd(HoldStock, new(start.Order, policy.Number, until));
        if (held.IsRefused(out var tooFew, out _)) return tooFew;

        if (start.Coupon is not null && await SetCouponAside(context, start, undo) is { } used) return used;
        if (start.SpendsValue && await HoldPoints(context, start, undo) is { } spent) return spent;

        // The bank lets go of what nobody takes, after about a week.
        undo.AddLapsing(VoidPayment, start.Order);
        var asked = await context.TryCallOrEnd(
            AuthorisePayment, new(start.Order, start.Method, context.CurrentUtcDateTime));
        if (asked.IsRefused(out var declined, out var status)) return declined;

        return status == PaymentStatus.Authorised ? null : await AwaitShopper(context, start);
    }

    /// <summary>One use of the coupon is set aside, so that it is never used beyond its limit.</summary>
    private static async Task<Refusal?> SetCouponAside(
        TaskOrchestrationContext context, CheckoutStart start, Compensations undo)
    {
        undo.Add(GiveCouponBack, start.Order);
        return (await context.TryCallOrEnd(HoldCoupon, start.Order)).Refusal;
    }

    /// <summary>Points and credit are set aside, so that they pay for one order only.</summary>
    private static async Task<Refusal?> HoldPoints(
        TaskOrchestrationContext context, CheckoutStart start, Compensations undo)
    {
        var moment = new OrderMoment(start.Order, context.CurrentUtcDateTime);
        undo.Add(GiveValueBack, moment);
        return (await context.TryCallOrEnd(HoldValue, moment)).Refusal;
    }

    /// <summary>The shopper is at her bank: hold her goods longer, and hear or ask how it went.</summary>
    private static async Task<Refusal?> AwaitShopper(TaskOrchestrationContext context, CheckoutStart start)
    {
        var policy = start.Policy;
        var deadline = context.CurrentUtcDateTime + policy.PaymentTime;
        var until = deadline + policy.HoldGrace;
        var extended = await context.TryCallOrEnd(HoldStock, new(start.Order, policy.Number, until));
        if (extended.IsRefused(out var gone, out _)) return gone;

        while (context.CurrentUtcDateTime < deadline)
        {
            await context.Wait(PaymentHeard, Glance);
            var looked = await context.TryCallOrEnd(CheckPayment, start.Order);
            if (looked.IsRefused(out var declined, out var status)) return declined;
            if (status == PaymentStatus.Authorised) return null;
        }

        return OrderRefusals.Expired;
    }

    private static async Task<CheckoutEnd> TakeBack(
        TaskOrchestrationContext context, Compensations undo, Id<Order> id, Refusal reason)
    {
        await context.Call(CompensateOrder, new(id, reason));
        await undo.Run();
        return new(await context.Call(CloseOrder, new(id, reason)), reason);
    }
}

/// <summary>What the shopper asked for: this cart, paid by this token, for the amount that she was shown.</summary>
public sealed record CheckoutStart(Id<Order> Order, Id<Cart> Cart, string Method, Money Total, PolicyVersion Policy)
{
    /// <summary>Points that pay a part, as the shopper was shown.</summary>
    public long Points { get; init; }

    /// <summary>The coupon that lowers the prices that she was shown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Id<Coupon>? Coupon { get; init; }

    /// <summary>Store credit that pays a part of the total.</summary>
    public Tender? Credit { get; init; }

    /// <summary>Whether it replaces what came back: then the shop pays for the way.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsReplacement { get; init; }

    public bool SpendsValue => Points > 0 || Credit is not null;

    /// <summary>The exchange rates that she was shown, where the goods leave the country.</summary>
    public Id<RateSheet>? Rates { get; init; }

    /// <summary>How far it had come in a backup from which the shop was restored; null as a rule.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RestoredOrder? Restored { get; init; }
}

/// <summary>How far an order had come when the backup was made.</summary>
/// <param name="Run">The run that had opened it.</param>
/// <param name="Open">Its shipments that have not come to their end.</param>
public sealed record RestoredOrder(string Run, bool IsPlaced, ImmutableArray<RestoredShipment> Open);

/// <summary>How far a shipment had come when the backup was made.</summary>
public sealed record RestoredShipment(Id<Shipment> Shipment, ShipmentStatus Status);

/// <summary>How a checkout ended.</summary>
public sealed record CheckoutEnd(OrderStatus Status, Refusal? Reason);

/// <summary>The first step of one run.</summary>
public sealed record OrderOpening(CheckoutStart Start, string Run, DateTimeOffset At);

/// <summary>Goods to hold where the policy says that they come from.</summary>
public sealed record StockHold(Id<Order> Order, int Version, DateTimeOffset Until);

/// <summary>Goods to give back, wherever they are held.</summary>
public sealed record StockRelease(Id<Order> Order, int Version);

/// <summary>A payment to ask for with the provider's token.</summary>
public sealed record PaymentStart(Id<Order> Order, string Method, DateTimeOffset FirstTried);

/// <summary>Something that happens to an order at a time.</summary>
public sealed record OrderMoment(Id<Order> Order, DateTimeOffset At)
{
    /// <summary>The parcel that leaves then, where one does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Id<Shipment>? Leaving { get; init; }
}

/// <summary>An order that cannot go on.</summary>
public sealed record OrderFailure(Id<Order> Order, Refusal Reason);

/// <summary>The provider has news of a payment; what they are is asked, never believed.</summary>
public sealed record PaymentNews(string Id) : ISignal;
