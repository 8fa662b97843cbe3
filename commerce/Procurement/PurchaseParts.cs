using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>Where a purchase order stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PurchaseStatus>))]
public enum PurchaseStatus { Proposed, Sent, PartlyReceived, Received, ClosedShort, Cancelled }

/// <summary>What is to be bought.</summary>
public sealed record PurchaseAsk(string Sku, int Quantity);

/// <summary>One SKU of a purchase order, at the supplier's price of that day.</summary>
public sealed record PurchaseLine(string Sku, int Quantity, Money Price)
{
    /// <summary>The most units that are taken in of it.</summary>
    public long Most(int overPercent) => Quantity + (long)Quantity * overPercent / 100;
}

/// <summary>A delivery of a purchase order, as it was counted at the door.</summary>
/// <param name="Location">Where the goods went, mostly where they were ordered for.</param>
public sealed record PurchaseReceipt(
    Id<Receipt> Id, string Location, ImmutableArray<ReceivedLine> Lines, DateTimeOffset At)
{
    /// <summary>The sheet by which another currency's prices became costs; null where none was needed.</summary>
    public Id<RateSheet>? Rates { get; init; }

    /// <summary>Whether it is of the same goods; when they came may be said later than they did.</summary>
    public bool IsOf(PurchaseReceipt other) =>
        Id == other.Id && Location == other.Location && Counted.SequenceEqual(other.Counted);

    public int Of(string sku) => Lines.Where(line => line.Sku == sku).Sum(line => line.Quantity);

    /// <summary>What goes onto the shelf: one lot of each line.</summary>
    public IEnumerable<Receipt> Goods() => Lines.Select((line, at) => new Receipt(
        new($"{Id}-{at + 1}"), line.Sku, Location, line.Quantity,
        line.UnitCost ?? throw new InvalidOperationException($"Nobody said what {line.Sku} of {Id} costs."), At));

    private IEnumerable<(string, int)> Counted => Lines.Select(line => (line.Sku, line.Quantity));
}

/// <summary>Units of a SKU that came.</summary>
/// <param name="UnitCost">In the currency of the books; known once the receipt is priced.</param>
public sealed record ReceivedLine(string Sku, int Quantity, Money? UnitCost = null);

/// <summary>Why a purchase order said no.</summary>
public static class PurchaseRefusals
{
    public static readonly Refusal Unknown =
        new(Because.Unknown, "purchase_order.unknown", "There is no such purchase order.");
    public static readonly Refusal NotNow =
        new(Because.Conflict, "purchase_order.not_now", "The purchase order's status does not allow this now.");
    public static readonly Refusal Taken = new(
        Because.Conflict, "purchase_order.exists", "Another purchase order has this id. Make a new id and ask again.");
    public static readonly Refusal Lines = new(
        Because.Invalid, "purchase_order.lines",
        $"A purchase order has 1 to {PurchaseOrder.MaxLines} lines, each of another SKU.");
    public static readonly Refusal Quantity = new(
        Because.Invalid, "purchase_order.quantity", $"A quantity is from 1 to {Stock.MaxReceipt} units.");
    public static readonly Refusal Currency = new(
        Because.Conflict, "purchase_order.currency",
        "The supplier has changed its currency. Cancel the proposal and make another.");
    public static readonly Refusal BelowMinimum = new(
        Because.Conflict, "purchase_order.below_minimum", "The order is below the supplier's minimum. Order more.");
    public static readonly Refusal NotOrdered =
        new(Because.Conflict, "purchase_order.not_ordered",
            "This SKU is not on the purchase order. Send it back, or take it in as a receipt of its own.");
    public static readonly Refusal TooMany = new(
        Because.Conflict, "purchase_order.too_many",
        "More came than was ordered and the tolerance allows. Count again, or send the rest back.");
    public static readonly Refusal Receipts = new(
        Because.Conflict, "purchase_order.receipts",
        $"A purchase order has at most {PurchaseOrder.MaxReceipts} receipts. Close it short and order the rest again.");
}
