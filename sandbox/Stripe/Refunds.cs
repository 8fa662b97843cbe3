namespace Serverless.Sandbox;

/// <summary>Money on its way back: never more than was captured.</summary>
internal sealed class Refunds
{
    private static readonly TimeSpan SettlesAfter = TimeSpan.FromSeconds(5);
    private static readonly string[] Reasons = ["duplicate", "fraudulent", "requested_by_customer"];

    private readonly StripeBooks books;
    private readonly StripeShapes shapes;
    private readonly StripeEvents events;
    private readonly Agenda agenda;
    private readonly SandboxFile file;
    private readonly SandboxClock clock;

    public Refunds(
        StripeBooks books, StripeShapes shapes, StripeEvents events, Agenda agenda, SandboxFile file,
        SandboxClock clock)
    {
        (this.books, this.shapes, this.events) = (books, shapes, events);
        (this.agenda, this.file, this.clock) = (agenda, file, clock);
        agenda.On("refund settlement", (due, _) => Settle(due.Body));
    }

    public StripeAnswer Create(StripeCall call)
    {
        call.Only("payment_intent", "charge", "amount", "reason", "metadata");
        if (call.Text("reason") is { } reason && !Reasons.Contains(reason))
            throw StripeFault.Invalid("parameter_invalid", "reason", $"Invalid reason: {reason}.");
        var charge = ChargeToRefund(call);
        if (charge.AmountCaptured > 0 && charge.Refundable == 0)
            throw new StripeFault(
                400, "invalid_request_error", "charge_already_refunded",
                $"Charge {charge.Id} has already been refunded.")
            { Remembered = true };
        long amount = call.Amount("amount") ?? charge.Refundable;
        if (amount > charge.Refundable)
            throw new StripeFault(
                400, "invalid_request_error", null,
                $"Refund amount ({amount}) is greater than unrefunded amount on charge ({charge.Refundable}).")
            { Param = "amount", Remembered = true };
        if (charge.Disputed)
            throw new StripeFault(
                400, "invalid_request_error", "charge_disputed",
                $"Charge {charge.Id} has been charged back; cannot issue a refund.")
            { Remembered = true };
        return StripeAnswer.Ok(StripeShapes.Refund(
            Refund(charge, amount, call.Text("reason"), call.Under("metadata"), call)));
    }

    public StripeAnswer Retrieve(string id, StripeCall call)
    {
        call.Only();
        return StripeAnswer.Ok(
            StripeShapes.Refund(books.Refunds.Find(id) ?? throw StripeFault.Unknown("refund", id, "id")));
    }

    private Charge ChargeToRefund(StripeCall call)
    {
        if (call.Text("charge") is { } id)
            return books.Charges.Find(id) ?? throw StripeFault.Unknown("charge", id, "charge");
        var intent = books.IntentOrFault(call.Required("payment_intent"));
        return intent.Status == "succeeded"
            ? books.ChargeOf(intent)!
            : throw StripeFault.Invalid(
                "payment_intent_unexpected_state", "payment_intent",
                "This PaymentIntent does not have a successful charge to refund.");
    }

    /// <summary>Gives money back; the shop asked for it, or somebody in the dashboard did.</summary>
    public CardRefund Refund(
        Charge charge, long amount, string? reason, Dictionary<string, string> metadata, StripeCall? call)
    {
        var card = books.Methods.Find(charge.Method)!.TestCard;
        var refund = new CardRefund(
            StripeBooks.NewId("re"), charge.Id, charge.Intent, amount, charge.Currency,
            card.RefundPends ? "pending" : "succeeded", FailureReason: null, reason, clock.GetUtcNow(), metadata);
        books.Refunds.Put(refund.Id, refund);
        charge = books.Charges.Put(charge.Id, charge with { AmountRefunded = charge.AmountRefunded + amount });
        events.Tell("refund.created", charge.Intent, StripeShapes.Refund(refund), call);
        events.Tell("charge.refunded", charge.Intent, shapes.Charge(charge), call);
        if (card.RefundFails || card.RefundPends)
            agenda.Add("refund settlement", charge.Intent, refund.Id, SettlesAfter);
        return refund;
    }

    /// <summary>A refund to a card that takes none fails after all; a pending one comes through.</summary>
    private Task<TimeSpan?> Settle(string id)
    {
        file.Change(() =>
        {
            var refund = books.Refunds.Find(id)!;
            var charge = books.Charges.Find(refund.Charge)!;
            bool fails = books.Methods.Find(charge.Method)!.TestCard.RefundFails;
            refund = books.Refunds.Put(id, refund with
            {
                Status = fails ? "failed" : "succeeded",
                FailureReason = fails ? "expired_or_canceled_card" : null,
            });
            if (fails)
                books.Charges.Put(charge.Id, charge with { AmountRefunded = charge.AmountRefunded - refund.Amount });
            events.Tell(fails ? "refund.failed" : "refund.updated", refund.Intent, StripeShapes.Refund(refund));
        });
        return Task.FromResult<TimeSpan?>(null);
    }
}
