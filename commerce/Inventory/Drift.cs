using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>Where a stock differs from what its movements and the orders say that it must be.</summary>
/// <remarks>
/// Movements are only ever added, so where both differ they are believed. Holds end by themselves and what suppliers
/// will bring is theirs to say: neither is counted anew.
/// </remarks>
public sealed class Drift
{
    private readonly Stock stock;
    private readonly Recount count;
    private readonly long last;

    private Drift(Stock stock, Recount count, long last) => (this.stock, this.count, this.last) = (stock, count, last);

    public Id<Stock> Stock => stock.Id;

    /// <summary>What the movements come to.</summary>
    public Counters Expected => Counters.Of(count.Stock, last);

    /// <summary>What the record says.</summary>
    public Counters Kept => Counters.Of(stock, stock.Version);

    /// <summary>What the books say that it is worth.</summary>
    public Money Booked => count.Booked;

    /// <summary>Numbers of movements that were made and are not there any more.</summary>
    public required ImmutableArray<long> Missing { get; init; }

    /// <summary>Orders for which something is kept that they do not want.</summary>
    public required ImmutableArray<Id<Order>> Strays { get; init; }

    /// <summary>Orders that wait for goods of which nothing is kept for them.</summary>
    public required ImmutableArray<Id<Order>> Unkept { get; init; }

    /// <summary>Whether a repair would change something.</summary>
    public bool IsOff => !Strays.IsEmpty || count.Short > 0 || Expected != Kept || Booked != Expected.Value
        || !count.Stock.Lots.SequenceEqual(stock.Lots)
        || !count.Stock.Allocations.SequenceEqual(stock.Allocations);

    public bool IsNone => !IsOff && Missing.IsEmpty && Unkept.IsEmpty;

    /// <summary>Compares a stock with its movements, and its promises with the orders that wait for it.</summary>
    /// <param name="movements">All of them.</param>
    /// <param name="orders">The orders for which something is kept, and those that wait for goods from here.</param>
    public static Drift Of(Stock stock, IReadOnlyCollection<Movement> movements, IReadOnlyCollection<Order> orders)
    {
        long last = movements.Select(movement => movement.Number).DefaultIfEmpty(0).Max();
        var known = movements.Select(movement => movement.Number).ToHashSet();
        var count = Recount.Of(stock.Id, movements);
        var wanting = orders.Where(order => Waits(order, stock, ShipmentStatus.Held)).Select(order => order.Id);
        return new(stock, count, Math.Max(last, stock.Version))
        {
            Missing = [.. Numbers(Math.Max(last, stock.Version)).Where(number => !known.Contains(number))],
            Strays = [.. count.Stock.Allocations.Select(kept => kept.Order).Except(wanting)],
            Unkept = [.. orders.Where(order => Waits(order, stock, ShipmentStatus.Backordered))
                .Select(order => order.Id).Except(count.Stock.Allocations.Select(kept => kept.Order))],
        };
    }

    /// <summary>The orders for which something must be kept, if the movements are right.</summary>
    public static IEnumerable<Id<Order>> Promised(Id<Stock> id, IEnumerable<Movement> movements) =>
        Recount.Of(id, movements).Stock.Allocations.Select(kept => kept.Order);

    /// <summary>Makes the record what the movements say; the movement says by how much the books were off.</summary>
    public Result<Stock> Repair(Stock now, string reference)
    {
        if (now.Version != stock.Version) return DriftRefusals.Moved;
        if (!Missing.IsEmpty) return DriftRefusals.Incomplete;
        if (!IsOff) return DriftRefusals.None;
        var settled = count.Without(Strays).Settled().Stock;
        var difference = settled.Value - Booked;
        var repaired = now with
        {
            Lots = settled.Lots,
            Asides = settled.Asides,
            Allocations = settled.Allocations,
        };
        return repaired with
        {
            Last = new(MovementKind.Repair, count.Short, reference, difference.Amount == 0 ? null : difference)
            {
                Number = last + 1,
                Dropped = Strays.IsEmpty ? null : Strays,
            },
        };
    }

    private static bool Waits(Order order, Stock stock, ShipmentStatus from) =>
        !Order.Lifecycle.IsFinal(order.Status) && order.Shipments.Any(shipment =>
            shipment.Location == stock.Location && shipment.Status >= from && shipment.Status < ShipmentStatus.Shipped
            && order.GoodsOf(shipment).Any(line => line.Sku == stock.Sku));

    private static IEnumerable<long> Numbers(long last)
    {
        for (long number = 1; number <= last; number++) yield return number;
    }
}

/// <summary>What can be counted of a stock.</summary>
/// <param name="Movements">The number of its last movement.</param>
public sealed record Counters(long Movements, int OnHand, Money Value, int Damaged, int InControl, int Allocated)
{
    internal static Counters Of(Stock stock, long movements) => new(
        movements, stock.OnHand, stock.Value, stock.In(Condition.Damaged), stock.In(Condition.InControl),
        stock.Allocated);
}

/// <summary>What the last look at all stocks has found.</summary>
/// <param name="Found">Stocks that differ from their movements or orders; not more than can be read.</param>
public sealed record DriftCheck(DateTimeOffset At, int Checked, int Drifted, ImmutableArray<Id<Stock>> Found)
{
    public const int MaxFound = 200;

    /// <summary>There is one, which each look overwrites.</summary>
    public static readonly Id<DriftCheck> Latest = new("latest");

    /// <summary>What is still off, once a stock was repaired.</summary>
    public DriftCheck Without(Id<Stock> repaired) => Found.Contains(repaired)
        ? this with { Drifted = Drifted - 1, Found = Found.Remove(repaired) }
        : this;
}

/// <summary>Why a stock was not repaired.</summary>
public static class DriftRefusals
{
    public static readonly Refusal None =
        new(Because.Conflict, "drift.none", "The stock is what its movements say. There is nothing to repair.");
    public static readonly Refusal Incomplete = new(
        Because.Conflict, "drift.incomplete",
        "Movements of this stock are missing, so it cannot be counted anew. Restore them first.");
    public static readonly Refusal Moved =
        new(Because.Conflict, "drift.moved", "The stock changes too often now. Make a new id and ask again.");
    public static readonly Refusal OtherRepair =
        new(Because.Conflict, "repair.exists", "Another repair has this id. Make a new id and ask again.");
}
