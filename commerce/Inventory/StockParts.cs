using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>Units that came in together, at one cost: one layer of the FIFO valuation (IAS 2.25).</summary>
public sealed record Lot(string Id, int Quantity, Money UnitCost, DateTimeOffset ReceivedAt);

/// <summary>Units kept for a checkout until a time; it falls out by itself at the next change after that.</summary>
public sealed record Hold(Id<Order> Order, int Quantity, DateTimeOffset Until);

/// <summary>Units promised to a placed order.</summary>
public sealed record Allocation(Id<Order> Order, int Quantity)
{
    /// <summary>Whether the goods were not there when they were promised.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Awaited { get; init; }

    /// <summary>The same promise, of more units.</summary>
    public Allocation With(int more) => this with { Quantity = Quantity + more };
}

/// <summary>What is the matter with units that are not for sale.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Condition>))]
public enum Condition
{
    Damaged,

    /// <summary>Being looked at before anybody may have them.</summary>
    InControl,
}

/// <summary>Units that are here and not for sale.</summary>
public sealed record Aside(Condition Condition, int Quantity);

/// <summary>Units of one purchase order that a supplier has still to bring.</summary>
/// <param name="Ordered">All that was ordered of the SKU.</param>
public sealed record Incoming(Id<PurchaseOrder> Purchase, int Ordered, DateTimeOffset? DueAt)
{
    /// <summary>What came so far, each receipt once.</summary>
    public ImmutableArray<Came> Arrived { get; init; } = [];

    [JsonIgnore]
    public int Outstanding => Math.Max(0, Ordered - Arrived.Sum(came => came.Quantity));
}

/// <summary>Units that one receipt brought.</summary>
public sealed record Came(Id<Receipt> Receipt, int Quantity);

/// <summary>How far more than there is may be promised, and for when.</summary>
/// <param name="Cap">Units beyond what could be sold, over all orders that wait.</param>
/// <param name="PromiseDays">Days from the order until it leaves; or a day is promised.</param>
/// <param name="PromiseDate">The day on which the goods leave, such as the day of a delivery.</param>
public sealed record Backorder(int Cap, int? PromiseDays, DateTimeOffset? PromiseDate)
{
    /// <summary>What a shopper is told who buys now; a day that is over is not promised again.</summary>
    public DateTimeOffset? Promise(DateTimeOffset now) => PromiseDays is { } days
        ? now.AddDays(days)
        : PromiseDate > now ? PromiseDate : null;

    /// <summary>So many units to who waits; null where no day can be promised.</summary>
    public LateGoods? Late(int units, DateTimeOffset now) => Promise(now) is { } promise ? new(units, promise) : null;
}

/// <summary>What a movement did.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MovementKind>))]
public enum MovementKind
{
    Receipt, Hold, Allocation, Release, Shipment, Expectation, Arrival, SettingAside, PuttingBack, WritingOff, Setting,
    Repair,
}

/// <summary>One change of a stock; kept for ever under its cause.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Change">How on hand changed; Σ over all movements is the level.</param>
/// <param name="Reference">The order, lot or purchase order it was for.</param>
/// <param name="Cost">The cost of what came or left, where something did; of a repair, how the books were off.</param>
public sealed record Movement(MovementKind Kind, int Change, string Reference, Money? Cost)
{
    /// <summary>When goods came in; a receipt that is repeated is booked on the day of the first.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Its place in the row of the stock's movements, from 1.</summary>
    public long Number { get; init; }

    /// <summary>Units that were held, promised (less than zero: no longer), expected or set aside.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Units { get; init; }

    /// <summary>What is the matter with units that were set aside, put back or written off.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Condition? Condition { get; init; }

    /// <summary>Why somebody did it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AdjustmentReason? Reason { get; init; }

    /// <summary>Orders that a repair found nothing to be kept for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<Id<Order>>? Dropped { get; init; }
}

/// <summary>Why somebody corrected a stock.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AdjustmentReason>))]
public enum AdjustmentReason { Broken, Spoilt, Returned, Inspection, Found, Mended, Lost }

/// <summary>Why stock said no.</summary>
public static class StockRefusals
{
    public static readonly Refusal TooFew =
        new(Because.Conflict, "stock.too_few", "There are not enough left of this.");
    public static readonly Refusal Unknown =
        new(Because.Unknown, "stock.unknown", "Nothing of this SKU was ever received.");
    public static readonly Refusal NotAllocated =
        new(Because.Conflict, "stock.not_allocated", "Nothing of this is kept for the order.");
    public static readonly Refusal NotAside =
        new(Because.Conflict, "stock.not_aside", "Fewer units than that are set aside for this reason.");
    public static readonly Refusal Adjustment =
        new(Because.Conflict, "adjustment.exists", "Another adjustment has this id. Make a new id and ask again.");
    public static readonly Refusal Units =
        new(Because.Invalid, "adjustment.quantity", $"An adjustment is of 1 to {Stock.MaxReceipt} units.");
    public static readonly Refusal Promise = new(
        Because.Invalid, "backorder.promise", "Say either in how many days it leaves, or on which day to come.");
    public static readonly Refusal OtherReceipt =
        new(Because.Conflict, "receipt.exists", "Another receipt has this id. Make a new id and ask again.");
    public static readonly Refusal Quantity =
        new(Because.Invalid, "receipt.quantity", $"A receipt is of 1 to {Stock.MaxReceipt} units.");
    public static readonly Refusal Cost =
        new(Because.Invalid, "receipt.cost", "A unit cost is in PHP, the currency of the books, and not negative.");
}
