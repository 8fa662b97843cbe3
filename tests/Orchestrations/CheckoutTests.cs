using Serverless.Commerce;
using Serverless.Orchestrations;
using static Serverless.Orchestrations.CheckoutOrchestration;

namespace Serverless.Tests.Orchestrations;

public sealed class CheckoutTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static readonly string[] TakenBack =
        ["CompensateOrder", "VoidPayment", "ReleaseStock", "ReleaseCart", "CloseOrder"];

    private readonly Rehearsal stage = new(nameof(CheckoutOrchestration), Some.Order.Value);

    public CheckoutTests()
    {
        stage.On(OpenOrder, opening => opening.Start.Order);
        stage.On(HoldStock, _ => 1);
        stage.On(HoldValue, _ => true);
        stage.On(BurnValue, _ => true);
        stage.On(GiveValueBack, _ => true);
        stage.On(AuthorisePayment, _ => PaymentStatus.Authorised);
        stage.On(CheckPayment, _ => PaymentStatus.ActionRequired);
        stage.On(KeepStock, _ => 1);
        stage.On(PlaceOrder, _ => OrderStatus.Placed);
        stage.On(CompensateOrder, _ => OrderStatus.Compensating);
        stage.On(VoidPayment, _ => PaymentStatus.Voided);
        stage.On(ReleaseStock, _ => true);
        stage.On(ReleaseCart, _ => true);
        stage.On(CloseOrder, failure =>
            failure.Reason == OrderRefusals.Expired ? OrderStatus.Expired : OrderStatus.Failed);
        stage.On(Flow.AskForPerson, _ => true);
        stage.On(Flow.NoteResumption, _ => true);
        stage.OnSub(nameof(FulfilmentOrchestration), (FulfilmentStart _) => ShipmentStatus.Delivered);
    }

    [Fact]
    public void A_good_card_takes_a_cart_to_a_placed_order_and_on_to_fulfilment()
    {
        Assert.Equal(new CheckoutEnd(OrderStatus.Placed, null), End());
        Assert.Equal(
            ["OpenOrder", "HoldStock", "AuthorisePayment", "KeepStock", "PlaceOrder", "FulfilmentOrchestration"],
            stage.Calls);
    }

    [Fact]
    public void The_hold_outlives_the_time_in_which_a_card_answers()
    {
        End();
        var hold = Assert.Single(stage.Given(HoldStock));
        Assert.Equal(Some.Policy.Version, hold.Version);
        Assert.Equal(stage.CurrentUtcDateTime + Some.Policy.HoldTime, hold.Until);
    }

    [Fact]
    public void A_declined_card_gives_the_stock_and_the_cart_back()
    {
        stage.On(AuthorisePayment, _ => OrderRefusals.Declined);
        Assert.Equal(new CheckoutEnd(OrderStatus.Failed, OrderRefusals.Declined), End());
        Assert.Equal(
            [
                "OpenOrder", "HoldStock", "AuthorisePayment",
                .. TakenBack,
            ],
            stage.Calls);
    }

    [Fact]
    public void Too_few_in_stock_asks_no_bank_and_gives_the_cart_back()
    {
        stage.On(HoldStock, _ => StockRefusals.TooFew);
        Assert.Equal(new CheckoutEnd(OrderStatus.Failed, StockRefusals.TooFew), End());
        Assert.Equal(
            ["OpenOrder", "HoldStock", "CompensateOrder", "ReleaseStock", "ReleaseCart", "CloseOrder"], stage.Calls);
    }

    [Fact]
    public void Stock_that_is_gone_after_the_authorisation_gives_the_money_back_first()
    {
        stage.On(KeepStock, _ => StockRefusals.TooFew);
        Assert.Equal(new CheckoutEnd(OrderStatus.Failed, StockRefusals.TooFew), End());
        Assert.Equal(
            [
                "OpenOrder", "HoldStock", "AuthorisePayment", "KeepStock",
                .. TakenBack,
            ],
            stage.Calls);
    }

    [Fact]
    public void A_price_that_changed_opens_no_order_and_gives_the_cart_back()
    {
        stage.On(OpenOrder, _ => CartRefusals.PriceChanged);
        Assert.Equal(new CheckoutEnd(OrderStatus.Failed, CartRefusals.PriceChanged), End());
        Assert.Equal(["OpenOrder", "ReleaseCart"], stage.Calls);
    }

    [Fact]
    public void A_run_that_finds_another_run_s_order_ends_without_touching_anything()
    {
        stage.On(OpenOrder, _ => OrderRefusals.OtherRun);
        Assert.Equal(new CheckoutEnd(OrderStatus.Failed, OrderRefusals.OtherRun), End());
        Assert.Equal(["OpenOrder"], stage.Calls);
    }

    [Fact]
    public void A_shopper_who_proves_who_she_is_gets_her_order()
    {
        var run = AtBank();
        stage.Pass(TimeSpan.FromSeconds(20));
        stage.On(CheckPayment, _ => PaymentStatus.Authorised);
        stage.Hear(PaymentHeard, new("evt_1"));
        Assert.Equal(new CheckoutEnd(OrderStatus.Placed, null), Rehearsal.End(run));
        Assert.Equal(
            [
                "OpenOrder", "HoldStock", "AuthorisePayment", "HoldStock", "CheckPayment",
                "KeepStock", "PlaceOrder", "FulfilmentOrchestration",
            ],
            stage.Calls);
    }

    [Fact]
    public void While_the_shopper_is_at_her_bank_the_hold_outlives_the_time_for_payment()
    {
        AtBank();
        var deadline = stage.CurrentUtcDateTime + Some.Policy.PaymentTime;
        Assert.Equal(deadline + Some.Policy.HoldGrace, stage.Given(HoldStock)[1].Until);
    }

    [Fact]
    public void When_no_news_come_the_provider_is_asked_every_minute()
    {
        var run = AtBank();
        stage.Pass(3 * Minute);
        Assert.Equal(3, stage.Calls.Count(call => call == "CheckPayment"));
        stage.On(CheckPayment, _ => PaymentStatus.Authorised);
        stage.Pass(Minute);
        Assert.Equal(OrderStatus.Placed, Rehearsal.End(run).Status);
    }

    [Fact]
    public void The_same_news_are_a_reason_to_ask_once()
    {
        AtBank();
        stage.Hear(PaymentHeard, new("evt_1"));
        stage.Hear(PaymentHeard, new("evt_1"));
        Assert.Equal(1, stage.Calls.Count(call => call == "CheckPayment"));
    }

    [Fact]
    public void News_are_asked_about_and_never_believed()
    {
        var run = AtBank();
        stage.Hear(PaymentHeard, new("evt_1"));
        Assert.False(run.IsCompleted);
        Assert.DoesNotContain("KeepStock", stage.Calls);
    }

    [Fact]
    public void A_shopper_whom_the_bank_declines_has_paid_nothing_and_keeps_her_cart()
    {
        var run = AtBank();
        stage.On(CheckPayment, _ => OrderRefusals.Declined);
        stage.Hear(PaymentHeard, new("evt_1"));
        Assert.Equal(new CheckoutEnd(OrderStatus.Failed, OrderRefusals.Declined), Rehearsal.End(run));
        Assert.Equal(TakenBack, stage.Calls[^5..]);
    }

    [Fact]
    public void A_shopper_who_never_comes_back_loses_the_goods_when_the_time_is_up_and_not_before()
    {
        var run = AtBank();
        stage.Pass(Some.Policy.PaymentTime - TimeSpan.FromTicks(1));
        Assert.False(run.IsCompleted);
        stage.Pass(TimeSpan.FromTicks(1));
        Assert.Equal(new CheckoutEnd(OrderStatus.Expired, OrderRefusals.Expired), Rehearsal.End(run));
        Assert.Equal(TakenBack, stage.Calls[^5..]);
    }

    [Fact]
    public void A_payment_confirmed_in_the_last_moment_still_counts()
    {
        var run = AtBank();
        stage.Pass(Some.Policy.PaymentTime - TimeSpan.FromTicks(1));
        stage.On(CheckPayment, _ => PaymentStatus.Authorised);
        stage.Pass(TimeSpan.FromTicks(1));
        Assert.Equal(OrderStatus.Placed, Rehearsal.End(run).Status);
    }

    [Fact]
    public void Goods_that_cannot_be_held_longer_end_the_checkout_before_the_bank_does()
    {
        stage.On(AuthorisePayment, _ => PaymentStatus.ActionRequired);
        stage.On(HoldStock, () => 1, () => StockRefusals.TooFew);
        Assert.Equal(new CheckoutEnd(OrderStatus.Failed, StockRefusals.TooFew), End());
        Assert.Equal(
            [
                "OpenOrder", "HoldStock", "AuthorisePayment", "HoldStock",
                .. TakenBack,
            ],
            stage.Calls);
    }

    [Fact]
    public void A_provider_that_does_not_answer_needs_a_person_and_the_checkout_goes_on_after()
    {
        stage.On(AuthorisePayment, Some.Broken<PaymentStatus>, () => PaymentStatus.Authorised);
        var run = Play();
        Assert.Equal(["OpenOrder", "HoldStock", "AuthorisePayment", "AskForPerson"], stage.Calls);
        stage.Hear(Flow.Resumed, new("r1"));
        Assert.Equal(OrderStatus.Placed, Rehearsal.End(run).Status);
        Assert.Equal(["NoteResumption", "AuthorisePayment", "KeepStock"], stage.Calls[4..7]);
    }

    [Fact]
    public void Each_shipment_is_fulfilled_by_itself_under_the_policy_it_was_bought_with()
    {
        List<FulfilmentStart> given = [];
        stage.On(KeepStock, _ => 2);
        stage.OnSub(nameof(FulfilmentOrchestration), (FulfilmentStart start) =>
        {
            given.Add(start);
            return ShipmentStatus.Delivered;
        });
        End();
        Assert.Equal(
            [Shipment.Named(Some.Order, 1), Shipment.Named(Some.Order, 2)], given.Select(start => start.Shipment));
        Assert.All(given, start => Assert.Equal(Some.Carried, start.Policy));
        Assert.All(given, start => Assert.Equal(
            Some.Order, FulfilmentOrchestration.OrderOf(FulfilmentOrchestration.InstanceOf(start.Shipment))));
    }

    [Fact]
    public void Points_are_set_aside_before_the_bank_is_asked_and_spent_when_the_order_is_placed()
    {
        Assert.Equal(OrderStatus.Placed, Rehearsal.End(PlayWithPoints()).Status);
        Assert.Equal(
            ["OpenOrder", "HoldStock", "HoldValue", "AuthorisePayment", "KeepStock", "PlaceOrder", "BurnValue"],
            stage.Calls[..7]);
    }

    [Fact]
    public void A_declined_card_gives_the_points_back()
    {
        stage.On(AuthorisePayment, _ => OrderRefusals.Declined);
        Assert.Equal(OrderStatus.Failed, Rehearsal.End(PlayWithPoints()).Status);
        Assert.Equal(
            ["CompensateOrder", "VoidPayment", "GiveValueBack", "ReleaseStock", "ReleaseCart", "CloseOrder"],
            stage.Calls[4..]);
    }

    [Fact]
    public void Points_that_are_spent_elsewhere_meanwhile_ask_no_bank_and_what_was_held_of_them_is_given_back()
    {
        stage.On(HoldValue, _ => StoredValueRefusals.TooFew);
        Assert.Equal(StoredValueRefusals.TooFew, Rehearsal.End(PlayWithPoints()).Reason);
        Assert.Equal(
            ["CompensateOrder", "GiveValueBack", "ReleaseStock", "ReleaseCart", "CloseOrder"], stage.Calls[3..]);
    }

    private Task<CheckoutEnd> PlayWithPoints() =>
        stage.Play(context => Run(context, Some.Checkout with { Points = 100 }));

    private Task<CheckoutEnd> Play() => stage.Play(context => Run(context, Some.Checkout));

    private CheckoutEnd End() => Rehearsal.End(Play());

    private Task<CheckoutEnd> AtBank()
    {
        stage.On(AuthorisePayment, _ => PaymentStatus.ActionRequired);
        var run = Play();
        Assert.False(run.IsCompleted);
        return run;
    }
}
