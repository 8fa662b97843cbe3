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
        Gen.Int[1, 5].Select(Command (order) => new($"ship {order}", (stock, _) => stock.Ship(Order(order)))));

    /// <summary>A command, and the minutes that pass before it.</summary>
    private static readonly Gen<(Command Command, int Minutes)[]> Days =
        Gen.Select(Commands, Gen.Int[0, 15]).Array[1, 60];

    [Fact]
    public void Movements_and_lots_add_up_to_what_is_on_hand() => Days.Sample(day =>
    {
        int moved = Stock(10).OnHand;
        Live(day, (before, _, after, _) =>
        {
            if (!ReferenceEquals(before, after)) moved += after.Last!.Change;
            Assert.Equal(after.OnHand, moved);
            Assert.All(after.Lots, lot => Assert.True(lot.Quantity > 0));
        });
    });

    [Fact]
    public void Never_is_more_promised_than_there_is() => Days.Sample(day => Live(day, (_, _, after, now) =>
    {
        Assert.InRange(after.Allocated, 0, after.OnHand);
        Assert.InRange(after.Available(now), 0, after.OnHand);
    }));

    [Fact]
    public void What_comes_in_at_a_cost_leaves_at_that_cost() => Days.Sample(day =>
    {
        long value = Worth(Stock(10));
        Live(day, (before, _, after, _) =>
        {
            long cost = ReferenceEquals(before, after) ? 0 : after.Last!.Cost?.Amount ?? 0;
            value += Math.Sign(after.OnHand - before.OnHand) * cost;
            Assert.Equal(value, Worth(after));
        });
    });

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

    private static Stock Live((Command, int)[] day, Action<Stock, Command, Stock, DateTimeOffset> look)
    {
        var (stock, now) = (Stock(10), Now);
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
