namespace Serverless.Sandbox;

/// <summary>The life of a payment intent, as the shop's server asks for it.</summary>
internal sealed class Intents(
    StripeBooks books, StripeShapes shapes, StripeEvents events, Methods methods, Charging charging, SandboxClock clock)
{
    private static readonly string[] CaptureMethods = ["automatic", "automatic_async", "manual"];
    private static readonly string[] Confirmable =
        ["requires_payment_method", "requires_confirmation", "requires_action"];
    private static readonly string[] Cancellable = [.. Confirmable, "requires_capture", "processing"];

    public StripeAnswer Create(StripeCall call)
    {
        call.Only(
            "amount", "currency", "payment_method", "allowed_payment_method_types", "automatic_payment_methods",
            "confirm", "confirmation_method", "capture_method", "return_url", "metadata", "description",
            "receipt_email");
        string currency = CurrencyOf(call);
        long amount = ChargeLimits.Check(
            call.Amount("amount") ?? throw StripeFault.Missing("amount"), currency, "amount");
        bool confirm = call.Flag("confirm");
        if (confirm && call.Text("payment_method") is null)
            throw StripeFault.Missing("payment_method");
        var method = call.Text("payment_method") is { } token ? methods.Take(token) : null;
        var intent = new Intent(
            StripeBooks.NewId("pi"), Secret: "", amount, currency,
            method is null ? "requires_payment_method" : "requires_confirmation", CaptureMethodOf(call),
            call.Under("metadata"), clock.GetUtcNow())
        { Method = method?.Id, ReturnUrl = call.Text("return_url"), Description = call.Text("description") };
        string secret = $"{intent.Id}_secret_{StripeBooks.NewId("s")[2..]}";
        intent = books.Intents.Put(intent.Id, intent with { Secret = secret });
        events.Tell("payment_intent.created", intent.Id, shapes.Intent(intent), call);
        return confirm ? Proceed(intent, method!, call) : StripeAnswer.Ok(shapes.Intent(intent, call));
    }

    public StripeAnswer Confirm(string id, StripeCall call)
    {
        call.Only("payment_method", "return_url", "capture_method", "receipt_email", "allowed_payment_method_types");
        var intent = books.IntentOrFault(id);
        Require(intent, Confirmable, "confirmed");
        string token = call.Text("payment_method") ?? intent.Method ?? throw StripeFault.Missing("payment_method");
        var method = methods.Take(token);
        return Proceed(
            intent with { Method = method.Id, ReturnUrl = call.Text("return_url") ?? intent.ReturnUrl }, method, call);
    }

    private StripeAnswer Proceed(Intent intent, CardMethod method, StripeCall call)
    {
        if (method.UsedBy is not null && method.UsedBy != intent.Id)
            throw StripeFault.Invalid(
                "payment_method_unexpected_state", "payment_method",
                "The provided PaymentMethod was used before without a Customer, so it may not be used again.");
        if (method.TestCard.Bank)
        {
            intent = books.Intents.Put(intent.Id, intent with { Status = "requires_action", Failure = null });
            events.Tell("payment_intent.requires_action", intent.Id, shapes.Intent(intent), call);
            return StripeAnswer.Ok(shapes.Intent(intent, call));
        }
        return charging.Charge(intent, method, call);
    }

    public StripeAnswer Retrieve(string id, StripeCall call)
    {
        call.Only("client_secret");
        return StripeAnswer.Ok(shapes.Intent(books.IntentOrFault(id), call));
    }

    public StripeAnswer Capture(string id, StripeCall call)
    {
        call.Only("amount_to_capture", "metadata", "final_capture");
        var intent = books.IntentOrFault(id);
        Require(intent, ["requires_capture"], "captured");
        long amount = call.Amount("amount_to_capture") ?? intent.Amount;
        if (amount > intent.Amount)
            throw StripeFault.Invalid(
                "amount_too_large", "amount_to_capture", "It is more than the amount authorised.");
        ChargeLimits.Check(amount, intent.Currency, "amount_to_capture");
        return StripeAnswer.Ok(shapes.Intent(charging.Capture(intent, amount, call), call));
    }

    public StripeAnswer Cancel(string id, StripeCall call)
    {
        call.Only("cancellation_reason");
        var intent = books.IntentOrFault(id);
        Require(intent, Cancellable, "canceled");
        return StripeAnswer.Ok(shapes.Intent(charging.Release(intent, call.Text("cancellation_reason"), call), call));
    }

    private static string CurrencyOf(StripeCall call)
    {
        string currency = call.Required("currency").ToLowerInvariant();
        return ChargeLimits.Currencies.Contains(currency)
            ? currency
            : throw StripeFault.Invalid("parameter_invalid", "currency", $"Invalid currency: {currency}.");
    }

    private static string CaptureMethodOf(StripeCall call)
    {
        string method = call.Text("capture_method") ?? "automatic_async";
        return CaptureMethods.Contains(method)
            ? method
            : throw StripeFault.Invalid("parameter_invalid", "capture_method", $"Invalid capture_method: {method}.");
    }

    private void Require(Intent intent, string[] statuses, string participle)
    {
        if (!statuses.Contains(intent.Status))
            throw new StripeFault(
                400, "invalid_request_error", "payment_intent_unexpected_state",
                $"This PaymentIntent could not be {participle} because it has a status of {intent.Status}. " +
                $"Only one with a status of these may be {participle}: {string.Join(", ", statuses)}.")
            { Payment = shapes.Intent(intent), Remembered = true };
    }
}
