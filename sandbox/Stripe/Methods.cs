namespace Serverless.Sandbox;

/// <summary>Turns a card into a token; the only place that ever sees a card number, and it keeps none.</summary>
internal sealed class Methods(StripeBooks books, SandboxClock clock)
{
    public StripeAnswer Create(StripeCall call)
    {
        call.Only("type", "card", "billing_details", "metadata", "allow_redisplay");
        if (call.Required("type") != "card")
            throw StripeFault.Invalid("parameter_invalid", "type", "Only the type card is known here.");
        var card = Known(call.Required("card[number]").Replace(" ", "", StringComparison.Ordinal));
        int month = (int)(call.Whole("card[exp_month]") ?? throw StripeFault.Missing("card[exp_month]"));
        int year = (int)(call.Whole("card[exp_year]") ?? throw StripeFault.Missing("card[exp_year]"));
        year = year < 100 ? 2000 + year : year;
        CheckExpiry(month, year);
        CheckCvc(card, call.Text("card[cvc]"));
        var method = new CardMethod(
            StripeBooks.NewId("pm"), card.Token, month, year, clock.GetUtcNow(), UsedBy: null,
            call.Under("billing_details"));
        return StripeAnswer.Ok(StripeShapes.Method(books.Methods.Put(method.Id, method)));
    }

    public StripeAnswer Retrieve(string id) => StripeAnswer.Ok(StripeShapes.Method(MethodOrFault(id)));

    /// <summary>The method for a token; the provider's ready-made test tokens become a new one each time.</summary>
    public CardMethod Take(string token)
    {
        if (TestCard.ByToken(token) is { } card)
        {
            var made = new CardMethod(
                StripeBooks.NewId("pm"), card.Token, ExpMonth: 12, clock.GetUtcNow().Year + 3, clock.GetUtcNow(),
                UsedBy: null, Billing: []);
            return books.Methods.Put(made.Id, made);
        }
        return MethodOrFault(token);
    }

    private CardMethod MethodOrFault(string id) =>
        books.Methods.Find(id) ?? throw StripeFault.Unknown("PaymentMethod", id, "payment_method");

    private static TestCard Known(string number)
    {
        if (number.Length is < 12 or > 19 || !number.All(char.IsAsciiDigit) || !TestCard.HasCheckDigit(number))
            throw StripeFault.Card("incorrect_number", "Your card number is incorrect.", "number");
        return TestCard.ByNumber(number) ?? throw new StripeFault(
            402, "card_error", "card_declined",
            "Your card was declined. Only the documented test cards are taken here.")
        { DeclineCode = "test_mode_live_card" };
    }

    private void CheckExpiry(int month, int year)
    {
        var now = clock.GetUtcNow();
        if (month is < 1 or > 12)
            throw StripeFault.Card("invalid_expiry_month", "Your card's expiration month is invalid.", "exp_month");
        if (year < now.Year || year > now.Year + 50)
            throw StripeFault.Card("invalid_expiry_year", "Your card's expiration year is invalid.", "exp_year");
        if (year == now.Year && month < now.Month)
            throw StripeFault.Card("invalid_expiry_month", "Your card's expiration month is invalid.", "exp_month");
    }

    private static void CheckCvc(TestCard card, string? cvc)
    {
        int digits = card.Brand == "amex" ? 4 : 3;
        if (cvc is not null && (cvc.Length != digits || !cvc.All(char.IsAsciiDigit)))
            throw StripeFault.Card("invalid_cvc", "Your card's security code is invalid.", "cvc");
    }
}
