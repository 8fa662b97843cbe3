using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

/// <summary>Money that moves at the payment provider without the shop.</summary>
public sealed class OutsideTests
{
    private static readonly DateTimeOffset Later = Now.AddDays(1);

    private static Money All => AtHome((Tote, 2)).Totals.Total;

    [Fact]
    public void A_unit_that_was_refunded_there_and_comes_back_here_is_not_paid_twice()
    {
        var order = Heard(AtHome((Tote, 2)), Refund("re_1", 125_000)).ReserveRefund("r", Php(125_000)).OrThrow();
        var first = order.Refunds[0];
        Assert.Equal((Php(0), null, Php(125_000)), (first.Amount, first.Credit, first.Already!.Value));
        var second = order.ReserveRefund("s", Php(125_000)).OrThrow().Refunds[1];
        Assert.Equal((Php(125_000), null), (second.Amount, second.Already));
    }

    [Fact]
    public void What_was_refunded_there_lowers_a_return_and_no_more_of_it_becomes_credit()
    {
        var order = Heard(AtHome((Tote, 2)), Refund("re_1", 30_000));
        var mixed = order.ReserveRefund("r", Php(125_000)).OrThrow().Refunds[0];
        Assert.Equal((Php(95_000), Php(30_000)), (mixed.Amount, mixed.Already!.Value));
        var credit = order.ReserveRefund("r", Php(125_000), Php(0)).OrThrow().Refunds[0];
        Assert.Equal((Php(0), Php(95_000)), (credit.Amount, credit.Credit!.Value));
    }

    [Fact]
    public void News_are_counted_once_however_often_and_in_whatever_order_they_come()
    {
        var went = Dispute("dp_1", 100_000, DisputeStanding.Open, Out("txn_1", 1_500));
        var back = Dispute("dp_1", 100_000, DisputeStanding.Won, Out("txn_1", 1_500), Back("txn_2"));
        var one = Heard(AtHome((Tote, 2)), went, back, back, went);
        var other = Heard(AtHome((Tote, 2)), back, went);
        Assert.Equal(Php(0), one.Unsettled());
        Assert.Equal(Php(0), other.Unsettled());
        Assert.Equal(DisputeStanding.Won, Assert.Single(other.Outside).Standing);
        Assert.Equal(Sums(one), Sums(other));
    }

    [Fact]
    public void The_shops_own_refund_is_no_news_unless_it_failed()
    {
        var order = AtHome((Tote, 2)).ReserveRefund("r", Php(125_000)).OrThrow();
        var own = Refund("re_1", 125_000) with { Refund = "r" };
        Assert.Same(order, order.Hear(new([own], null), Later).OrThrow());
        var paid = order.PayRefund("r").OrThrow();
        Assert.Same(paid, paid.Hear(new([own], null), Later).OrThrow());
        Assert.Empty(OutsidePostings.Of(paid));

        var failed = Heard(paid, own with { Moves = [.. own.Moves, Back("re_1-back")] });
        Assert.Equal(Later, failed.Refunds[0].FailedAt);
        Assert.Equal((Php(0), Php(-125_000)), (failed.Refunded(), failed.Unsettled()));

        // Paid once more in the dashboard, it is settled, and the next return is paid in full.
        var mended = Heard(failed, Refund("re_2", 125_000));
        Assert.Equal(Php(0), mended.Unsettled());
        Assert.Equal(0, Sums(mended).GetValueOrDefault(Accounts.RefundsToSettle));
        Assert.Equal(Php(125_000), mended.ReserveRefund("s", Php(125_000)).OrThrow().Refunds[1].Amount);
    }

    [Fact]
    public void A_refund_that_the_provider_refused_is_fitted_to_what_was_paid_there_meanwhile()
    {
        var asked = AtHome((Tote, 2)).ReserveRefund("r", All).OrThrow();
        Assert.Same(asked, asked.RefitRefund("r").OrThrow());
        var fitted = Heard(asked, Refund("re_1", 125_000)).RefitRefund("r").OrThrow().Refunds[0];
        Assert.Equal((All - Php(125_000), Php(125_000), 1), (fitted.Amount, fitted.Already!.Value, fitted.Refits));
        Says.Refused(OrderRefusals.NotNow, asked.PayRefund("r").OrThrow().RefitRefund("r"));
    }

    [Fact]
    public void A_dispute_that_is_lost_is_a_loss_until_the_goods_come_back()
    {
        var lost = Heard(
            AtHome((Tote, 2)), Dispute("dp_1", 125_000, DisputeStanding.Lost, Out("txn_1", 1_500)));
        Assert.Equal("payment.dispute_lost", Assert.Single(lost.Cases).Code);
        var sums = Sums(lost);
        Assert.Equal(
            (-126_500, 125_000, 1_500, 0),
            (sums[Accounts.CardClearing], sums[Accounts.DisputesLost], sums[Accounts.DisputeFees],
                sums[Accounts.RefundsToSettle]));

        var refund = lost.ReserveRefund("r", Php(125_000)).OrThrow().Refunds[0];
        Assert.Equal(
            (Php(0), Php(125_000), Php(125_000)), (refund.Amount, refund.Already!.Value, refund.OfLosses!.Value));
        var entry = ReturnPostings.Refund(
            "r", Now, Reversal.None(Currency.Php) with { Goods = Php(125_000) }, refund);
        Assert.Contains(JournalLine.OnCredit(Accounts.DisputesLost, Php(125_000)), entry.Lines);
    }

    [Fact]
    public void A_dispute_that_is_won_after_a_return_was_set_against_it_leaves_the_shopper_owed()
    {
        var order = Heard(AtHome((Tote, 2)), Dispute("dp_1", 125_000, DisputeStanding.Open, Out("txn_1", 1_500)))
            .ReserveRefund("r", Php(125_000)).OrThrow();
        var won = Heard(
            order, Dispute("dp_1", 125_000, DisputeStanding.Won, Out("txn_1", 1_500), Back("txn_2")));
        Assert.Equal("refund.owed", Assert.Single(won.Cases).Code);
        Assert.Equal(Php(0), Heard(won, Refund("re_1", 125_000)).Unsettled());
    }

    [Fact]
    public void An_inquiry_moves_no_money() =>
        Assert.Equal(Php(0), Heard(AtHome((Tote, 1)), Dispute("dp_1", 100, DisputeStanding.Open)).Gone());

    [Fact]
    public void Money_captured_there_is_paid_in_advance_until_the_goods_leave()
    {
        var order = Bought().Hear(new([], All), Later).OrThrow();
        Assert.Equal((PaymentStatus.Captured, All), (order.Payment!.Status, order.Advance!.Amount));
        Assert.Same(order, order.Hear(new([], All), Later.AddDays(1)).OrThrow());
        Assert.Null(order.Withholds());
        var sale = Postings.Sale(order.Capture(Captured, Later).OrThrow(), Policy, Later);
        Assert.Contains(JournalLine.OnDebit(Accounts.PaidInAdvance, All), sale.Lines);
        Assert.Equal(-All.Amount, Sums(order)[Accounts.PaidInAdvance]);
        Assert.Same(order.Advance, AtHome((Tote, 2)).Hear(new([], All), Later).OrThrow().Advance ?? order.Advance);
    }

    [Fact]
    public void Nothing_leaves_for_money_that_is_not_there()
    {
        var lapsed = Bought().LosePayment(Later).OrThrow();
        Assert.Equal(("payment.lapsed", PaymentStatus.Voided), (lapsed.Cases[0].Code, lapsed.Payment!.Status));
        Assert.Equal(OutsideRefusals.Lapsed, lapsed.Withholds());
        Says.Refused(OutsideRefusals.Lapsed, lapsed.Capture(Captured, Later));

        var less = Bought().Hear(new([], Php(1)), Later).OrThrow();
        Assert.Equal("payment.short", less.Cases[0].Code);
        Says.Refused(OutsideRefusals.TooLittle, less.Capture(Captured, Later));

        var back = Bought().Hear(new([Refund("re_1", All.Amount)], All), Later).OrThrow();
        Says.Refused(OutsideRefusals.Lapsed, back.Capture(Captured, Later));
        Assert.All(Sums(back).Where(sum => sum.Key != Accounts.CardClearing), sum => Assert.Equal(0, sum.Value));
        Assert.Equal(0, Sums(back)[Accounts.CardClearing]);
    }

    [Fact]
    public void What_was_captured_here_does_not_lapse()
    {
        var order = AtHome((Tote, 1));
        Assert.Same(order, order.LosePayment(Later).OrThrow());
        var voided = Bought() with { Status = OrderStatus.Cancelled };
        Assert.Same(voided, voided.LosePayment(Later).OrThrow());
    }

    [Fact]
    public void Whatever_moves_the_shopper_gets_her_due_once_and_the_books_say_what_is_unsettled() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[1, 3], Gen.Long[1, 150_000]).Array[1, 15].Sample(steps =>
        {
            var order = steps.Aggregate(
                AtHome((Tote, 2)), (order, step) => Step(order, step.Item1, step.Item2, step.Item3));
            var entries = OutsidePostings.Of(order).Concat(order.Refunds.Select(refund => ReturnPostings.Refund(
                refund.Id, Now, Reversal.None(Currency.Php) with { Goods = refund.Total }, refund)));
            var sums = Sum(entries);
            Assert.Equal(
                (order.Unsettled() - order.UnsettledLoss()).Amount, sums.GetValueOrDefault(Accounts.RefundsToSettle));
            Assert.Equal(order.UnsettledLoss().Amount, sums.GetValueOrDefault(Accounts.DisputesLost));
            Assert.True(order.Sum() <= order.Totals.Total);
            Assert.All(order.Refunds, refund => Assert.True(refund.Amount.Amount >= 0));
        });

    // A return, or the card's refund of one fails; a refund there, which may fail; a dispute opens, is won or lost.
    private static Order Step(Order order, int what, int which, long amount) => what switch
    {
        0 => (order.ReserveRefund($"r{which}", Php(amount)).Value ?? order).PayRefund($"r{which}").Value ?? order,
        1 => Heard(order, Refund($"of{which}", amount) with
        {
            Refund = $"r{which}",
            Moves = [Out($"of{which}"), Back($"of{which}-back")],
        }),
        2 => Room(order) < amount ? order : Heard(order, Refund($"re_{which}", amount)),
        3 => order.Outside.Any(one => one.Id == $"re_{which}")
            ? Heard(order, Refund($"re_{which}", 1) with { Moves = [Out($"re_{which}"), Back($"re_{which}-back")] })
            : order,
        4 => Heard(order, Dispute("dp_1", 100_000, DisputeStanding.Open, Out("txn_1", 1_500))),
        _ => Heard(order, which == 1
            ? Dispute("dp_1", 100_000, DisputeStanding.Lost, Out("txn_1", 1_500))
            : Dispute("dp_1", 100_000, DisputeStanding.Won, Out("txn_1", 1_500), Back("txn_2"))),
    };

    private static long Room(Order order) => (order.Totals.Total - order.Refunded()).Amount;

    private static Order Bought() => Opened((Tote, 2)) with
    {
        Status = OrderStatus.Placed,
        Payment = Promised,
        PlacedAt = Now,
    };

    private static Order Heard(Order order, params OutsideMoney[] told) =>
        told.Aggregate(order, (known, money) => known.Hear(new([money], null), Later).OrThrow());

    private static OutsideMoney Refund(string id, long amount) =>
        new(id, OutsideKind.Refund, Php(amount), [Out(id)]);

    private static OutsideMoney Dispute(
        string id, long amount, DisputeStanding standing, params OutsideMove[] moves) =>
        new(id, OutsideKind.Dispute, Php(amount), [.. moves]) { Standing = standing };

    private static OutsideMove Out(string id, long fee = 0) =>
        new(id, Now, Back: false, fee == 0 ? null : Php(fee));

    private static OutsideMove Back(string id) => new(id, Later, Back: true, null);

    private static SortedDictionary<string, long> Sums(Order order) => Sum(OutsidePostings.Of(order));

    private static SortedDictionary<string, long> Sum(IEnumerable<JournalEntry> entries)
    {
        var sums = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in entries.SelectMany(entry => entry.Lines))
            sums[line.Account] = sums.GetValueOrDefault(line.Account) + line.Debit.Amount - line.Credit.Amount;
        return sums;
    }
}

file static class Dues
{
    public static Money Sum(this Order order) =>
        order.Refunds.Aggregate(Php(0), (sum, refund) => sum + refund.Total);
}
