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
        var opened = Opened((Tote, 1));
        var placed = opened.HoldStock(AllFrom("CEB", opened)).OrThrow().Authorise(Promised).OrThrow()
            .Place(Now).OrThrow();
        var order = Moved(
            placed, 1, parcel => parcel.Allocate(), parcel => parcel.Pick(), parcel => parcel.Pack(640),
            parcel => parcel.Label("Ninja Van", "NV1"), parcel => parcel.Ship([Php(40_000)]),
            parcel => parcel.SendOut(), parcel => parcel.Deliver(Now.AddDays(2)));
        Assert.Equal((Delivered, Now, Now.AddDays(2)), (order.Status, order.PlacedAt, order.DeliveredAt));
        Says.Same(
            new Shipment(
                Shipment.Named(OrderId, 1), "CEB", [new(Tote, 1) { Cost = Php(40_000) }], ShipmentStatus.Delivered)
            {
                WeightGrams = 640,
                Carrier = "Ninja Van",
                Tracking = "NV1",
                Turns = 1,
                DeliveredAt = Now.AddDays(2),
            },
            Assert.Single(order.Shipments));
    }

    [Fact]
    public void A_shopper_at_her_bank_comes_back_authorised()
    {
        var asked = Promised with { Status = PaymentStatus.ActionRequired, ActionUrl = "https://bank.example/3ds" };
        var order = Opened((Tote, 1)).HoldStock([]).OrThrow().AwaitPayment(asked).OrThrow();
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

    [Fact]
    public void The_day_on_which_the_money_was_taken_does_not_move()
    {
        var order = In(Packed) with { CapturedAt = null };
        var captured = order.Capture(Captured, Now).OrThrow();
        Assert.Equal((Captured, Now), (captured.Payment, captured.CapturedAt));
        Assert.Same(captured, captured.Capture(Captured, Now.AddDays(1)).OrThrow());
    }

    private static Order Moved(Order order, int number, params Func<Shipment, Result<Shipment>>[] rules) =>
        rules.Aggregate(order, (now, rule) => now.Move(Shipment.Named(OrderId, number), rule).OrThrow());

    private static Result<Order> Open(Cart cart, Quote quote, Money shown) =>
        Serverless.Commerce.Order.Open(OrderId, "run-1", cart, quote, shown, Now);

    [Theory]
    [InlineData(137_000, null)]
    [InlineData(136_999, "credit.leaves_too_little")]
    [InlineData(134_001, "credit.leaves_too_little")]
    [InlineData(134_000, null)]
    public void Credit_leaves_nothing_to_pay_or_enough_for_a_card(long credit, string? code)
    {
        var order = Opened((Tote, 1));
        Assert.Equal(Php(137_000), order.Totals.Total);
        Assert.Equal(code, order.PayWithCredit(new(new("customer-1"), Php(credit)), Policy).Refusal?.Code);
    }

    [Fact]
    public void An_order_is_stuck_where_its_own_checkout_waits_for_a_person_and_only_until_it_is_placed()
    {
        var opened = Opened((Tote, 1));
        var waiting = new Attention("step.failed", "It cannot go on.", Now) { Process = opened.Id.Value, Waits = true };
        var stuck = opened.HoldStock(AllFrom("CEB", opened)).OrThrow().AskForPerson(waiting).OrThrow();
        Assert.Equal(waiting, stuck.Stuck);
        Assert.Null(opened.AskForPerson(waiting with { Waits = false }).OrThrow().Stuck);
        Assert.Null(opened.AskForPerson(waiting with { Process = null }).OrThrow().Stuck);
        var placed = stuck.Authorise(Promised).OrThrow().Place(Now).OrThrow();
        Assert.Null(placed.Stuck);

        Assert.False(stuck.IsGivenUp(Policy, Now + Policy.StuckTime - TimeSpan.FromTicks(1)));
        Assert.True(stuck.IsGivenUp(Policy, Now + Policy.StuckTime));
        Assert.False(stuck.Authorise(Promised).OrThrow().IsGivenUp(Policy, Now.AddDays(9)));
    }
}
