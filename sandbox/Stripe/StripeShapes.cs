namespace Serverless.Sandbox;

/// <summary>The provider's objects as they look on the wire (docs.stripe.com/api, version 2026-10-28.endive).</summary>
internal sealed class StripeShapes(StripeBooks books, Func<string> publicUrl)
{
    public const string ApiVersion = "2026-10-28.endive";

    public static object Method(CardMethod method) => new
    {
        id = method.Id,
        @object = "payment_method",
        type = "card",
        created = method.Created.ToUnixTimeSeconds(),
        customer = (string?)null,
        livemode = false,
        metadata = new { },
        billing_details = new
        {
            name = method.Billing.GetValueOrDefault("name"),
            email = method.Billing.GetValueOrDefault("email"),
            phone = method.Billing.GetValueOrDefault("phone"),
        },
        card = CardOf(method),
    };

    private static object CardOf(CardMethod method) => new
    {
        brand = method.TestCard.Brand,
        last4 = method.TestCard.Last4,
        exp_month = method.ExpMonth,
        exp_year = method.ExpYear,
        country = "PH",
        funding = "credit",
        three_d_secure_usage = new { supported = true },
    };

    public object Intent(Intent intent, StripeCall? call = null)
    {
        var charge = books.ChargeOf(intent);
        bool capturable = intent.Status == "requires_capture";
        return new
        {
            id = intent.Id,
            @object = "payment_intent",
            amount = intent.Amount,
            amount_capturable = capturable ? intent.Amount : 0,
            amount_received = charge?.AmountCaptured ?? 0,
            canceled_at = intent.CanceledAt?.ToUnixTimeSeconds(),
            cancellation_reason = intent.CancellationReason,
            capture_method = intent.CaptureMethod,
            client_secret = intent.Secret,
            confirmation_method = "automatic",
            created = intent.Created.ToUnixTimeSeconds(),
            currency = intent.Currency,
            description = intent.Description,
            last_payment_error = intent.Failure is { } failure ? FailureOf(failure) : null,
            latest_charge = call?.Expands("latest_charge") == true && charge is not null
                ? Charge(charge)
                : intent.Charge,
            livemode = false,
            metadata = intent.Metadata,
            next_action = NextAction(intent),
            payment_method = call?.Expands("payment_method") == true && books.Methods.Find(intent.Method) is { } method
                ? Method(method)
                : intent.Method,
            payment_method_types = new[] { "card" },
            status = intent.Status,
        };
    }

    private object FailureOf(CardFailure failure) => new
    {
        type = failure.Code == "payment_intent_authentication_failure" ? "invalid_request_error" : "card_error",
        code = failure.Code,
        decline_code = failure.DeclineCode,
        message = failure.Message,
        payment_method = books.Methods.Find(failure.Method) is { } method ? Method(method) : null,
    };

    private object? NextAction(Intent intent)
    {
        if (intent.Status != "requires_action")
            return null;
        if (intent.ReturnUrl is null)
            return new { type = "use_stripe_sdk", use_stripe_sdk = new { type = "three_d_secure_redirect" } };
        return new
        {
            type = "redirect_to_url",
            redirect_to_url = new { url = $"{publicUrl()}/stripe/3ds/{intent.Id}", return_url = intent.ReturnUrl },
        };
    }

    public object Charge(Charge charge) => new
    {
        id = charge.Id,
        @object = "charge",
        amount = charge.Amount,
        amount_captured = charge.AmountCaptured,
        amount_refunded = charge.AmountRefunded,
        captured = charge.Captured,
        created = charge.Created.ToUnixTimeSeconds(),
        currency = charge.Currency,
        disputed = charge.Disputed,
        failure_code = charge.Failure?.Code,
        failure_message = charge.Failure?.Message,
        livemode = false,
        metadata = charge.Metadata,
        paid = charge.Failure is null,
        payment_intent = charge.Intent,
        payment_method = charge.Method,
        payment_method_details = new { type = "card", card = CardOf(books.Methods.Find(charge.Method)!) },
        refunded = charge.AmountRefunded > 0 && charge.Refundable == 0,
        status = charge.Failure is null ? "succeeded" : "failed",
    };

    public static object Refund(CardRefund refund) => new
    {
        id = refund.Id,
        @object = "refund",
        amount = refund.Amount,
        charge = refund.Charge,
        created = refund.Created.ToUnixTimeSeconds(),
        currency = refund.Currency,
        failure_reason = refund.FailureReason,
        metadata = refund.Metadata,
        payment_intent = refund.Intent,
        reason = refund.Reason,
        status = refund.Status,
    };

    public static object Dispute(CardDispute dispute) => new
    {
        id = dispute.Id,
        @object = "dispute",
        amount = dispute.Amount,
        balance_transactions = dispute.Moves.Select(move => new
        {
            id = move.Id,
            @object = "balance_transaction",
            amount = move.Amount,
            created = move.Created.ToUnixTimeSeconds(),
            currency = move.Currency,
            fee = move.Fee,
            net = move.Amount - move.Fee,
            reporting_category = move.Amount < 0 ? "dispute" : "dispute_reversal",
            type = "adjustment",
        }),
        charge = dispute.Charge,
        created = dispute.Created.ToUnixTimeSeconds(),
        currency = dispute.Currency,
        is_charge_refundable = false,
        livemode = false,
        metadata = new { },
        payment_intent = dispute.Intent,
        reason = "fraudulent",
        status = dispute.Status,
    };

    public static object List(string url, IReadOnlyList<object> data, bool more) =>
        new { @object = "list", data, has_more = more, url };

    public static object Found(string url, IReadOnlyList<object> data, string? next) =>
        new { @object = "search_result", data, has_more = next is not null, next_page = next, url };
}
