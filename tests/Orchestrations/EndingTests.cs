using Serverless.Commerce;
using Serverless.Orchestrations;
using static Serverless.Orchestrations.CheckoutOrchestration;

namespace Serverless.Tests.Orchestrations;

/// <summary>A checkout that cannot go on: ended by a person, it gives everything back.</summary>
public sealed class EndingTests
{
    private static readonly string[] TakenBack =
        ["CompensateOrder", "VoidPayment", "ReleaseStock", "ReleaseCart", "CloseOrder"];

    private readonly Rehearsal stage = new(nameof(CheckoutOrchestration), Some.Order.Value);

    public EndingTests()
    {
        stage.On(OpenOrder, opening => opening.Start.Order);
        stage.On(HoldStock, _ => 1);
        stage.On(AuthorisePayment, _ => PaymentStatus.Authorised);
        stage.On(CheckPayment, _ => PaymentStatus.ActionRequired);
        stage.On(KeepStock, _ => 1);
        stage.On(PlaceOrder, _ => OrderStatus.Placed);
        stage.On(CompensateOrder, _ => OrderStatus.Compensating);
        stage.On(VoidPayment, _ => PaymentStatus.Voided);
        stage.On(ReleaseStock, _ => true);
        stage.On(ReleaseCart, _ => true);
        stage.On(CloseOrder, _ => OrderStatus.Failed);
        stage.On(Flow.AskForPerson, _ => true);
        stage.On(Flow.NoteResumption, _ => true);
        stage.OnSub(nameof(FulfilmentOrchestration), (FulfilmentStart _) => ShipmentStatus.Delivered);
    }

    [Theory]
    [InlineData("HoldStock")]
    [InlineData("AuthorisePayment")]
    [InlineData("CheckPayment")]
    [InlineData("KeepStock")]
    [InlineData("PlaceOrder")]
    public void Staff_end_a_checkout_that_is_stuck_and_everything_is_given_back(string step)
    {
        Break(step);
        var run = Play();
        stage.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal([step, "AskForPerson"], stage.Calls[^2..]);

        stage.Hear(Flow.Resumed, new("r1") { Ends = true });
        Assert.Equal(new CheckoutEnd(OrderStatus.Failed, OrderRefusals.Ended), Rehearsal.End(run));
        string[] back = step == "HoldStock" ? [.. TakenBack.Where(undo => undo != "VoidPayment")] : TakenBack;
        Assert.Equal(["NoteResumption", .. back], stage.Calls[^(back.Length + 1)..]);
    }

    [Fact]
    public void A_checkout_whose_order_was_never_opened_ends_by_itself_and_opens_the_cart()
    {
        stage.On(OpenOrder, Some.Broken<Id<Order>>);
        stage.On(Flow.AskForPerson, _ => false);
        Assert.Equal(new CheckoutEnd(OrderStatus.Failed, OrderRefusals.Ended), Rehearsal.End(Play()));
        Assert.Equal(["OpenOrder", "AskForPerson", "ReleaseCart"], stage.Calls);
    }

    [Fact]
    public void Where_the_provider_will_not_void_the_rest_is_given_back_at_once_and_staff_may_leave_it_to_lapse()
    {
        stage.On(AuthorisePayment, _ => OrderRefusals.Unavailable);
        stage.On(VoidPayment, _ => OrderRefusals.Unavailable);
        var run = Play();
        Assert.Equal(
            ["CompensateOrder", "VoidPayment", "ReleaseStock", "ReleaseCart", "VoidPayment", "AskForPerson"],
            stage.Calls[3..]);
        stage.Hear(Flow.Resumed, new("r1") { Ends = true });
        Assert.Equal(new CheckoutEnd(OrderStatus.Failed, OrderRefusals.Unavailable), Rehearsal.End(run));
        Assert.Equal(["NoteResumption", "CloseOrder"], stage.Calls[^2..]);
    }

    [Fact]
    public void A_cart_or_stock_that_cannot_be_given_back_is_never_left_so()
    {
        stage.On(AuthorisePayment, _ => OrderRefusals.Declined);
        stage.On(ReleaseCart, Some.Broken<bool>, Some.Broken<bool>, () => true);
        var run = Play();
        stage.Hear(Flow.Resumed, new("r1") { Ends = true });
        Rehearsal.End(run);
        Assert.Equal(["NoteResumption", "ReleaseCart", "CloseOrder"], stage.Calls[^3..]);
    }

    [Theory]
    [InlineData("payment.amount_too_large")]
    [InlineData("payment.unavailable")]
    public void What_the_provider_will_never_do_is_asked_once_and_ends_the_checkout_without_a_person(string code)
    {
        var refusal = new Refusal(Because.Declined, code, "No.");
        stage.On(AuthorisePayment, _ => refusal);
        Assert.Equal(new CheckoutEnd(OrderStatus.Failed, refusal), Rehearsal.End(Play()));
        Assert.Equal(["OpenOrder", "HoldStock", "AuthorisePayment", .. TakenBack], stage.Calls);
    }

    private void Break(string step)
    {
        if (step == "HoldStock") stage.On(HoldStock, Some.Broken<int>);
        if (step == "AuthorisePayment") stage.On(AuthorisePayment, Some.Broken<PaymentStatus>);
        if (step == "CheckPayment") stage.On(AuthorisePayment, _ => PaymentStatus.ActionRequired);
        if (step == "CheckPayment") stage.On(CheckPayment, Some.Broken<PaymentStatus>);
        if (step == "KeepStock") stage.On(KeepStock, Some.Broken<int>);
        if (step == "PlaceOrder") stage.On(PlaceOrder, Some.Broken<OrderStatus>);
    }

    private Task<CheckoutEnd> Play() => stage.Play(context => Run(context, Some.Checkout));
}
