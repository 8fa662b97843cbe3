using System.Collections.Immutable;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>How each record is kept: its table, what its timeline says, on which lists it stands.</summary>
public static class Kinds
{
    /// <summary>Nobody asks how a cart came to hold what it holds.</summary>
    public static readonly RecordKind<Cart> Carts = new("carts")
    {
        Status = cart => cart.Status.ToString(),
        Fact = (_, _) => null,
        FactType = typeof(Cart),
        // For as long as it is kept, so that becoming an order costs nothing more.
        Lists = cart => cart.Customer is { } customer ? [new(Lists.CartsOf(customer), cart.Id.Value)] : [],
    };

    public static readonly RecordKind<Stock> Stocks = new("stock")
    {
        Status = stock => stock.Last?.Kind.ToString() ?? "Opened",
        Fact = (stock, _) => stock.Last,
    };

    /// <summary>The night's count of all stocks; only the last one matters.</summary>
    public static readonly RecordKind<DriftCheck> DriftChecks = new("drift")
    {
        Status = _ => "Counted",
        Fact = (check, _) => new { check.Checked, check.Drifted },
    };

    public static readonly RecordKind<Order> Orders = new("orders")
    {
        Status = order => order.Status.ToString(),
        Fact = (order, _) => OrderFact.Of(order),
        FactType = typeof(OrderFact),
        Lists = order => Lists.Of(order),
    };

    public static readonly RecordKind<Clearance> Clearances = new("clearances")
    {
        Status = clearance => clearance.Status.ToString(),
        Lists = clearance => clearance.HeldAt is { } since ? [new("clearances.held", SortKey.Oldest(since))] : [],
    };

    /// <summary>Which number a cause has taken stays on the timeline.</summary>
    public static readonly RecordKind<NumberSeries> Series = new("series")
    {
        Status = _ => "Counted",
        Fact = (series, _) => series,
    };

    public static readonly RecordKind<Return> Returns = new("returns")
    {
        Status = back => back.Status.ToString(),
        Lists = back => Lists.Of(back),
    };
}

/// <summary>What an order's timeline keeps of a change: not the address, which stands on the record.</summary>
public sealed record OrderFact(
    Payment? Payment, ImmutableArray<Shipment> Shipments, Refusal? Reason, Attention? Attention,
    ImmutableArray<Refund> Refunds, ImmutableArray<OutsideMoney> Outside, Advance? Advance)
{
    public static OrderFact Of(Order order) => new(
        order.Payment, order.Shipments, order.Reason, order.Attention, order.Refunds, order.Outside, order.Advance);
}

/// <summary>The names of the lists, and which records stand on which.</summary>
public static class Lists
{
    /// <summary>What staff call the lists of orders.</summary>
    public static readonly string[] OfOrders =
    [
        "checkout", "backordered", "to-pick", "to-pack", "to-ship", "to-collect", "in-transit", "delivered", "failed",
        "attention",
    ];

    /// <summary>What staff call the lists of returns.</summary>
    public static readonly string[] OfReturns = ["to-review", "in-transit", "to-inspect", "closed", "attention"];

    /// <summary>What staff call the lists of clearances.</summary>
    public static readonly string[] OfClearances = ["held"];

    /// <summary>The orders of one customer, the newest first.</summary>
    public static string OrdersOf(Id<Customer> customer) => $"orders.of.{customer}";

    /// <summary>The bags of one customer, in no order.</summary>
    public static string CartsOf(Id<Customer> customer) => $"carts.of.{customer}";

    /// <summary>The returns of one customer, the newest first.</summary>
    public static string ReturnsOf(Id<Customer> customer) => $"returns.of.{customer}";

    public static IEnumerable<ListRow> Of(Order order)
    {
        // Who works in the warehouse looks for parcels; an order is where any of its parcels is to be worked on.
        var at = SortKey.Oldest(order.OpenedAt);
        var open = order.Shipments.Where(shipment => order.PlacedAt is not null && !shipment.IsOver).ToList();
        if (open.Count == 0) yield return new($"orders.{Group(order.Status)}", at);
        foreach (var group in open.Select(shipment => Group(shipment.Status)).Distinct())
            yield return new($"orders.{group}", at);
        if (order.Attention is { } attention) yield return new("orders.attention", SortKey.Oldest(attention.Since));
        if (order.Customer is { } customer) yield return new(OrdersOf(customer), SortKey.Newest(order.OpenedAt));
    }

    public static IEnumerable<ListRow> Of(Return back)
    {
        yield return new($"returns.{Group(back.Status)}", SortKey.Oldest(back.OpenedAt));
        if (back.Attention is { } attention) yield return new("returns.attention", SortKey.Oldest(attention.Since));
        if (back.Customer is { } customer) yield return new(ReturnsOf(customer), SortKey.Newest(back.OpenedAt));
    }

    private static string Group(OrderStatus status) => status switch
    {
        OrderStatus.Started or OrderStatus.StockHeld or OrderStatus.AwaitingPayment or OrderStatus.Authorised
            or OrderStatus.Placed or OrderStatus.Compensating => "checkout",
        OrderStatus.Backordered => "backordered",
        OrderStatus.Allocated => "to-pick",
        OrderStatus.Picking => "to-pack",
        OrderStatus.Packed => "to-ship",
        OrderStatus.ReadyForPickup => "to-collect",
        OrderStatus.PartiallyShipped or OrderStatus.Shipped or OrderStatus.OnHoldCustoms
            or OrderStatus.OutForDelivery or OrderStatus.PartiallyDelivered
            or OrderStatus.DeliveryFailed => "in-transit",
        OrderStatus.Delivered or OrderStatus.PickedUp => "delivered",
        OrderStatus.Failed or OrderStatus.Expired or OrderStatus.ReturnedToSender or OrderStatus.Cancelled => "failed",
    };

    private static string Group(ShipmentStatus status) => status switch
    {
        ShipmentStatus.Held => "checkout",
        ShipmentStatus.Backordered => "backordered",
        ShipmentStatus.Allocated => "to-pick",
        ShipmentStatus.Picking => "to-pack",
        ShipmentStatus.Packed => "to-ship",
        ShipmentStatus.ReadyForPickup => "to-collect",
        ShipmentStatus.Shipped or ShipmentStatus.OnHoldCustoms or ShipmentStatus.OutForDelivery
            or ShipmentStatus.DeliveryFailed => "in-transit",
        ShipmentStatus.Delivered or ShipmentStatus.PickedUp => "delivered",
        ShipmentStatus.ReturnedToSender or ShipmentStatus.Cancelled => "failed",
    };

    private static string Group(ReturnStatus status) => status switch
    {
        ReturnStatus.Requested => "to-review",
        ReturnStatus.Approved or ReturnStatus.LabelIssued or ReturnStatus.InTransit => "in-transit",
        ReturnStatus.Received or ReturnStatus.Inspected => "to-inspect",
        ReturnStatus.Refunded or ReturnStatus.Exchanged or ReturnStatus.StoreCredit or ReturnStatus.Closed
            or ReturnStatus.Declined or ReturnStatus.Expired => "closed",
    };
}
