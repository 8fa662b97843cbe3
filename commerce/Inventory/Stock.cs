using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>One SKU at one location: what is there, at which cost, and for whom it is kept.</summary>
/// <remarks>
/// Invariants: Σ lots = on hand; on hand ≥ allocated; held and allocated together never exceed on hand when something
/// is newly held. Costs are kept in the currency of the books.
/// </remarks>
public sealed record Stock(
    Id<Stock> Id, ImmutableArray<Lot> Lots, ImmutableArray<Hold> Holds, ImmutableArray<Allocation> Allocations,
    Movement? Last)
{
    public const int MaxReceipt = 1_000_000;

    /// <summary>The name of a SKU's stock at a location: <c>sku@location</c>.</summary>
    public static Id<Stock> At(string sku, string location) => new($"{sku}@{location}");

    public string Sku => Id.Value[..Id.Value.LastIndexOf('@')];

    public string Location => Id.Value[(Id.Value.LastIndexOf('@') + 1)..];

    public int OnHand => Lots.Sum(lot => lot.Quantity);

    public int Allocated => Allocations.Sum(allocation => allocation.Quantity);

    public int Held(DateTimeOffset now) => Holds.Where(hold => hold.Until > now).Sum(hold => hold.Quantity);

    /// <summary>What could be sold now.</summary>
    public int Available(DateTimeOffset now) => OnHand - Allocated - Held(now);

    /// <summary>Whether something is held for an order or promised to it.</summary>
    public bool IsKeptFor(Id<Order> order) =>
        Holds.Any(hold => hold.Order == order) || Allocations.Any(kept => kept.Order == order);

    /// <summary>Goods come in as one lot; the first of a SKU opens its stock.</summary>
    public static Result<Stock> Receive(Stock? stock, Id<Stock> id, Lot lot)
    {
        if (lot.Quantity is < 1 or > MaxReceipt) return StockRefusals.Quantity;
        if (lot.UnitCost.Currency != Currency.Php || lot.UnitCost.Amount < 0) return StockRefusals.Cost;
        stock ??= new Stock(id, [], [], [], null);
        if (stock.Lots.Any(known => known.Id == lot.Id)) return stock;

        var movement = new Movement(MovementKind.Receipt, lot.Quantity, lot.Id, lot.UnitCost * lot.Quantity)
        {
            At = lot.ReceivedAt,
        };
        return stock with { Lots = InOrder(stock.Lots.Add(lot)), Last = movement };
    }

    /// <summary>Keeps units for a checkout until a time; again for the same order, it only moves the time.</summary>
    public Result<Stock> HoldFor(Id<Order> order, int quantity, DateTimeOffset until, DateTimeOffset now)
    {
        if (Allocations.Any(allocation => allocation.Order == order)) return this;
        var mine = Holds.FirstOrDefault(hold => hold.Order == order);
        if (mine is not null && mine.Until >= until && mine.Until > now && mine.Quantity == quantity) return this;

        var others = Holds.Where(hold => hold.Order != order && hold.Until > now).ToImmutableArray();
        if (OnHand - Allocated - others.Sum(hold => hold.Quantity) < quantity) return StockRefusals.TooFew;
        return this with
        {
            Holds = others.Add(new Hold(order, quantity, until)),
            Last = new Movement(MovementKind.Hold, 0, order.Value, null),
        };
    }

    /// <summary>Turns a hold into a promise: the order is placed. A hold that ended may still be made good.</summary>
    public Result<Stock> Allocate(Id<Order> order, int quantity, DateTimeOffset now)
    {
        if (Allocations.Any(allocation => allocation.Order == order)) return this;
        var others = Holds.Where(hold => hold.Order != order && hold.Until > now).ToImmutableArray();
        if (OnHand - Allocated - others.Sum(hold => hold.Quantity) < quantity) return StockRefusals.TooFew;
        return this with
        {
            Holds = others,
            Allocations = Allocations.Add(new Allocation(order, quantity)),
            Last = new Movement(MovementKind.Allocation, 0, order.Value, null),
        };
    }

    /// <summary>Gives back what was held or allocated for an order.</summary>
    public Result<Stock> Release(Id<Order> order)
    {
        if (!IsKeptFor(order)) return this;
        return this with
        {
            Holds = Holds.RemoveAll(hold => hold.Order == order),
            Allocations = Allocations.RemoveAll(kept => kept.Order == order),
            Last = new Movement(MovementKind.Release, 0, order.Value, null),
        };
    }

    /// <summary>The goods of an order leave, oldest lots first (FIFO); the movement says at which cost.</summary>
    public Result<Stock> Ship(Id<Order> order)
    {
        var mine = Allocations.FirstOrDefault(kept => kept.Order == order);
        if (mine is null) return StockRefusals.NotAllocated;

        var (left, cost) = TakeOldest(mine.Quantity);
        return this with
        {
            Lots = left,
            Allocations = Allocations.Remove(mine),
            Last = new Movement(MovementKind.Shipment, -mine.Quantity, order.Value, cost),
        };
    }

    private (ImmutableArray<Lot> Left, Money Cost) TakeOldest(int quantity)
    {
        var cost = Money.Zero(Currency.Php);
        var left = ImmutableArray.CreateBuilder<Lot>(Lots.Length);
        foreach (var lot in Lots)
        {
            int taken = Math.Min(lot.Quantity, quantity);
            quantity -= taken;
            cost += lot.UnitCost * taken;
            if (lot.Quantity > taken) left.Add(lot with { Quantity = lot.Quantity - taken });
        }

        return quantity == 0
            ? (left.ToImmutable(), cost)
            : throw new InvalidOperationException($"{Id} has promised more than it holds.");
    }

    private static ImmutableArray<Lot> InOrder(ImmutableArray<Lot> lots) =>
        [.. lots.OrderBy(lot => lot.ReceivedAt).ThenBy(lot => lot.Id, StringComparer.Ordinal)];
}

/// <summary>Units that came in together, at one cost.</summary>
public sealed record Lot(string Id, int Quantity, Money UnitCost, DateTimeOffset ReceivedAt);

/// <summary>Units kept for a checkout until a time; it falls out by itself at the next change after that.</summary>
public sealed record Hold(Id<Order> Order, int Quantity, DateTimeOffset Until);

/// <summary>Units promised to a placed order.</summary>
public sealed record Allocation(Id<Order> Order, int Quantity);

/// <summary>What a movement did.</summary>
[System.Text.Json.Serialization.JsonConverter(
    typeof(System.Text.Json.Serialization.JsonStringEnumConverter<MovementKind>))]
public enum MovementKind { Receipt, Hold, Allocation, Release, Shipment }

/// <summary>One change of a stock; kept for ever under its cause.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Change">How on hand changed; Σ over all movements is the level.</param>
/// <param name="Reference">The order or lot it was for.</param>
/// <param name="Cost">The cost of what came or left, where something did.</param>
public sealed record Movement(MovementKind Kind, int Change, string Reference, Money? Cost)
{
    /// <summary>When goods came in; a receipt that is repeated is booked on the day of the first.</summary>
    public DateTimeOffset? At { get; init; }
}

/// <summary>Why stock said no.</summary>
public static class StockRefusals
{
    public static readonly Refusal TooFew =
        new(Because.Conflict, "stock.too_few", "There are not enough left of this.");
    public static readonly Refusal Unknown =
        new(Because.Unknown, "stock.unknown", "Nothing of this SKU was ever received.");
    public static readonly Refusal NotAllocated =
        new(Because.Conflict, "stock.not_allocated", "Nothing of this is kept for the order.");
    public static readonly Refusal OtherReceipt =
        new(Because.Conflict, "receipt.exists", "Another receipt has this id. Make a new id and ask again.");
    public static readonly Refusal Quantity =
        new(Because.Invalid, "receipt.quantity", $"A receipt is of 1 to {Stock.MaxReceipt} units.");
    public static readonly Refusal Cost =
        new(Because.Invalid, "receipt.cost", "A unit cost is in PHP, the currency of the books, and not negative.");
}
