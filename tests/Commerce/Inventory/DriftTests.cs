using Serverless.Commerce;
using static Serverless.Commerce.AdjustmentReason;
using static Serverless.Commerce.Condition;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class DriftTests
{
    private static readonly Movement CameIn = Stock(10).Last!;

    [Fact]
    public void A_record_that_forgot_units_is_seen_and_becomes_what_its_movements_say()
    {
        var wrong = Stock(10) with { Lots = [Lot("lot-1", 7)] };
        var drift = Drift.Of(wrong, [CameIn], []);
        Assert.Equal((10, 7), (drift.Expected.OnHand, drift.Kept.OnHand));
        Assert.Equal((Php(400_000), Php(280_000)), (drift.Expected.Value, drift.Kept.Value));

        var mended = drift.Repair(wrong, "repair-1").OrThrow();
        Assert.Equal(10, mended.OnHand);
        Assert.Equal(new Movement(MovementKind.Repair, 0, "repair-1", null) { Number = 2 }, mended.Last);
        var again = Drift.Of(mended, [CameIn, mended.Last!], []);
        Assert.True(again.IsNone);
        Says.Refused(DriftRefusals.None, again.Repair(mended, "repair-2"));
    }

    [Fact]
    public void What_left_at_a_wrong_cost_meanwhile_is_what_the_repair_books()
    {
        var cheap = Stock(10) with { Lots = [Lot("lot-1", 10, 30_000)] };
        var aside = cheap.SetAside(Damaged, 2, Broken, "a").OrThrow();
        var gone = aside.WriteOff(Damaged, 2, Broken, "b").OrThrow();
        var drift = Drift.Of(gone, [CameIn, aside.Last!, gone.Last!], []);
        Assert.Equal((Php(320_000), Php(340_000)), (drift.Expected.Value, drift.Booked));

        var mended = drift.Repair(gone, "repair-1").OrThrow();
        Assert.Equal((Php(-20_000), Php(320_000)), (mended.Last!.Cost, mended.Value));
        Assert.True(Drift.Of(mended, [CameIn, aside.Last!, gone.Last!, mended.Last!], []).IsNone);
        var entry = Postings.Repair("repair-1", Now, mended.Last.Cost!.Value);
        Assert.Equal(
            [
                JournalLine.OnCredit(Accounts.Inventory, Php(20_000)),
                JournalLine.OnDebit(Accounts.StockDifferences, Php(20_000)),
            ],
            entry.Lines);
    }

    [Fact]
    public void Units_that_left_though_they_never_came_are_made_good_as_found()
    {
        var wrong = Stock(10) with { Lots = [Lot("lot-1", 15)] };
        var kept = wrong.Allocate(Order(1), 12, Now).OrThrow();
        var left = kept.Ship(Order(1)).OrThrow();
        var drift = Drift.Of(left, [CameIn, kept.Last!, left.Last!], []);
        var mended = drift.Repair(left, "repair-1").OrThrow();
        Assert.Equal((0, 2, Php(80_000)), (mended.OnHand, mended.Last!.Change, mended.Last.Cost));
        Assert.Equal(0, new[] { CameIn, kept.Last!, left.Last!, mended.Last }.Sum(movement => movement.Change));
        Assert.True(Drift.Of(mended, [CameIn, kept.Last!, left.Last!, mended.Last], []).IsNone);
    }

    [Fact]
    public void A_record_that_was_put_back_to_an_older_state_is_seen_even_where_the_sums_agree()
    {
        var kept = Stock(10).Allocate(Order(1), 4, Now).OrThrow();
        var released = kept.Release(Order(1)).OrThrow();
        var drift = Drift.Of(Stock(10), [CameIn, kept.Last!, released.Last!], []);
        Assert.True(drift.IsOff);
        var mended = drift.Repair(Stock(10), "repair-1").OrThrow();
        Assert.Equal(4, mended.Version);
        Assert.True(Drift.Of(mended, [CameIn, kept.Last!, released.Last!, mended.Last!], []).IsNone);
    }

    [Fact]
    public void A_stock_whose_movements_are_not_all_there_is_reported_by_number_and_not_repaired()
    {
        var kept = Stock(10).Allocate(Order(1), 4, Now).OrThrow();
        var drift = Drift.Of(kept, [CameIn], []);
        Assert.Equal([2L], drift.Missing);
        Says.Refused(DriftRefusals.Incomplete, drift.Repair(kept, "repair-1"));
    }

    [Fact]
    public void A_promise_to_no_order_is_dropped_and_one_to_an_order_that_waits_stays()
    {
        var waiting = Waiting();
        var first = Stock(10).Allocate(Order(1), 4, Now).OrThrow();
        var both = first.Allocate(waiting.Id, 2, Now).OrThrow();
        Movement[] movements = [CameIn, first.Last!, both.Last!];
        var drift = Drift.Of(both, movements, [waiting]);
        Assert.Equal([Order(1)], drift.Strays);
        Assert.Empty(drift.Unkept);

        var mended = drift.Repair(both, "repair-1").OrThrow();
        Assert.Equal([waiting.Id], mended.Allocations.Select(kept => kept.Order));
        Assert.True(Drift.Of(mended, [.. movements, mended.Last!], [waiting]).IsNone);
    }

    [Fact]
    public void An_order_that_waits_for_goods_of_which_nothing_is_kept_is_named_and_left_to_people()
    {
        var waiting = Waiting();
        var drift = Drift.Of(Stock(10), [CameIn], [waiting]);
        Assert.Equal([waiting.Id], drift.Unkept);
        Assert.False(drift.IsNone);
        Says.Refused(DriftRefusals.None, drift.Repair(Stock(10), "repair-1"));
    }

    [Fact]
    public void A_stock_that_has_changed_since_it_was_counted_is_counted_again_first()
    {
        var wrong = Stock(10) with { Lots = [Lot("lot-1", 7)] };
        var drift = Drift.Of(wrong, [CameIn], []);
        var sold = wrong.Allocate(Order(1), 1, Now).OrThrow();
        Says.Refused(DriftRefusals.Moved, drift.Repair(sold, "repair-1"));
    }

    /// <summary>An order whose two totes are kept for it, and lie in Manila.</summary>
    private static Order Waiting()
    {
        var order = Opened((Tote, 2));
        order = order.HoldStock(AllFrom("MNL", order)).OrThrow();
        return order with { Shipments = [order.Shipments[0].Allocate().OrThrow()] };
    }
}
