using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class StockTests
{
    private static readonly DateTimeOffset Until = Now.AddMinutes(10);

    [Fact]
    public void Stock_is_named_after_its_SKU_and_its_location()
    {
        var stock = Stock(1);
        Assert.Equal((Tote, "MNL"), (stock.Sku, stock.Location));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(1_000_001)]
    public void A_receipt_of_nothing_or_of_too_much_is_refused(int quantity) =>
        Says.Refused(StockRefusals.Quantity, Serverless.Commerce.Stock.Receive(null, StockId, Lot("lot-1", quantity)));

    [Fact]
    public void A_cost_is_in_the_currency_of_the_books_and_not_negative()
    {
        Says.Refused(StockRefusals.Cost, Serverless.Commerce.Stock.Receive(null, StockId, Lot("lot-1", 1, -1)));
        var dollars = Lot("lot-1", 1) with { UnitCost = Usd(5) };
        Says.Refused(StockRefusals.Cost, Serverless.Commerce.Stock.Receive(null, StockId, dollars));
    }

    [Fact]
    public void A_receipt_says_how_many_came_at_which_cost_and_counts_once()
    {
        var stock = Stock(10);
        Assert.Equal(
            new Movement(MovementKind.Receipt, 10, "lot-1", Php(400_000)) { At = Now, Number = 1 }, stock.Last);
        var again = Serverless.Commerce.Stock.Receive(stock, StockId, Lot("lot-1", 10)).OrThrow();
        Assert.Equal(10, again.OnHand);
    }

    [Fact]
    public void What_is_held_is_not_available_and_still_on_hand()
    {
        var stock = Stock(10).HoldFor(Order(1), 3, Until, Now).OrThrow();
        Assert.Equal((10, 3, 7), (stock.OnHand, stock.Held(Now), stock.Available(Now)));
    }

    [Fact]
    public void A_hold_ends_by_itself_and_what_it_kept_can_be_sold_again()
    {
        var stock = Stock(1).HoldFor(Order(1), 1, Until, Now).OrThrow();
        Says.Refused(StockRefusals.TooFew, stock.HoldFor(Order(2), 1, Until, Until.AddTicks(-1)));
        Assert.Equal(1, stock.Available(Until));
        var next = stock.HoldFor(Order(2), 1, Until.AddMinutes(10), Until).OrThrow();
        Assert.Equal(Order(2), Assert.Single(next.Holds).Order);
    }

    [Fact]
    public void Holding_again_moves_the_end_later_and_never_earlier()
    {
        var stock = Stock(5).HoldFor(Order(1), 2, Until, Now).OrThrow();
        var longer = stock.HoldFor(Order(1), 2, Until.AddMinutes(15), Now).OrThrow();
        Assert.Equal(new Hold(Order(1), 2, Until.AddMinutes(15)), Assert.Single(longer.Holds));
        Assert.Same(longer, longer.HoldFor(Order(1), 2, Until, Now).OrThrow());
    }

    [Fact]
    public void A_hold_that_ended_comes_back_only_while_there_is_enough()
    {
        var stock = Stock(1).HoldFor(Order(1), 1, Until, Now).OrThrow();
        Assert.Equal(1, stock.HoldFor(Order(1), 1, Until.AddHours(1), Until).OrThrow().Held(Until));
        var taken = stock.HoldFor(Order(2), 1, Until.AddHours(1), Until).OrThrow();
        Says.Refused(StockRefusals.TooFew, taken.HoldFor(Order(1), 1, Until.AddHours(1), Until));
    }

    [Fact]
    public void An_allocation_takes_the_place_of_the_hold()
    {
        var stock = Stock(2).HoldFor(Order(1), 2, Until, Now).OrThrow().Allocate(Order(1), 2, Now).OrThrow();
        Assert.Equal((0, 2, 0), (stock.Held(Now), stock.Allocated, stock.Available(Now)));
        Assert.Same(stock, stock.Allocate(Order(1), 2, Now).OrThrow());
        Assert.Same(stock, stock.HoldFor(Order(1), 2, Until, Now).OrThrow());
    }

    [Fact]
    public void A_hold_that_ended_is_made_good_unless_somebody_else_has_the_goods()
    {
        var ended = Stock(1).HoldFor(Order(1), 1, Until, Now).OrThrow();
        Assert.Equal(1, ended.Allocate(Order(1), 1, Until.AddHours(1)).OrThrow().Allocated);
        var other = ended.HoldFor(Order(2), 1, Until.AddHours(2), Until.AddHours(1)).OrThrow();
        Says.Refused(StockRefusals.TooFew, other.Allocate(Order(1), 1, Until.AddHours(1)));
    }

    [Fact]
    public void Releasing_gives_back_what_was_held_or_allocated_and_nothing_of_others()
    {
        var stock = Stock(3).HoldFor(Order(1), 1, Until, Now).OrThrow()
            .HoldFor(Order(2), 1, Until, Now).OrThrow().Allocate(Order(2), 1, Now).OrThrow();
        var released = stock.Release(Order(2)).OrThrow();
        Assert.Equal((1, 0, 2), (released.Held(Now), released.Allocated, released.Available(Now)));
        Assert.False(released.IsKeptFor(Order(2)));
        Assert.Same(released, released.Release(Order(2)).OrThrow());
    }

    [Fact]
    public void The_oldest_goods_leave_first_and_the_movement_says_at_which_cost()
    {
        var stock = Received(Lot("new", 5, 300, day: 2), Lot("old", 2, 100, day: 0), Lot("mid", 2, 200, day: 1));
        var shipped = stock.Allocate(Order(1), 5, Now).OrThrow().Ship(Order(1)).OrThrow();
        var cost = Php(2 * 100 + 2 * 200 + 300);
        Assert.Equal(
            new Movement(MovementKind.Shipment, -5, "order-1", cost) { Number = 5, Units = -5 }, shipped.Last);
        Assert.Equal(("new", 4), (shipped.Lots.Single().Id, shipped.OnHand));
    }

    [Fact]
    public void Goods_that_came_at_the_same_time_leave_in_the_order_of_their_names()
    {
        var stock = Received(Lot("b", 1, 200), Lot("a", 1, 100));
        var shipped = stock.Allocate(Order(1), 1, Now).OrThrow().Ship(Order(1)).OrThrow();
        Assert.Equal(Php(100), shipped.Last!.Cost);
    }

    [Fact]
    public void Only_what_is_allocated_leaves_and_it_leaves_once()
    {
        var held = Stock(2).HoldFor(Order(1), 2, Until, Now).OrThrow();
        Says.Refused(StockRefusals.NotAllocated, held.Ship(Order(1)));
        var shipped = held.Allocate(Order(1), 2, Now).OrThrow().Ship(Order(1)).OrThrow();
        Assert.Equal(0, shipped.OnHand);
        Says.Refused(StockRefusals.NotAllocated, shipped.Ship(Order(1)));
    }

    private static Stock Received(params Lot[] lots) => lots.Aggregate(
        (Stock?)null, (stock, lot) => Serverless.Commerce.Stock.Receive(stock, StockId, lot).OrThrow())!;
}
