using System.Collections.Immutable;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

/// <summary>How a placed order is paid anew.</summary>
public sealed class PaymentTests
{
    private static readonly Id<PaymentAttempt> First = new("payment-1");
    private static readonly Id<PaymentAttempt> Second = new("payment-2");
    private static readonly Payment Anew = Promised with { Provider = "pi_2", Last4 = "4444" };

    [Fact]
    public void An_order_whose_promise_has_lapsed_needs_to_be_paid_and_its_parcels_stay_hers()
    {
        Assert.False(Placed().NeedsPayment());
        var lapsed = Lapsed();
        Assert.True(lapsed.NeedsPayment());
        Assert.All(lapsed.Shipments, shipment => Assert.Equal(ShipmentStatus.Packed, shipment.Status));
        Says.Refused(AttemptRefusals.NotNeeded, Placed().PayAgain(First, Placed().Due, Now));
        Says.Refused(AttemptRefusals.OtherAmount, lapsed.PayAgain(First, Php(1), Now));
    }

    [Fact]
    public void The_new_promise_takes_the_place_of_the_old_one_and_the_case_is_closed()
    {
        var lapsed = Lapsed();
        Assert.Equal("payment.lapsed", Assert.Single(lapsed.Cases).Code);
        var paid = Paid(lapsed);
        Assert.Equal((Anew, PaymentStatus.Voided), (paid.Payment, paid.Find(First)!.Replaced!.Status));
        Assert.Empty(paid.Cases);
        Assert.Null(paid.Withholds());
        Assert.False(paid.NeedsPayment());
        Says.Same(paid, paid.Adopt(First, Now.AddDays(1)).OrThrow());
        Assert.NotNull(paid.Capture(Anew with { Status = PaymentStatus.Captured }, Now).OrThrow().CapturedAt);
    }

    [Fact]
    public void One_attempt_is_under_way_at_a_time_and_who_tries_card_after_card_gets_no_further()
    {
        var order = Begun(Lapsed(), First);
        Says.Refused(AttemptRefusals.UnderWay, order.PayAgain(Second, order.Due, Now));
        Says.Same(order, order.PayAgain(First, order.Due, Now.AddDays(1)).OrThrow());
        for (int tries = 1; tries <= OrderPayments.MaxAttempts; tries++)
        {
            Id<PaymentAttempt> id = new($"payment-{tries}");
            order = Begun(order, id).EndAttempt(id, OrderRefusals.Declined, Now).OrThrow();
        }

        Says.Refused(AttemptRefusals.TooOften, order.PayAgain(new("payment-11"), order.Due, Now));
        Says.Refused(OrderRefusals.Declined, order.Adopt(First, Now));
    }

    [Fact]
    public void What_is_not_promised_or_too_little_or_for_a_cancelled_order_pays_for_nothing()
    {
        var begun = Begun(Lapsed(), First);
        Says.Refused(OrderRefusals.NotNow, begun.Adopt(First, Now));
        Says.Refused(AttemptRefusals.Unknown, begun.Adopt(Second, Now));
        var promised = begun.HearAttempt(First, Anew).OrThrow();
        var gone = promised.TakeOff(
            new(new("off-1"), CancelledBy.Staff, CancelReason.Unpaid, null, []), Policy, Now).OrThrow();
        Says.Refused(AttemptRefusals.NotNeeded, gone.Adopt(First, Now));
        var late = promised.EndAttempt(First, OrderRefusals.Expired, Now).OrThrow();
        Says.Refused(OrderRefusals.Expired, late.Adopt(First, Now));
        Assert.Equal(late, late.HearAttempt(First, Anew with { Last4 = "1" }).OrThrow());
    }

    [Fact]
    public void What_came_off_while_the_bank_was_asked_makes_the_charge_less_and_no_new_promise()
    {
        var promised = Begun(Lapsed(), First).HearAttempt(First, Anew).OrThrow();
        var less = promised.TakeOff(
            new(new("off-1"), CancelledBy.Staff, CancelReason.Damaged, null, [new(Hat, 1)]), Policy, Now).OrThrow();
        var paid = less.Adopt(First, Now).OrThrow();
        Assert.True(paid.Due < paid.Covered());
        Assert.Equal(promised.Due, paid.Covered());
    }

    [Fact]
    public void A_capture_that_is_refused_lets_nothing_have_left_and_what_came_off_meanwhile_is_not_refunded()
    {
        var leaving = Placed().BeginCapture(Rules.First, Now).OrThrow();
        Says.Refused(CancelRefusals.HasLeft, leaving.TakeOff(All(), Policy, Now));
        var refused = leaving.RefuseCapture(Promised with { Status = PaymentStatus.Voided }).OrThrow();
        Assert.True(refused.NeedsPayment());
        Says.Refused(OutsideRefusals.Lapsed, refused.BeginCapture(Rules.First, Now));
        var cancelled = refused.TakeOff(All(), Policy, Now).OrThrow();
        Assert.Equal((OrderStatus.Cancelled, false), (cancelled.Status, cancelled.TakenOff[0].IsRefund));

        // A part that came off between the asking and the refusal was to be refunded: it was never paid.
        var two = InTwo(ShipmentStatus.Packed, ShipmentStatus.Packed) with { Payment = Promised, CapturedAt = null };
        var part = two.BeginCapture(Rules.First, Now).OrThrow()
            .TakeOff(All() with { Shipment = two.Shipments[1].Id }, Policy, Now).OrThrow();
        Assert.True(part.TakenOff[0].IsRefund);
        var unsold = part.RefuseCapture(Promised with { Status = PaymentStatus.Voided }).OrThrow();
        Assert.False(unsold.TakenOff[0].IsRefund);
        Assert.Equal(part.Billed - part.TakenOff[0].Sums.Total, unsold.Due);
    }

    [Fact]
    public void News_of_a_promise_that_was_replaced_change_nothing()
    {
        var paid = Paid(Lapsed());
        Assert.Same(paid, paid.RefuseCapture(Promised with { Status = PaymentStatus.Voided }).OrThrow());
    }

    [Fact]
    public void A_dearer_order_takes_the_promise_that_was_had_for_it_in_the_same_write()
    {
        var order = Placed() with { Shipments = [Placed().Shipments[0] with { Status = ShipmentStatus.Allocated }] };
        Id<Correction> id = new("correction-1");
        CorrectionWish more = new(null, null, null, null, null, [new(Hat, 1)]);
        CorrectionBasis basis = new(Offers, Policy, null, null);
        var next = order.Reckon(more, basis).OrThrow();
        ImmutableArray<Source> held = [new("MNL", [new(Hat, 1)])];
        Says.Refused(CorrectionRefusals.NotCovered, order.Correct(id, more, basis, next.Totals.Total, held, Now));

        var asked = order.PayFor(id, next, Now).OrThrow();
        Assert.Equal(next.Due, asked.Find(id.AsAttempt())!.Amount);
        var promised = asked.HearAttempt(id.AsAttempt(), Anew).OrThrow();
        var changed = promised.Correct(id, more, basis, next.Totals.Total, held, Now).OrThrow();
        Assert.Equal((Anew, Promised), (changed.Payment, changed.Find(id.AsAttempt())!.Replaced));
        Assert.Equal(changed.Due, changed.Covered());
        Says.Same(changed, changed.Correct(id, more, basis, next.Totals.Total, held, Now.AddDays(1)).OrThrow());
    }

    private static CancelWish All() => new(new("off-1"), CancelledBy.Staff, CancelReason.Unpaid, null, []);

    private static Order Begun(Order order, Id<PaymentAttempt> id) => order.PayAgain(id, order.Due, Now).OrThrow();

    private static Order Paid(Order order) =>
        Begun(order, First).HearAttempt(First, Anew).OrThrow().Adopt(First, Now).OrThrow();

    private static Order Lapsed() => Placed().LosePayment(Now).OrThrow();

    private static Order Placed()
    {
        var order = Opened((Tote, 2), (Hat, 1));
        ImmutableArray<Shipment> parcels = [Parcel(order, 1, AllFrom("MNL", order)[0], ShipmentStatus.Packed)];
        return order with { Status = OrderStatus.Packed, Shipments = parcels, Payment = Promised, PlacedAt = Now };
    }
}
