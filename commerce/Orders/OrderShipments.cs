using System.Collections.Immutable;
using static Serverless.Commerce.OrderStatus;

namespace Serverless.Commerce;

/// <summary>What an order knows of its parcels, and how it stands because of them.</summary>
public static class OrderShipments
{
    internal static readonly OrderStatus[] BeforePlaced =
        [Started, StockHeld, AwaitingPayment, Authorised, Compensating, Failed, Expired];

    /// <summary>One of the order's shipments; null when it has no such.</summary>
    public static Shipment? Find(this Order order, Id<Shipment> id) =>
        order.Shipments.FirstOrDefault(shipment => shipment.Id == id);

    /// <summary>Applies a rule to one shipment; the order stands where its shipments make it stand.</summary>
    public static Result<Order> Move(this Order order, Id<Shipment> id, Func<Shipment, Result<Shipment>> rule)
    {
        if (order.Find(id) is not { } shipment) return ShipmentRefusals.Unknown;
        if (BeforePlaced.Contains(order.Status)) return OrderRefusals.NotNow;
        if (rule(shipment).IsRefused(out var refusal, out var moved)) return refusal;
        if (ReferenceEquals(moved, shipment)) return order;
        var shipments = order.Shipments.Replace(shipment, moved);
        return order with { Shipments = shipments, Status = StatusOf(shipments) };
    }

    /// <summary>How an order with these shipments stands: where the least advanced stands, or partly further.</summary>
    public static OrderStatus StatusOf(ImmutableArray<Shipment> all)
    {
        // What was cancelled does not hold the others up.
        var shipments = all.RemoveAll(shipment => shipment.Status == ShipmentStatus.Cancelled);
        if (shipments.IsEmpty) return Cancelled;
        var hers = shipments.Any(shipment => shipment.IsHers);
        var open = shipments.Where(shipment => !shipment.IsOver).ToList();
        // An order of which something came has been delivered, whatever became of the rest.
        if (open.Count == 0) return Of((shipments.FirstOrDefault(shipment => shipment.IsHers) ?? shipments[0]).Status);
        if (hers) return PartiallyDelivered;
        bool mixed = shipments.Any(shipment => shipment.HasLeft) && open.Exists(shipment => !shipment.HasLeft);
        if (!mixed && open.Exists(shipment => shipment.Status == ShipmentStatus.OnHoldCustoms)) return OnHoldCustoms;
        return mixed ? PartiallyShipped : Of(open.Min(shipment => shipment.Status));
    }

    /// <summary>
    /// Which units of a SKU a shipment carries; they are counted from 0 over all shipments, and what came off is not
    /// among them.
    /// </summary>
    public static IEnumerable<int> UnitsIn(this Order order, Shipment carrier, string sku)
    {
        var all = order.AllUnitsIn(carrier, sku);
        return order.TakenOff.IsEmpty ? all : all.Except(order.UnitsOff(sku));
    }

    /// <summary>Which units of a SKU a shipment was to carry when it was bought.</summary>
    internal static IEnumerable<int> AllUnitsIn(this Order order, Shipment carrier, string sku)
    {
        var before = order.Shipments.TakeWhile(shipment => shipment.Id != carrier.Id);
        return Enumerable.Range(before.Sum(shipment => Count(shipment, sku)), Count(carrier, sku));
    }

    /// <summary>When a SKU that was not there should leave; null where nobody has to wait.</summary>
    public static DateTimeOffset? PromiseOf(this Order order, string sku) =>
        order.Shipments.Where(shipment => shipment.Status < ShipmentStatus.Shipped && Count(shipment, sku) > 0)
            .Max(shipment => shipment.Promised);

    /// <summary>
    /// What is to be paid back for a shipment that came back: its goods and what its border was to cost; delivery too,
    /// when every one has come back.
    /// </summary>
    public static Money DueBack(this Order order, Id<Shipment> id)
    {
        var others = order.Shipments.Where(shipment => shipment.Id != id && !order.IsOff(shipment));
        bool last = others.All(other => order.Refunds.Any(refund => refund.Id == BackOf(other.Id)));
        var due = order.GoodsIn(id) + order.ImportIn(id);
        return last ? due + order.Totals.Shipping : due;
    }

    /// <summary>What was collected for the border that the goods of a shipment cross.</summary>
    public static Money ImportIn(this Order order, Id<Shipment> id)
    {
        var shipment = order.Find(id)!;
        return shipment.Lines
            .SelectMany(line => order.UnitsIn(shipment, line.Sku).Select(unit => order.ImportOf(line.Sku, unit)))
            .Aggregate(order.Totals.Import with { Amount = 0 }, (sum, share) => sum + share);
    }

    /// <summary>What a coupon took off the goods of a shipment.</summary>
    public static Money CouponIn(this Order order, Id<Shipment> id)
    {
        var shipment = order.Find(id)!;
        return shipment.Lines.Aggregate(order.Totals.Coupon with { Amount = 0 }, (sum, carried) =>
        {
            var line = order.Lines.First(line => line.Sku == carried.Sku);
            return order.UnitsIn(shipment, carried.Sku)
                .Aggregate(sum, (all, unit) => all + line.CouponUntil(unit + 1) - line.CouponUntil(unit));
        });
    }

    /// <summary>The refund of a shipment that came back.</summary>
    public static string BackOf(Id<Shipment> id) => $"{id}-back";

    /// <summary>Nobody fetched a shipment: the order ends with the reason why.</summary>
    public static Result<Order> Cancel(this Order order, Id<Shipment> id, Refusal reason) =>
        order.Move(id, shipment => shipment.Cancel())
            .As(ended => ReferenceEquals(ended, order) ? order : ended with { Reason = reason });

    /// <summary>Somebody said a wrong code; the last that is allowed calls a person.</summary>
    public static Result<Order> MissCode(this Order order, Id<Shipment> id, string hash, DateTimeOffset now)
    {
        var missed = order.Move(id, shipment => shipment.MissCode(hash));
        if (missed.IsRefused(out var refusal, out var next)) return refusal;
        return next.Find(id)!.Pickup!.IsLocked
            ? next.AskForPerson(new(ShipmentRefusals.Locked.Code, ShipmentRefusals.Locked.Message, now))
            : next;
    }

    private static Money GoodsIn(this Order order, Id<Shipment> id)
    {
        var back = order.Find(id)!;
        return back.Lines.Aggregate(
            order.Totals.Total with { Amount = 0 },
            (sum, line) => sum + order.PaidFor(
                new TakenLine(line.Sku, [.. order.UnitsIn(back, line.Sku)]), line.Quantity));
    }

    private static int Count(Shipment shipment, string sku) =>
        shipment.Lines.Where(line => line.Sku == sku).Sum(line => line.Quantity);

    private static OrderStatus Of(ShipmentStatus status) => status switch
    {
        ShipmentStatus.Held => Placed,
        ShipmentStatus.Backordered => Backordered,
        ShipmentStatus.Allocated => Allocated,
        ShipmentStatus.Picking => Picking,
        ShipmentStatus.Packed => Packed,
        ShipmentStatus.ReadyForPickup => ReadyForPickup,
        ShipmentStatus.Shipped => Shipped,
        ShipmentStatus.OnHoldCustoms => OnHoldCustoms,
        ShipmentStatus.OutForDelivery => OutForDelivery,
        ShipmentStatus.DeliveryFailed => DeliveryFailed,
        ShipmentStatus.Delivered => Delivered,
        ShipmentStatus.ReturnedToSender => ReturnedToSender,
        ShipmentStatus.PickedUp => PickedUp,
        ShipmentStatus.Cancelled => Cancelled,
    };
}
