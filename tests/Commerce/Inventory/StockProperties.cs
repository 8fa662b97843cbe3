using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

/// <summary>What is true of stock after any sequence of commands, in any order, at any pace.</summary>
public sealed class StockProperties
{
    private static readonly Gen<Command> Commands = Gen.OneOf<Command>(
        Gen.Select(Gen.Int[1, 8], Gen.Int[1, 20], Gen.Long[0, 500]).Select(Command (lot, quantity, cost) =>
            new($"receive {quantity} as lot {lot}", (stock, _) => Serverless.Commerce.Stock.Receive(
                stock, StockId, Lot($"lot-{lot}", quantity, cost, day: -lot)))),
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 6], Gen.Int[1, 30]).Select(Command (order, quantity, minutes) =>
            new($"hold {quantity} for {order}", (stock, now) => stock.HoldFor(
                Order(order), quantity, now.AddMinutes(minutes), now))),
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 6]).Select(Command (order, quantity) =>
            new($"allocate {quantity} to {order}", (stock, now) => stock.Allocate(Order(order), quantity, now))),
        Gen.Int[1, 5].Select(Command (order) => new($"release {order}", (stock, _) => stock.Release(Order(order)))),
        Gen.Int[1, 5].Select(Command (order) => new($"ship {order}", (stock, _) => stock.Ship(Order(order)))),
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 6]).Select(Command (order, quantity) =>
            new($"promise {quantity} late to {order}", (stock, now) => stock.Allocate(
                Order(order), quantity, now, late: true))));

    /// <summary>What people do to units, besides.</summary>
    private static readonly Gen<Command> Hands = Gen.OneOf<Command>(
        Gen.Select(Gen.Enum<Condition>(), Gen.Int[1, 6]).Select(Command (condition, quantity) =>
            new($"set {quantity} {condition} aside", (stock, _) => stock.SetAside(
                condition, quantity, AdjustmentReason.Broken, "a"))),
        Gen.Select(Gen.Enum<Condition>(), Gen.Int[1, 6]).Select(Command (condition, quantity) =>
            new($"put {quantity} {condition} back", (stock, _) => stock.PutBack(
                condition, quantity, AdjustmentReason.Mended, "b"))),
        Gen.Select(Gen.Enum<Condition>(), Gen.Int[1, 6]).Select(Command (condition, quantity) =>
            new($"write {quantity} {condition} off", (stock, _) => stock.WriteOff(
                condition, quantity, AdjustmentReason.Spoilt, "c"))),
        Gen.Int[0, 5].Select(Command (units) => new($"keep {units} safe", (stock, _) => StockStates.KeepSafe(
            stock, StockId, units))));

    /// <summary>A command, and the minutes that pass before it.</summary>
    private static readonly Gen<(Command Command, int Minutes)[]> Days =
        Gen.Select(Commands, Gen.Int[0, 15]).Array[1, 60];

    /// <summary>Days on which things also break.</summary>
    private static readonly Gen<(Command Command, int Minutes)[]> RoughDays =
        Gen.Select(Gen.OneOf(Commands, Hands), Gen.Int[0, 15]).Array[1, 60];

    [Fact]
    public void Movements_and_lots_add_up_to_what_is_on_hand() => RoughDays.Sample(day =>
    {
        int moved = Stock(10).OnHand;
        Live(day, (before, _, after, _) =>
        {
            if (!ReferenceEquals(before, after)) moved += after.Last!.Change;
            Assert.Equal(after.OnHand, moved);
            Assert.All(after.Lots, lot => Assert.True(lot.Quantity > 0));
            Assert.InRange(after.Sound, 0, after.OnHand);
        });
    });

    [Fact]
    public void Movements_are_numbered_without_a_gap() => RoughDays.Sample(day => Live(day, (before, _, after, _) =>
        Assert.Equal(before.Version + (ReferenceEquals(before, after) ? 0 : 1), after.Version)));

    [Fact]
    public void Counted_anew_from_its_movements_it_is_what_it_was_at_every_moment() => RoughDays.Sample(day =>
    {
        List<Movement> movements = [Stock(10).Last!];
        Live(Stock(10) with { Backorder = new(20, 14, null) }, day, (before, _, after, _) =>
        {
            if (!ReferenceEquals(before, after)) movements.Add(after.Last!);
            var drift = Drift.Of(after, movements, []);
            Assert.Equal(drift.Expected, drift.Kept);
            Assert.Equal(drift.Expected.Value, drift.Booked);
            // Without orders every promise is a stray; nothing else may be off.
            Assert.Equal(after.Allocations.Select(kept => kept.Order), drift.Strays);
            Assert.Equal(!after.Allocations.IsEmpty, drift.IsOff);
            Assert.Empty(drift.Missing);
        });
    });

    [Fact]
    public void Never_is_more_promised_than_there_is() => Days.Sample(day => Live(day, (_, _, after, now) =>
    {
        Assert.InRange(after.Allocated, 0, after.OnHand);
        Assert.InRange(after.Available(now), 0, after.OnHand);
    }));

    [Fact]
    public void Never_is_more_promised_than_the_cap_allows_beyond_what_there_is() => Days.Sample(day =>
    {
        var open = Stock(10) with { Backorder = new(4, 14, null) };
        Live(open, day, (_, _, after, now) =>
        {
            Assert.InRange(after.Allocated + after.Held(now), 0, after.OnHand + 4);
            Assert.InRange(after.Promisable(now), 0, after.OnHand + 4);
        });
    });

    [Fact]
    public void Who_was_promised_first_is_served_first() => RoughDays.Sample(day =>
    {
        var open = Stock(3) with { Backorder = new(20, 14, null) };
        Live(open, day, (_, _, after, _) =>
        {
            var covered = after.Allocations.Select(kept => after.IsCovered(kept.Order)).ToList();
            Assert.Equal(covered.OrderDescending(), covered);
        });
    });

    [Fact]
    public void Cost_layers_and_the_inventory_account_are_worth_the_same_whatever_happens() => RoughDays.Sample(day =>
    {
        long booked = Stock(10).Value.Amount;
        Live(day, (before, _, after, _) =>
        {
            if (!ReferenceEquals(before, after)) booked += OnInventory(after.Last!);
            Assert.Equal(booked, after.Value.Amount);
            Assert.Equal(Worth(after), after.Value.Amount);
        });
    });

    [Fact]
    public void What_left_and_comes_back_is_worth_what_it_had_been() => RoughDays.Sample(day =>
        Live(day, (before, _, after, _) =>
        {
            if (after.Last is not { Kind: MovementKind.Shipment, Cost: { } cost } left || left == before.Last) return;
            var back = Lots.Splitting("back", -left.Change, cost, Now).Aggregate(
                after, (stock, lot) => Serverless.Commerce.Stock.Receive(stock, StockId, lot).OrThrow());
            Assert.Equal((before.OnHand, before.Value), (back.OnHand, back.Value));
        }));

    [Fact]
    public void Saying_it_twice_changes_nothing() => Days.Sample(day => Live(day, (_, command, after, now) =>
        Says.Same(after, command.On(after, now))));

    [Fact]
    public void When_all_holds_have_ended_every_unit_that_is_not_promised_can_be_sold() => Days.Sample(day =>
    {
        var end = Live(day, (_, _, _, _) => { });
        Assert.Equal(end.OnHand - end.Allocated, end.Available(Now.AddYears(1)));
    });

    private static long Worth(Stock stock) => stock.Lots.Sum(lot => lot.Quantity * lot.UnitCost.Amount);

    /// <summary>What a movement posts to the account of the inventory.</summary>
    private static long OnInventory(Movement movement)
    {
        if (movement.Cost is not { } cost) return 0;
        var entry = movement.Kind switch
        {
            MovementKind.Receipt => Postings.Receipt("cause", Now, cost),
            MovementKind.Shipment => Postings.CostOfGoods("cause", Now, cost),
            MovementKind.WritingOff => Postings.WriteOff("cause", Now, cost),
            _ => throw new InvalidOperationException($"{movement.Kind} has a cost."),
        };
        return entry.Lines.Where(line => line.Account == Accounts.Inventory)
            .Sum(line => line.Debit.Amount - line.Credit.Amount);
    }

    private static Stock Live((Command, int)[] day, Action<Stock, Command, Stock, DateTimeOffset> look) =>
        Live(Stock(10), day, look);

    private static Stock Live(Stock stock, (Command, int)[] day, Action<Stock, Command, Stock, DateTimeOffset> look)
    {
        var now = Now;
        foreach (var (command, minutes) in day)
        {
            now = now.AddMinutes(minutes);
            var after = command.On(stock, now);
            look(stock, command, after, now);
            stock = after;
        }

        return stock;
    }

    /// <summary>One rule with its input, and what it is called when a sample fails.</summary>
    private sealed record Command(string Name, Func<Stock, DateTimeOffset, Result<Stock>> Rule)
    {
        /// <summary>A refusal leaves everything as it was.</summary>
        public Stock On(Stock stock, DateTimeOffset now) => Rule(stock, now).Value ?? stock;

        public override string ToString() => Name;
    }
}
