using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>A stock counted anew from its movements alone: layers, promises, and units that are set aside.</summary>
/// <param name="Booked">What the movements say that all of it is worth; the books were written from them.</param>
internal sealed record Recount(Stock Stock, Money Booked)
{
    /// <summary>Units that left and had never come: none, unless somebody worked with a wrong record.</summary>
    public int Short { get; private init; }

    public static Recount Of(Id<Stock> id, IEnumerable<Movement> movements) => movements
        .OrderBy(movement => movement.Number)
        .Aggregate(new Recount(Stock.None(id), Money.Zero(Currency.Php)), (count, next) => count.After(next));

    /// <summary>What a repair makes of it: nothing is short, and no more is set aside than there is.</summary>
    public Recount Settled()
    {
        int left = Stock.OnHand;
        var asides = ImmutableArray.CreateBuilder<Aside>();
        foreach (var aside in Stock.Asides)
        {
            int kept = Math.Min(aside.Quantity, left);
            left -= kept;
            if (kept > 0) asides.Add(aside with { Quantity = kept });
        }

        return this with { Short = 0, Stock = Stock with { Asides = asides.ToImmutable() } };
    }

    /// <summary>Nothing is kept for these orders any more.</summary>
    public Recount Without(ImmutableArray<Id<Order>> orders) => this with
    {
        Stock = Stock with { Allocations = Stock.Allocations.RemoveAll(kept => orders.Contains(kept.Order)) },
    };

    private Recount After(Movement movement)
    {
        var cost = movement.Cost ?? Booked with { Amount = 0 };
        return movement.Kind switch
        {
            MovementKind.Receipt => (this with { Booked = Booked + cost }).TakeIn(movement, cost),
            MovementKind.Allocation => Promise(new(movement.Reference), movement.Units),
            MovementKind.Release => Without([new(movement.Reference)]),
            MovementKind.Shipment => (this with { Booked = Booked - cost })
                .Take(-movement.Change).Without([new(movement.Reference)]),
            MovementKind.SettingAside or MovementKind.PuttingBack => SetAside(movement),
            MovementKind.WritingOff => (this with { Booked = Booked - cost })
                .Take(-movement.Change).SetAside(movement),
            MovementKind.Repair => (this with { Booked = Booked + cost }).Without(movement.Dropped ?? []).Settled(),
            MovementKind.Hold or MovementKind.Expectation or MovementKind.Arrival or MovementKind.Setting => this,
        };
    }

    private Recount TakeIn(Movement movement, Money cost)
    {
        var each = cost with { Amount = cost.Amount / movement.Change };
        var lot = new Lot(movement.Reference, movement.Change, each, movement.At ?? default);
        return this with { Stock = Stock with { Lots = Stock.InOrder(Stock.Lots.Add(lot)) } };
    }

    private Recount Promise(Id<Order> order, int units)
    {
        if (Stock.Allocations.FirstOrDefault(known => known.Order == order) is { } before)
            return this with
            {
                Stock = Stock with { Allocations = Stock.Allocations.Replace(before, before.With(units)) },
            };
        var kept = new Allocation(order, units) { Awaited = Stock.Allocated + units > Stock.Sound };
        return this with { Stock = Stock with { Allocations = Stock.Allocations.Add(kept) } };
    }

    private Recount Take(int units)
    {
        int there = Math.Min(units, Stock.OnHand);
        return this with
        {
            Short = Short + units - there,
            Stock = Stock with { Lots = Stock.TakeOldest(there).Left },
        };
    }

    private Recount SetAside(Movement movement)
    {
        if (movement.Condition is not { } condition) return this;
        int change = Math.Max(movement.Units, -Stock.In(condition));
        return this with { Stock = Stock.Put(condition, change) };
    }
}
