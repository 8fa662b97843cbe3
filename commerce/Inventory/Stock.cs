using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>One SKU at one location: what is there, at which cost, and for whom it is kept.</summary>
/// <remarks>
/// Invariants: Σ lots = on hand; Σ changes of movements = on hand; held and allocated together never exceed what may be
/// promised when something is newly held. Costs are kept in the currency of the books.
/// </remarks>
public sealed record Stock(
    Id<Stock> Id, ImmutableArray<Lot> Lots, ImmutableArray<Hold> Holds, ImmutableArray<Allocation> Allocations,
    Movement? Last)
{
    public const int MaxReceipt = 1_000_000;

    /// <summary>Units that are here and not for sale, by what is the matter with them.</summary>
    public ImmutableArray<Aside> Asides { get; init; } = [];

    /// <summary>Units on their way from suppliers, by purchase order.</summary>
    public ImmutableArray<Incoming> Incoming { get; init; } = [];

    /// <summary>Units that are kept in reserve: they are never offered, only used for what was promised.</summary>
    public int Safety { get; init; }

    /// <summary>How far more than there is may be promised; null where nothing may.</summary>
    public Backorder? Backorder { get; init; }

    /// <summary>The name of a SKU's stock at a location: <c>sku@location</c>.</summary>
    public static Id<Stock> At(string sku, string location) => new($"{sku}@{location}");

    /// <summary>Stock of which nothing is known yet.</summary>
    public static Stock None(Id<Stock> id) => new(id, [], [], [], null);

    [JsonIgnore]
    public string Sku => Id.Value[..Id.Value.LastIndexOf('@')];

    [JsonIgnore]
    public string Location => Id.Value[(Id.Value.LastIndexOf('@') + 1)..];

    /// <summary>Counts every change, so that who hears of two knows which is the later one.</summary>
    [JsonIgnore]
    public long Version => Last?.Number ?? 0;

    [JsonIgnore]
    public int OnHand => Lots.Sum(lot => lot.Quantity);

    /// <summary>What all of it had cost.</summary>
    [JsonIgnore]
    public Money Value => Lots.Aggregate(Money.Zero(Currency.Php), (sum, lot) => sum + lot.UnitCost * lot.Quantity);

    /// <summary>Promised to placed orders: committed.</summary>
    [JsonIgnore]
    public int Allocated => Allocations.Sum(allocation => allocation.Quantity);

    /// <summary>Held for checkouts that are under way: reserved.</summary>
    public int Held(DateTimeOffset now) => Holds.Where(hold => hold.Until > now).Sum(hold => hold.Quantity);

    /// <summary>What could leave: on hand, and nothing the matter with it.</summary>
    [JsonIgnore]
    public int Sound => OnHand - Asides.Sum(aside => aside.Quantity);

    /// <summary>What could be sold now; below zero where more is promised than there is.</summary>
    public int Available(DateTimeOffset now) => Math.Max(0, Sound - Safety) - Allocated - Held(now);

    /// <summary>What could be promised now to somebody who is ready to wait.</summary>
    public int Promisable(DateTimeOffset now) => Available(now) + (Backorder?.Cap ?? 0);

    /// <summary>Whether something is held for an order or promised to it.</summary>
    public bool IsKeptFor(Id<Order> order) =>
        Holds.Any(hold => hold.Order == order) || Allocations.Any(kept => kept.Order == order);

    /// <summary>Whether what an order was promised is here: goods are given out in the order of the promises.</summary>
    public bool IsCovered(Id<Order> order)
    {
        int promised = 0;
        foreach (var allocation in Allocations)
        {
            promised += allocation.Quantity;
            if (allocation.Order == order) return promised <= Sound;
        }

        return false;
    }

    /// <summary>Orders that had to wait, and now need not.</summary>
    public IEnumerable<Id<Order>> Served() =>
        Allocations.Where(kept => kept.Awaited).Select(kept => kept.Order).TakeWhile(IsCovered);

    /// <summary>Goods come in as one lot; the first of a SKU opens its stock.</summary>
    public static Result<Stock> Receive(Stock? stock, Id<Stock> id, Lot lot)
    {
        if (lot.Quantity is < 1 or > MaxReceipt) return StockRefusals.Quantity;
        if (lot.UnitCost.Currency != Currency.Php || lot.UnitCost.Amount < 0) return StockRefusals.Cost;
        stock ??= None(id);
        if (stock.Lots.Any(known => known.Id == lot.Id)) return stock;

        var movement = new Movement(MovementKind.Receipt, lot.Quantity, lot.Id, lot.UnitCost * lot.Quantity)
        {
            At = lot.ReceivedAt,
        };
        return (stock with { Lots = InOrder(stock.Lots.Add(lot)) }).Moved(movement);
    }

    /// <summary>Keeps units for a checkout until a time; again for the same order, it only moves the time.</summary>
    /// <param name="late">Whether the shopper is ready to wait for what is not there.</param>
    public Result<Stock> HoldFor(
        Id<Order> order, int quantity, DateTimeOffset until, DateTimeOffset now, bool late = false)
    {
        if (Allocations.Any(allocation => allocation.Order == order)) return this;
        var mine = Holds.FirstOrDefault(hold => hold.Order == order);
        if (mine is not null && mine.Until >= until && mine.Until > now && mine.Quantity == quantity) return this;

        var others = WithoutHold(order, now);
        if (others.Free(late, now) < quantity) return StockRefusals.TooFew;
        return (others with { Holds = others.Holds.Add(new Hold(order, quantity, until)) })
            .Moved(new(MovementKind.Hold, 0, order.Value, null) { Units = quantity });
    }

    /// <summary>Turns a hold into a promise: the order is placed. A hold that ended may still be made good.</summary>
    public Result<Stock> Allocate(Id<Order> order, int quantity, DateTimeOffset now, bool late = false)
    {
        if (Allocations.Any(allocation => allocation.Order == order)) return this;
        var others = WithoutHold(order, now);
        if (others.Free(late, now) < quantity) return StockRefusals.TooFew;
        var kept = new Allocation(order, quantity) { Awaited = Allocated + quantity > Sound };
        return (others with { Allocations = Allocations.Add(kept) })
            .Moved(new(MovementKind.Allocation, 0, order.Value, null) { Units = quantity });
    }

    /// <summary>Turns what a correction holds for a placed order into more of what that is promised.</summary>
    /// <param name="by">The correction, as the holder of its units.</param>
    public Result<Stock> Join(Id<Order> order, Id<Order> by)
    {
        if (Holds.FirstOrDefault(hold => hold.Order == by) is not { } held) return this;
        var mine = Allocations.FirstOrDefault(kept => kept.Order == order);
        var joined = this with
        {
            Holds = Holds.Remove(held),
            Allocations = mine is null
                ? Allocations.Add(new(order, held.Quantity) { Awaited = Allocated + held.Quantity > Sound })
                : Allocations.Replace(mine, mine.With(held.Quantity)),
        };
        return joined.Moved(new(MovementKind.Allocation, 0, order.Value, null) { Units = held.Quantity });
    }

    /// <summary>Gives back what was held or allocated for an order.</summary>
    public Result<Stock> Release(Id<Order> order)
    {
        if (!IsKeptFor(order)) return this;
        int promised = Allocations.Where(kept => kept.Order == order).Sum(kept => kept.Quantity);
        var released = this with
        {
            Holds = Holds.RemoveAll(hold => hold.Order == order),
            Allocations = Allocations.RemoveAll(kept => kept.Order == order),
        };
        return released.Moved(new(MovementKind.Release, 0, order.Value, null) { Units = -promised });
    }

    /// <summary>Gives back some of what was promised to an order: they came off it.</summary>
    public Result<Stock> Release(Id<Order> order, int quantity)
    {
        var mine = Allocations.FirstOrDefault(kept => kept.Order == order);
        if (mine is null || mine.Quantity < quantity) return StockRefusals.NotAllocated;
        return (this with { Allocations = Less(mine, quantity) })
            .Moved(new(MovementKind.Release, 0, order.Value, null) { Units = -quantity });
    }

    /// <summary>The goods of an order leave, oldest lots first (FIFO); the movement says at which cost.</summary>
    /// <param name="quantity">
    /// How many; null: all that is promised to it. What came off is still promised until it is released.
    /// </param>
    public Result<Stock> Ship(Id<Order> order, int? quantity = null)
    {
        var mine = Allocations.FirstOrDefault(kept => kept.Order == order);
        if (mine is null || mine.Quantity < quantity) return StockRefusals.NotAllocated;
        int units = quantity ?? mine.Quantity;
        if (units > Sound) return StockRefusals.TooFew;

        var (left, cost) = TakeOldest(units);
        return (this with { Lots = left, Allocations = Less(mine, units) })
            .Moved(new(MovementKind.Shipment, -units, order.Value, cost) { Units = -units });
    }

    /// <summary>The record after a movement, which gets the next number.</summary>
    internal Stock Moved(Movement movement) => this with { Last = movement with { Number = Version + 1 } };

    internal (ImmutableArray<Lot> Left, Money Cost) TakeOldest(int quantity)
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

    private ImmutableArray<Allocation> Less(Allocation mine, int quantity) => mine.Quantity == quantity
        ? Allocations.Remove(mine)
        : Allocations.Replace(mine, mine with { Quantity = mine.Quantity - quantity });

    private Stock WithoutHold(Id<Order> order, DateTimeOffset now) =>
        this with { Holds = [.. Holds.Where(hold => hold.Order != order && hold.Until > now)] };

    private int Free(bool late, DateTimeOffset now) => late ? Promisable(now) : Available(now);

    internal static ImmutableArray<Lot> InOrder(ImmutableArray<Lot> lots) =>
        [.. lots.OrderBy(lot => lot.ReceivedAt).ThenBy(lot => lot.Id, StringComparer.Ordinal)];
}
