using Serverless.Commerce;
using static Serverless.Commerce.AdjustmentReason;
using static Serverless.Commerce.Condition;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class StockStatesTests
{
    private static readonly DateTimeOffset Until = Now.AddMinutes(10);
    private static readonly Id<PurchaseOrder> Purchase = new("purchase-1");

    [Fact]
    public void Of_what_is_on_hand_only_what_is_sound_free_and_not_in_reserve_can_be_sold()
    {
        var stock = Stock(20).SetAside(Damaged, 1, Broken, "a").OrThrow()
            .SetAside(InControl, 2, Inspection, "b").OrThrow()
            .HoldFor(Order(1), 3, Until, Now).OrThrow().Allocate(Order(2), 4, Now).OrThrow();
        stock = StockStates.KeepSafe(stock, StockId, 5).OrThrow();
        Assert.Equal((20, 17, 4, 3, 5), (stock.OnHand, stock.Sound, stock.Allocated, stock.Held(Now), stock.Safety));
        Assert.Equal(5, stock.Available(Now));
        Says.Refused(StockRefusals.TooFew, stock.HoldFor(Order(3), 6, Until, Now));
    }

    [Fact]
    public void Units_are_set_aside_and_put_back_as_movements_with_a_reason()
    {
        var aside = Stock(10).SetAside(InControl, 4, Returned, "case-1").OrThrow();
        var moved = new Movement(MovementKind.SettingAside, 0, "case-1", null)
        {
            Number = 2,
            Units = 4,
            Condition = InControl,
            Reason = Returned,
        };
        Assert.Equal(moved, aside.Last);
        var back = aside.PutBack(InControl, 3, Mended, "case-2").OrThrow();
        Assert.Equal((1, 9), (back.In(InControl), back.Available(Now)));
        Says.Refused(StockRefusals.NotAside, back.PutBack(InControl, 2, Mended, "case-3"));
        Says.Refused(StockRefusals.NotAside, back.PutBack(Damaged, 1, Mended, "case-3"));
        Assert.Empty(back.PutBack(InControl, 1, Mended, "case-4").OrThrow().Asides);
    }

    [Fact]
    public void No_more_can_be_set_aside_than_is_sound_though_it_may_be_promised()
    {
        var stock = Stock(3).Allocate(Order(1), 2, Now).OrThrow();
        Says.Refused(StockRefusals.TooFew, stock.SetAside(Damaged, 4, Broken, "a"));
        Says.Refused(StockRefusals.Units, stock.SetAside(Damaged, 0, Broken, "a"));
        var broken = stock.SetAside(Damaged, 2, Broken, "a").OrThrow();
        Assert.Equal(-1, broken.Available(Now));
        Assert.False(broken.IsCovered(Order(1)));
        Says.Refused(StockRefusals.TooFew, broken.Ship(Order(1)));
    }

    [Fact]
    public void What_is_written_off_leaves_at_the_cost_of_the_oldest()
    {
        var stock = Serverless.Commerce.Stock.Receive(Stock(2), StockId, Lot("lot-2", 5, 90_000, day: 1)).OrThrow();
        Says.Refused(StockRefusals.NotAside, stock.WriteOff(Damaged, 1, Broken, "a"));
        var gone = stock.SetAside(Damaged, 3, Broken, "a").OrThrow().WriteOff(Damaged, 3, Broken, "b").OrThrow();
        Assert.Equal((4, 0, -3), (gone.OnHand, gone.In(Damaged), gone.Last!.Change));
        Assert.Equal(Php(2 * 40_000 + 90_000), gone.Last.Cost);
        Assert.Equal(Php(4 * 90_000), gone.Value);
    }

    [Fact]
    public void What_a_supplier_is_to_bring_is_listed_by_purchase_order_until_it_is_here()
    {
        var stock = StockStates.Expect(null, StockId, Purchase, 10, Now.AddDays(7)).OrThrow();
        Assert.Equal((0, 10), (stock.OnHand, stock.Incoming[0].Outstanding));
        stock = stock.Arrive(Purchase, new("receipt-1"), 4).OrThrow();
        Assert.Same(stock, stock.Arrive(Purchase, new("receipt-1"), 4).OrThrow());
        Assert.Equal(6, stock.Incoming[0].Outstanding);

        var later = StockStates.Expect(stock, StockId, Purchase, 10, Now.AddDays(9)).OrThrow();
        Assert.Equal((6, Now.AddDays(9)), (later.Incoming[0].Outstanding, later.Incoming[0].DueAt));
        Assert.Same(later, StockStates.Expect(later, StockId, Purchase, 10, Now.AddDays(9)).OrThrow());
        Assert.Empty(later.Arrive(Purchase, new("receipt-2"), 7).OrThrow().Incoming);
        Assert.Empty(later.StopExpecting(Purchase).OrThrow().Incoming);
    }

    [Fact]
    public void Nothing_beyond_what_is_there_is_promised_to_who_was_not_told_to_wait()
    {
        var stock = Stock(2) with { Backorder = new(5, 14, null) };
        Says.Refused(StockRefusals.TooFew, stock.HoldFor(Order(1), 3, Until, Now));
        Says.Refused(StockRefusals.TooFew, stock.Allocate(Order(1), 3, Now));
    }

    [Fact]
    public void Who_waits_is_promised_up_to_the_cap_and_served_in_turn_when_goods_come()
    {
        var stock = Waiting(Stock(2) with { Backorder = new(5, 14, null) }, 1, 4);
        stock = Waiting(stock, 2, 3);
        Says.Refused(StockRefusals.TooFew, stock.HoldFor(Order(3), 1, Until, Now, late: true));
        Says.Refused(StockRefusals.TooFew, stock.Ship(Order(1)));
        Assert.Empty(stock.Served());

        var more = Serverless.Commerce.Stock.Receive(stock, StockId, Lot("lot-2", 3, day: 1)).OrThrow();
        Assert.Equal([Order(1)], more.Served());
        Assert.False(more.IsCovered(Order(2)));
        var left = more.Ship(Order(1)).OrThrow();
        Assert.Equal((1, false), (left.OnHand, left.IsCovered(Order(2))));
    }

    [Fact]
    public void A_promise_is_of_days_or_of_a_day_and_has_a_cap()
    {
        var refused = StockRefusals.Promise;
        Says.Refused(refused, StockStates.AllowBackorder(null, StockId, new(5, null, null)));
        Says.Refused(refused, StockStates.AllowBackorder(null, StockId, new(5, 3, Now)));
        Says.Refused(refused, StockStates.AllowBackorder(null, StockId, new(0, 3, null)));
        Says.Refused(refused, StockStates.AllowBackorder(null, StockId, new(5, 0, null)));
        var allowed = StockStates.AllowBackorder(null, StockId, new(5, 3, null)).OrThrow();
        Assert.Equal((5, Now.AddDays(3)), (allowed.Promisable(Now), allowed.Backorder!.Promise(Now)));
        Assert.Equal(0, StockStates.AllowBackorder(allowed, StockId, null).OrThrow().Promisable(Now));
        Assert.Null(new Backorder(5, null, Now).Promise(Now));
    }

    private static Stock Waiting(Stock stock, int order, int quantity) => stock
        .HoldFor(Order(order), quantity, Until, Now, late: true).OrThrow()
        .Allocate(Order(order), quantity, Now, late: true).OrThrow();
}
