using Serverless.Commerce;
using static Serverless.Commerce.OrderStatus;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class OrderTests
{
    [Fact]
    public void An_order_is_opened_with_the_lines_and_sums_that_the_shopper_was_shown()
    {
        var order = Opened((Tote, 1), (Hat, 2));
        Assert.Equal(Started, order.Status);
        Assert.Equal(Quote((Tote, 1), (Hat, 2)).Totals, order.Totals);
        Assert.Equal(Home, order.Delivery);
    }

    [Fact]
    public void A_total_that_differs_from_what_was_shown_opens_no_order()
    {
        var quote = Quote((Tote, 1));
        var shown = quote.Totals.Total - Php(1);
        Says.Refused(CartRefusals.PriceChanged, Open(Cart((Tote, 1)), quote, shown));
    }

    [Fact]
    public void An_order_wants_goods_and_an_address()
    {
        Says.Refused(CartRefusals.Empty, Open(Cart(), Quote(), Php(0)));
        var nowhere = Cart((Tote, 1)) with { Delivery = null };
        Says.Refused(CartRefusals.NoDelivery, Open(nowhere, Quote((Tote, 1)), Quote((Tote, 1)).Totals.Total));
    }

    [Fact]
    public void An_order_goes_from_the_click_to_the_door()
    {
        var order = Opened((Tote, 1)).HoldStock("CEB").OrThrow().Authorise(Promised).OrThrow()
            .Place(Now).OrThrow().Allocate().OrThrow().Pick().OrThrow().Pack(640).OrThrow()
            .Label("Ninja Van", "NV1").OrThrow().Ship(Captured, [Php(40_000)]).OrThrow()
            .SendOut().OrThrow().Deliver(Now.AddDays(2)).OrThrow();
        Assert.Equal(Delivered, order.Status);
        Assert.Equal(Now, order.PlacedAt);
        Assert.Equal(Now.AddDays(2), order.DeliveredAt);
        Assert.Equal(Captured, order.Payment);
        Assert.Equal(Php(40_000), order.Lines[0].Cost);
        Assert.Equal(
            new Shipment($"{OrderId}-1", "CEB") { WeightGrams = 640, Carrier = "Ninja Van", Tracking = "NV1" },
            order.Shipment);
    }

    [Fact]
    public void A_shopper_at_her_bank_comes_back_authorised()
    {
        var asked = Promised with { Status = PaymentStatus.ActionRequired, ActionUrl = "https://bank.example/3ds" };
        var order = Opened((Tote, 1)).HoldStock("MNL").OrThrow().AwaitPayment(asked).OrThrow();
        Assert.Equal((AwaitingPayment, asked), (order.Status, order.Payment));
        Assert.Equal(Promised, order.Authorise(Promised).OrThrow().Payment);
    }

    [Theory]
    [InlineData(Started)]
    [InlineData(StockHeld)]
    [InlineData(AwaitingPayment)]
    [InlineData(Authorised)]
    public void Before_it_is_placed_an_order_can_be_taken_back_and_says_why(OrderStatus status)
    {
        var order = In(status).Compensate(OrderRefusals.Declined).OrThrow();
        Assert.Equal((Compensating, OrderRefusals.Declined), (order.Status, order.Reason));
        Assert.Equal(Failed, order.Fail().OrThrow().Status);
        Assert.Equal(Expired, order.Expire().OrThrow().Status);
    }

    [Fact]
    public void The_first_reason_is_the_one_that_stays()
    {
        var order = In(StockHeld).Compensate(StockRefusals.TooFew).OrThrow();
        Assert.Equal(StockRefusals.TooFew, order.Compensate(OrderRefusals.Expired).OrThrow().Reason);
    }

    [Fact]
    public void A_placed_order_is_not_taken_back_any_more() =>
        Says.Refused(OrderRefusals.NotNow, In(Placed).Compensate(OrderRefusals.Declined));

    [Fact]
    public void A_failed_delivery_may_be_tried_again_or_go_back_to_the_shop()
    {
        var failed = In(OutForDelivery).FailDelivery().OrThrow();
        Assert.Equal(OutForDelivery, failed.SendOut().OrThrow().Status);
        Assert.Equal(Delivered, failed.Deliver(Now).OrThrow().Status);
        Assert.Equal(ReturnedToSender, failed.SendBack().OrThrow().Status);
    }

    [Theory]
    [InlineData(Delivered)]
    [InlineData(ReturnedToSender)]
    public void What_the_carrier_says_after_the_end_changes_nothing(OrderStatus end)
    {
        var order = In(end);
        Says.Refused(OrderRefusals.NotNow, order.SendOut());
        Says.Refused(OrderRefusals.NotNow, order.FailDelivery());
    }

    [Fact]
    public void A_second_delivery_notice_does_not_move_the_day_of_delivery()
    {
        var order = In(Shipped).Deliver(Now).OrThrow();
        Assert.Equal(Now, order.Deliver(Now.AddDays(9)).OrThrow().DeliveredAt);
    }

    [Fact]
    public void A_label_needs_a_parcel_and_is_a_fact_and_not_a_status()
    {
        Says.Refused(OrderRefusals.NotNow, Opened((Tote, 1)).Label("Ninja Van", "NV1"));
        var packed = In(Packed) with { Shipment = new($"{OrderId}-1", "MNL") };
        var labelled = packed.Label("Ninja Van", "NV9").OrThrow();
        Assert.Equal((Packed, "NV9"), (labelled.Status, labelled.Shipment!.Tracking));
        Assert.Same(labelled, labelled.Label("Ninja Van", "NV9").OrThrow());
    }

    [Fact]
    public void A_process_that_is_stuck_is_shown_until_it_is_mended()
    {
        var late = new Attention("picking.late", "The step cannot go on.", Now) { Process = "p" };
        var order = In(Allocated).AskForPerson(late).OrThrow();
        Assert.Equal(late, order.AskForPerson(late with { Since = Now.AddDays(1) }).OrThrow().Attention);
        Assert.Same(order, order.Resume(null).OrThrow());
        Assert.Null(order.Resume("p").OrThrow().Attention);
    }

    [Fact]
    public void A_dispute_and_a_stuck_process_are_both_shown_one_after_the_other()
    {
        var disputed = new Attention("payment.disputed", "The payment provider says so.", Now);
        var stuck = new Attention("step.failed", "The step cannot go on.", Now.AddDays(1)) { Process = "p" };
        var order = In(Shipped).AskForPerson(disputed).OrThrow().AskForPerson(stuck).OrThrow();
        Assert.Equal(disputed, order.Attention);
        Assert.Equal(stuck, order.Resume(null).OrThrow().Attention);
        Assert.Equal(disputed, order.Resume("p").OrThrow().Attention);
    }

    private static Result<Order> Open(Cart cart, Quote quote, Money shown) =>
        Serverless.Commerce.Order.Open(OrderId, "run-1", cart, quote, shown, Now);
}
