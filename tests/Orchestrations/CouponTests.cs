using Serverless.Commerce;
using Serverless.Orchestrations;
using static Serverless.Orchestrations.CheckoutOrchestration;

namespace Serverless.Tests.Orchestrations;

/// <summary>What a checkout does where a coupon lowers its prices.</summary>
public sealed class CouponTests
{
    private readonly Rehearsal stage = new(nameof(CheckoutOrchestration), Some.Order.Value);

    public CouponTests()
    {
        stage.On(OpenOrder, opening => opening.Start.Order);
        stage.On(HoldStock, _ => 1);
        stage.On(HoldCoupon, _ => true);
        stage.On(AuthorisePayment, _ => PaymentStatus.Authorised);
        stage.On(KeepStock, _ => 1);
        stage.On(PlaceOrder, _ => OrderStatus.Placed);
        stage.On(UseCoupon, _ => true);
        stage.On(CompensateOrder, _ => OrderStatus.Compensating);
        stage.On(VoidPayment, _ => PaymentStatus.Voided);
        stage.On(GiveCouponBack, _ => true);
        stage.On(ReleaseStock, _ => true);
        stage.On(ReleaseCart, _ => true);
        stage.On(CloseOrder, _ => OrderStatus.Failed);
        stage.OnSub(nameof(FulfilmentOrchestration), (FulfilmentStart _) => ShipmentStatus.Delivered);
    }

    [Fact]
    public void A_coupon_is_set_aside_before_the_bank_is_asked_and_used_when_the_order_is_placed()
    {
        Assert.Equal(new CheckoutEnd(OrderStatus.Placed, null), WithCoupon());
        Assert.Equal(
            [
                "OpenOrder", "HoldStock", "HoldCoupon", "AuthorisePayment", "KeepStock", "PlaceOrder", "UseCoupon",
                "FulfilmentOrchestration",
            ],
            stage.Calls);
    }

    [Fact]
    public void A_coupon_that_is_used_up_asks_no_bank_and_a_declined_card_gives_it_back()
    {
        stage.On(AuthorisePayment, _ => OrderRefusals.Declined);
        Assert.Equal(OrderRefusals.Declined, WithCoupon().Reason);
        Assert.Equal(
            [
                "OpenOrder", "HoldStock", "HoldCoupon", "AuthorisePayment", "CompensateOrder", "VoidPayment",
                "GiveCouponBack", "ReleaseStock", "ReleaseCart", "CloseOrder",
            ],
            stage.Calls);
        stage.Calls.Clear();
        stage.On(HoldCoupon, _ => CouponRefusals.UsedUp);
        Assert.Equal(CouponRefusals.UsedUp, WithCoupon().Reason);
        Assert.DoesNotContain("AuthorisePayment", stage.Calls);
        Assert.Contains("GiveCouponBack", stage.Calls);
    }

    private CheckoutEnd WithCoupon() => Rehearsal.End(
        stage.Play(context => Run(context, Some.Checkout with { Coupon = new("WELCOME") })));
}
