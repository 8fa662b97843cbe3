using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class RefundTests
{
    [Fact]
    public void Money_goes_back_only_when_it_was_captured()
    {
        var order = AtHome((Tote, 1)) with { Payment = Promised };
        Says.Refused(OrderRefusals.NotNow, order.ReserveRefund("r", Php(1)));
        Says.Refused(OrderRefusals.NotNow, (order with { Payment = null }).ReserveRefund("r", Php(1)));
    }

    [Fact]
    public void A_refund_is_reserved_once_and_paid_once()
    {
        var order = AtHome((Tote, 1)).ReserveRefund("r", Php(100)).OrThrow();
        Assert.Same(order, order.ReserveRefund("r", Php(100)).OrThrow());
        var paid = order.PayRefund("r").OrThrow();
        Assert.Equal(new Refund("r", Php(100), Paid: true), Assert.Single(paid.Refunds));
        Assert.Same(paid, paid.PayRefund("r").OrThrow());
    }

    [Fact]
    public void A_refund_that_was_not_reserved_cannot_be_paid() =>
        Says.Refused(OrderRefusals.NotNow, AtHome((Tote, 1)).PayRefund("r"));

    [Fact]
    public void A_refund_is_never_negative() =>
        Says.Refused(OrderRefusals.TooMuch, AtHome((Tote, 1)).ReserveRefund("r", Php(-1)));

    [Fact]
    public void All_that_was_captured_can_go_back_and_not_a_centavo_more()
    {
        var order = AtHome((Tote, 1));
        var all = order.ReserveRefund("r", order.Totals.Total).OrThrow();
        Assert.Equal(order.Totals.Total, all.Refunded());
        Says.Refused(OrderRefusals.TooMuch, all.ReserveRefund("s", Php(1)));
    }

    [Fact]
    public void What_credit_had_paid_goes_back_as_credit_and_the_card_gets_what_it_had_paid()
    {
        var order = AtHome((Tote, 1)) with { Credit = Php(100_000) };
        var first = order.ReserveRefund("r", Php(30_000)).OrThrow();
        Assert.Equal((Php(30_000), null), (first.Refunds[0].Amount, first.Refunds[0].Credit));
        var second = first.ReserveRefund("s", Php(50_000)).OrThrow();
        Assert.Equal((Php(7_000), Php(43_000)), (second.Refunds[1].Amount, second.Refunds[1].Credit!.Value));
        Says.Refused(OrderRefusals.TooMuch, second.ReserveRefund("t", Php(60_000)));
    }

    [Fact]
    public void The_card_gets_no_more_of_a_refund_than_it_shall_have()
    {
        var refund = AtHome((Tote, 1)).ReserveRefund("r", Php(100), Php(0)).OrThrow().Refunds[0];
        Assert.Equal((Php(0), Php(100)), (refund.Amount, refund.Credit!.Value));
    }

    [Fact]
    public void Refunds_never_exceed_what_was_captured_however_many_ask() =>
        Gen.Select(Gen.Int[1, 9], Gen.Long[-100, 120_000]).Array[1, 20].Sample(asked =>
        {
            var order = asked.Aggregate(
                AtHome((Tote, 1)),
                (order, ask) => order.ReserveRefund($"r{ask.Item1}", Php(ask.Item2)).Value ?? order);
            return order.Refunded() <= order.Totals.Total
                && order.Refunds.All(refund => refund.Amount.Amount >= 0)
                && order.Refunds.DistinctBy(refund => refund.Id).Count() == order.Refunds.Length;
        });
}
