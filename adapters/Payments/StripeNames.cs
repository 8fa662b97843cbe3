using System.Net;
using Serverless.Commerce;
using Stripe;
using StripeRefund = Stripe.Refund;

namespace Serverless.Adapters;

/// <summary>What Stripe's words mean in the shop's.</summary>
internal static class StripeNames
{
    /// <summary>In the metadata of what the shop captured itself.</summary>
    public const string CaptureName = "capture";

    public static string Currency(Money money) => money.Currency.Code.ToLowerInvariant();

    public static PaymentAnswer Answer(PaymentIntent intent)
    {
        var card = (intent.PaymentMethod ?? intent.LastPaymentError?.PaymentMethod)?.Card;
        var failure = intent.LastPaymentError;
        return new(
            Standing(intent), intent.Id, intent.NextAction?.RedirectToUrl?.Url, card?.Brand, card?.Last4,
            failure?.DeclineCode ?? failure?.Code)
        { Order = intent.Metadata?.GetValueOrDefault("order"), Elsewhere = Elsewhere(intent) };
    }

    public static PaymentAnswer Declined(StripeError error)
    {
        var card = (error.PaymentMethod ?? error.PaymentIntent?.LastPaymentError?.PaymentMethod)?.Card;
        return new(
            PaymentStanding.Declined, error.PaymentIntent?.Id, ActionUrl: null, card?.Brand, card?.Last4,
            error.DeclineCode ?? error.Code)
        { Order = error.PaymentIntent?.Metadata?.GetValueOrDefault("order") };
    }

    public static RefundAnswer Answer(StripeRefund refund) => refund.Status is "failed" or "canceled"
        ? new(refund.Id, Succeeded: false, refund.FailureReason ?? refund.Status)
        : new(refund.Id, Succeeded: true, FailureCode: null);

    public static PaymentNotice Notice(Event happened)
    {
        var (payment, metadata) = happened.Data.Object switch
        {
            PaymentIntent intent => (intent.Id, intent.Metadata),
            Charge charge => (charge.PaymentIntentId, charge.Metadata),
            StripeRefund refund => (refund.PaymentIntentId, refund.Metadata),
            Dispute dispute => (dispute.PaymentIntentId, dispute.Metadata),
            _ => (null, null),
        };
        return new(happened.Id, happened.Type, metadata?.GetValueOrDefault("order"), payment)
        { Key = happened.Request?.IdempotencyKey };
    }

    /// <summary>The card, or the token that stands for it, was not accepted: an answer, not an outage.</summary>
    public static bool IsDecline(StripeException refused) => refused.StripeError is { } error &&
        (error.Type == "card_error" || (IsRefusal(refused) && error.Param == "payment_method"));

    /// <summary>Stripe understood and will not do it, however often it is asked.</summary>
    public static bool IsRefusal(StripeException refused) =>
        refused.StripeError?.Type == "invalid_request_error" &&
        refused.HttpStatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound
            or HttpStatusCode.PaymentRequired;

    /// <summary>Of several payments of one order, the one that holds money counts first.</summary>
    public static int Weight(PaymentAnswer answer) => answer.Standing switch
    {
        PaymentStanding.Captured => 0,
        PaymentStanding.Authorised => 1,
        PaymentStanding.ActionRequired => 2,
        PaymentStanding.Pending => 3,
        PaymentStanding.Declined => 4,
        PaymentStanding.Voided => 5,
    };

    private static Money? Elsewhere(PaymentIntent intent) =>
        intent.Status == "succeeded" && intent.Metadata?.ContainsKey(CaptureName) != true
            ? StripeBooks.Money(intent.AmountReceived, intent.Currency)
            : null;

    private static PaymentStanding Standing(PaymentIntent intent) => intent.Status switch
    {
        "requires_action" => PaymentStanding.ActionRequired,
        "requires_capture" => PaymentStanding.Authorised,
        "succeeded" => PaymentStanding.Captured,
        "canceled" => PaymentStanding.Voided,
        "requires_payment_method" when intent.LastPaymentError is not null => PaymentStanding.Declined,
        _ => PaymentStanding.Pending,
    };
}
