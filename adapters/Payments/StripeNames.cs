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

    /// <summary>Stripe will not, however often it is asked.</summary>
    /// <param name="payment">The payment that it was asked about; null for a new one.</param>
    public static PaymentAnswer Refused(StripeException refused, string? payment) => new(
        PaymentStanding.Refused, payment, ActionUrl: null, Brand: null, Last4: null, refused.StripeError.Code)
    {
        Refusal = (refused.StripeError.Code, refused.StripeError.Param) switch
        {
            ("amount_too_large", _) => PaymentRefusal.TooMuch,
            ("amount_too_small", _) => PaymentRefusal.TooLittle,
            (_, "currency") => PaymentRefusal.Currency,
            _ when refused.HttpStatusCode == HttpStatusCode.NotFound => PaymentRefusal.Unknown,
            _ => PaymentRefusal.Closed,
        },
    };

    /// <exception cref="FormatException">The text is not an event of Stripe's.</exception>
    public static PaymentNotice Notice(string body)
    {
        var happened = Parse(body);
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

    private static Event Parse(string body)
    {
        try
        {
            // What is read here is the same in every version of the API, so another one is no reason to fail.
            var happened = EventUtility.ParseEvent(body, throwOnApiVersionMismatch: false);
            if (happened?.Data is not null && NoticeText.IsName(happened.Id) && NoticeText.IsName(happened.Type))
                return happened;
        }
        catch (Exception odd) when (odd is not OutOfMemoryException)
        {
            // Stripe's reader promises no kind of exception; whatever it stumbles over stands in the text.
            throw new FormatException("The notice is not JSON of the form that Stripe sends.", odd);
        }

        throw new FormatException("The notice does not say what happened to what.");
    }

    /// <summary>The card, or the token that stands for it, was not accepted: an answer, not an outage.</summary>
    public static bool IsDecline(StripeException refused) => refused.StripeError is { } error &&
        (error.Type == "card_error" || (IsLasting(refused) && error.Param == "payment_method"));

    /// <summary>Stripe understood and will not do it, however often it is asked.</summary>
    /// <remarks>
    /// Neither 409 (the same call is under way) nor 429 (too many calls), which pass. Who answers without an error
    /// object of Stripe's is somebody on the way. 401 and 403 speak of the shop's key and account
    /// (docs.stripe.com/error-handling).
    /// </remarks>
    public static bool IsLasting(StripeException refused) =>
        refused.StripeError?.Type is not null
        && refused.HttpStatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized
            or HttpStatusCode.PaymentRequired or HttpStatusCode.Forbidden or HttpStatusCode.NotFound;

    /// <summary>Of several payments of one order, the one that holds money counts first.</summary>
    public static int Weight(PaymentAnswer answer) => answer.Standing switch
    {
        PaymentStanding.Captured => 0,
        PaymentStanding.Authorised => 1,
        PaymentStanding.ActionRequired => 2,
        PaymentStanding.Pending => 3,
        PaymentStanding.Declined => 4,
        PaymentStanding.Voided => 5,
        PaymentStanding.Refused => 6,
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
