namespace Serverless.Commerce;

/// <summary>How long things may take, and which must be longer than which.</summary>
public sealed partial class ShopCheck
{
    /// <summary>How long a bank keeps what it has promised for a card; then it lets go.</summary>
    /// <remarks>docs.stripe.com/payments/place-a-hold-on-a-payment-method: 7 days for most cards.</remarks>
    private static readonly TimeSpan Authorisation = TimeSpan.FromDays(7);

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private void Times()
    {
        Span("cartLife", policy.CartLife, Hour, Years(1));
        Span("holdTime", policy.HoldTime, Minute, Day);
        Span("paymentTime", policy.PaymentTime, Minute, Day);
        Span("holdGrace", policy.HoldGrace, Minute, Day);
        Expect(policy.HoldTime <= policy.PaymentTime + policy.HoldGrace, "holdTime",
            "Goods are held for a checkout no longer than while she pays: make it shorter, or paymentTime longer.");
        Span("stuckTime", policy.StuckTime, Minute, Years(1));
        Expect(policy.StuckTime >= policy.PaymentTime, "stuckTime",
            "At least as long as she may pay, or her checkout would end under her hands.");
        Span("quoteLife", policy.QuoteLife, Minute, Day);
        Span("warehouseTime", policy.WarehouseTime, Minute, Years(1));
        Span("carrierTime", policy.CarrierTime, Minute, Years(1));
        Span("clearanceTime", policy.ClearanceTime, Minute, Years(1));
        Span("clearanceGlance", policy.ClearanceGlance, Minute, Years(1));
        Expect(policy.ClearanceGlance <= policy.ClearanceTime, "clearanceGlance",
            "Customs are asked before a person is: no longer than clearanceTime.");
        Span("documentTime", policy.DocumentTime, Minute, Years(1));
        Span("rateLife", policy.RateLife, Minute, Day);
        Span("rateAge", policy.RateAge, Day, Years(1));
        Span("pickupTime", policy.PickupTime, Hour, Authorisation);
        Span("pickupGrace", policy.PickupGrace, Hour, Authorisation);
        Expect(policy.PickupTime + policy.PickupGrace < Authorisation, "pickupTime",
            "With pickupGrace below 7 days: a card's promise ends then, and the money is taken at the counter.");
        ReturnTimes();
        Span("retention.carts", policy.Retention.Carts, Hour, Years(10));
        Span("retention.signIns", policy.Retention.SignIns, Hour, Years(1));
        Span("retention.failedCheckouts", policy.Retention.FailedCheckouts, Hour, Years(10));
    }

    private void ReturnTimes()
    {
        var returns = policy.Returns;
        Span("returns.window", returns.Window, TimeSpan.Zero, Years(2));
        Span("returns.differenceTime", returns.DifferenceTime, Hour, Years(1));
        Span("returns.reviewTime", returns.ReviewTime, Hour, Years(1));
        Span("returns.parcelTime", returns.ParcelTime, Day, Years(1));
        Span("returns.inspectionTime", returns.InspectionTime, Hour, Years(1));
    }

    private void Span(string name, TimeSpan time, TimeSpan least, TimeSpan most) =>
        Expect(time >= least && time <= most, name, $"From {Said(least)} to {Said(most)}.");

    private static TimeSpan Years(int years) => TimeSpan.FromDays(366 * years);

    private static string Said(TimeSpan time) => time switch
    {
        { Ticks: 0 } => "nothing",
        { TotalDays: >= 1 } => $"{time.TotalDays:0} days",
        { TotalHours: >= 1 } => $"{time.TotalHours:0} hours",
        _ => $"{time.TotalMinutes:0} minutes",
    };
}
