namespace Serverless.Sandbox;

/// <summary>What happens to the money of a payment intent, with everything that the card makes happen later.</summary>
internal sealed class Charging
{
    // Card networks keep an authorisation for about a week; Stripe then cancels the intent.
    private static readonly TimeSpan AuthorisationLasts = TimeSpan.FromDays(7);
    private const string Automatic = "automatic";
    private static readonly TimeSpan DisputeAfter = TimeSpan.FromSeconds(5);

    private readonly StripeBooks books;
    private readonly StripeShapes shapes;
    private readonly StripeEvents events;
    private readonly Agenda agenda;
    private readonly SandboxFile file;
    private readonly SandboxClock clock;

    public Charging(
        StripeBooks books, StripeShapes shapes, StripeEvents events, Agenda agenda, SandboxFile file,
        SandboxClock clock)
    {
        (this.books, this.shapes, this.events) = (books, shapes, events);
        (this.agenda, this.file, this.clock) = (agenda, file, clock);
        agenda.On("authorisation expiry", (due, _) => Later(() => Expire(due.Body)));
    }

    /// <summary>Asks the card's bank for the money: authorised, taken at once, or declined.</summary>
    public StripeAnswer Charge(Intent intent, CardMethod method, StripeCall? call)
    {
        var card = method.TestCard;
        var charge = new Charge(
            StripeBooks.NewId("ch"), intent.Id, method.Id, intent.Amount, intent.Currency, clock.GetUtcNow(),
            intent.Metadata);
        if (card.Code is not null)
            return Decline(intent, charge, new(card.Code, card.DeclineCode, card.Message!, method.Id), call);
        books.Methods.Put(method.Id, method with { UsedBy = intent.Id });
        books.Charges.Put(charge.Id, charge);
        intent = books.Intents.Put(
            intent.Id, intent with { Charge = charge.Id, Failure = null, Status = "requires_capture" });
        events.Tell("charge.succeeded", intent.Id, shapes.Charge(charge), call);
        if (intent.CaptureMethod != "manual")
            return StripeAnswer.Ok(shapes.Intent(Capture(intent, intent.Amount, call), call));
        events.Tell("payment_intent.amount_capturable_updated", intent.Id, shapes.Intent(intent), call);
        agenda.Add("authorisation expiry", intent.Id, intent.Id, AuthorisationLasts);
        return StripeAnswer.Ok(shapes.Intent(intent, call));
    }

    /// <summary>The shopper did not prove at her bank who she is.</summary>
    public void FailAtBank(Intent intent)
    {
        intent = books.Intents.Put(intent.Id, intent with
        {
            Status = "requires_payment_method",
            Method = null,
            Failure = new(
                "payment_intent_authentication_failure", null,
                "The payment method failed authentication. Try again with another one.", intent.Method!),
        });
        events.Tell("payment_intent.payment_failed", intent.Id, shapes.Intent(intent));
    }

    public Intent Capture(Intent intent, long amount, StripeCall? call)
    {
        foreach (var (name, value) in call?.Under("metadata") ?? [])
            intent = intent with { Metadata = new(intent.Metadata) { [name] = value } };
        var charge = books.ChargeOf(intent)! with { Captured = true, AmountCaptured = amount };
        books.Charges.Put(charge.Id, charge);
        intent = books.Intents.Put(intent.Id, intent with { Status = "succeeded" });
        events.Tell("charge.captured", intent.Id, shapes.Charge(charge), call);
        events.Tell("payment_intent.succeeded", intent.Id, shapes.Intent(intent), call);
        if (books.Methods.Find(charge.Method)!.TestCard.Disputed)
            agenda.Add(Disputes.Appointment, intent.Id, charge.Id, DisputeAfter);
        return intent;
    }

    /// <summary>Gives up the intent, and with it what was authorised.</summary>
    public Intent Release(Intent intent, string? reason, StripeCall? call)
    {
        if (books.ChargeOf(intent) is { Failure: null } charge)
        {
            books.Charges.Put(charge.Id, charge with { Released = true });
            if (reason == Automatic)
                events.Tell("charge.expired", intent.Id, shapes.Charge(charge));
        }
        intent = books.Intents.Put(
            intent.Id,
            intent with { Status = "canceled", CanceledAt = clock.GetUtcNow(), CancellationReason = reason });
        events.Tell("payment_intent.canceled", intent.Id, shapes.Intent(intent), call);
        return intent;
    }

    private StripeAnswer Decline(Intent intent, Charge charge, CardFailure failure, StripeCall? call)
    {
        books.Charges.Put(charge.Id, charge with { Failure = failure });
        intent = books.Intents.Put(
            intent.Id,
            intent with { Charge = charge.Id, Failure = failure, Status = "requires_payment_method", Method = null });
        events.Tell("charge.failed", intent.Id, shapes.Charge(books.Charges.Find(charge.Id)!), call);
        events.Tell("payment_intent.payment_failed", intent.Id, shapes.Intent(intent), call);
        return new StripeFault(402, "card_error", failure.Code, failure.Message)
        {
            DeclineCode = failure.DeclineCode,
            Charge = charge.Id,
            Payment = shapes.Intent(intent),
            Method = StripeShapes.Method(books.Methods.Find(failure.Method)!),
            Param = failure.Code switch { "expired_card" => "exp_month", "incorrect_cvc" => "cvc", _ => null },
        }.Answer(call?.Request ?? "");
    }

    private void Expire(string id)
    {
        if (books.Intents.Find(id) is { Status: "requires_capture" } intent)
            Release(intent, Automatic, null);
    }

    private Task<TimeSpan?> Later(Action change)
    {
        file.Change(change);
        return Task.FromResult<TimeSpan?>(null);
    }
}
