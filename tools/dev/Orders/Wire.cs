namespace Serverless.Dev;

// What the shop's public API says, as far as an order from the terminal needs it; docs/http.md describes all of it.

internal sealed record Money(long Amount, string Currency)
{
    // Of the currencies of the shop and of its destinations, the yen alone has no hundredths (ISO 4217).
    public override string ToString() => Currency == "JPY"
        ? FormattableString.Invariant($"{Currency} {Amount:N0}")
        : FormattableString.Invariant($"{Currency} {Amount / 100m:N2}");
}

internal sealed record Shop(IReadOnlyList<ShippingMethod> Shipping, ShopPayments Payments);

internal sealed record Landed(
    string Country, string Terms, string Rules, string Source, string Sheet, DateTimeOffset? ExpiresAt,
    IReadOnlyList<LandedLine> Lines, IReadOnlyList<LandedFee> Fees, Money Total, Money Collected,
    IReadOnlyList<LandedDocument> Documents);

internal sealed record LandedLine(string Sku, string HsCode, Money CustomsValue, Money Duty, Money Tax, string Basis);

internal sealed record LandedFee(string Name, Money Amount);

internal sealed record LandedDocument(string Sku, string Document, string Reason);

internal sealed record ShippingMethod(string Method, string Name, Money? Price, Money? FreeFrom);

internal sealed record ShopPayments(string PublishableKey, string ScriptUrl);

internal sealed record ProductPage(IReadOnlyList<ProductCard> Items);

internal sealed record ProductCard(string Id, string Name, string Availability);

internal sealed record Product(string Id, string Name, IReadOnlyList<Variant> Variants);

internal sealed record Variant(
    string Sku, IReadOnlyDictionary<string, string> Options, string Availability, Money? Price);

internal sealed record CartTaken(string Token);

internal sealed record Cart(
    Money Total, Money Shipping, IReadOnlyList<CartLine> Lines, Landed? Landed, Reason? Problem);

internal sealed record CartLine(string Sku, string Name, int Quantity, Reason? Problem);

internal sealed record Reason(string Code, string Message);

internal sealed record OrderTaken(string Id, string Status, string Token);

internal sealed record Order(
    string Id, string? Number, string Status, Reason? Reason, Payment? Payment, IReadOnlyList<Moment>? Timeline,
    Returnable? Returnable, Reason? Attention, Money? PayAgain, Attempt? Attempt);

internal sealed record Attempt(string Status, Reason? Reason);

internal sealed record Payment(string Status, PaymentAction? Action);

internal sealed record PaymentAction(string Url);

internal sealed record Moment(DateTimeOffset At, string Status, string Cause);

internal sealed record Returnable(IReadOnlyList<OrderedLine> Lines);

internal sealed record OrderedLine(string Sku, int Quantity);

internal sealed record ReturnOffers(IReadOnlyList<ReturnOffer> Lines);

internal sealed record ReturnOffer(string Sku, int Units, ReturnTerms Usual, ReturnTerms Fault);

internal sealed record ReturnTerms(string Kind, int FeePercent, IReadOnlyList<string> Options);

internal sealed record Return(
    string Id, string Status, Money? Refund, ReturnSums? Sums, ReturnExchange? Exchange, Reason? Reason,
    IReadOnlyList<Moment>? Timeline, Reason? Attention);

internal sealed record ReturnSums(Money Fee);

internal sealed record ReturnExchange(string Order, Money Total, Money? Difference);
