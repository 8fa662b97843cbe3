using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>What was changed of an order after it was placed, and what it came to before and after.</summary>
/// <param name="Was">To whom, where and how it was to go before.</param>
/// <param name="Added">Units that came on top, and where they are taken.</param>
/// <param name="IsKept">Whether these units are promised to the order; until then they are held for it.</param>
public sealed record Correction(
    Id<Correction> Id, DateTimeOffset At, Delivery Was, Money Before, Money After, ImmutableArray<Source> Added,
    bool IsKept)
{
    /// <summary>Its name as the holder of stock: a hold knows an order's id only.</summary>
    [JsonIgnore]
    public Id<Order> Holder => HolderOf(Id);

    public static Id<Order> HolderOf(Id<Correction> id) => new(id.Value);
}

/// <summary>What somebody wants to be otherwise; null where it stays.</summary>
/// <param name="Phone">Whom the carrier calls, where the address stays.</param>
/// <param name="Added">Units that come on top, of what is in the order or of something else.</param>
public sealed record CorrectionWish(
    string? Email, Address? Address, PhoneNumber? Phone, string? Method, DeliveryTerms? Terms,
    ImmutableArray<CartLine> Added)
{
    /// <summary>What of the order it touches, by name: what may be said where nothing private may be.</summary>
    [JsonIgnore]
    public ImmutableArray<string> Parts =>
    [
        .. new[]
        {
            ("email", Email is not null), ("address", Address is not null), ("phone", Phone is not null),
            ("method", Method is not null), ("terms", Terms is not null), ("lines", !Added.IsEmpty),
        }.Where(part => part.Item2).Select(part => part.Item1),
    ];

    /// <summary>Whether it touches where letters go and nothing else.</summary>
    [JsonIgnore]
    public bool IsOfLettersOnly => Parts is ["email"];

    /// <summary>How goods go then.</summary>
    public Delivery Of(Delivery delivery)
    {
        var address = Address ?? delivery.Address;
        if (Phone is { } phone) address = address with { Phone = phone.Number, PhoneExtension = phone.Extension };
        return delivery with
        {
            Email = Email ?? delivery.Email,
            Address = address,
            Method = Method ?? delivery.Method,
            Terms = Terms ?? delivery.Terms,
        };
    }
}

/// <summary>What a correction is reckoned by.</summary>
/// <param name="Offers">What the catalog asks today for what is added; abroad, for all that the order holds.</param>
/// <param name="Policy">The one that the order was bought under.</param>
/// <param name="Border">The border that it crosses then; null at home.</param>
/// <param name="Courier">What the courier asks for all of it; null where nobody has to be asked.</param>
public sealed record CorrectionBasis(
    IReadOnlyDictionary<string, Offer> Offers, ShopPolicy Policy, Border? Border, CourierQuote? Courier);

/// <summary>Why an order stays as it is.</summary>
public static class CorrectionRefusals
{
    public static readonly Refusal Taken = new(
        Because.Conflict, "correction.exists", "Another correction has this id. Make a new id and ask again.");
    public static readonly Refusal TooLate = new(
        Because.Conflict, "correction.too_late",
        "Somebody has begun to pick this order, or it has come to its end: it cannot be changed any more.");
    public static readonly Refusal Fetched = new(
        Because.Conflict, "correction.fetched",
        "An order that is brought cannot become one that is fetched in a store, nor the other way round. "
        + "Order anew the way you want it.");
    public static readonly Refusal NotCovered = new(
        Because.Declined, "correction.not_covered",
        "This costs more than the bank has promised for the order. Nothing was changed: the shopper can pay for it on "
        + "the page of her order, or order the rest by itself.");
    public static readonly Refusal PartlyCancelled = new(
        Because.Conflict, "correction.partly_cancelled",
        "A part of this order was cancelled: who gets it can be changed, but nothing that changes what it costs. Order "
        + "what is to come on top by itself.");
    public static readonly Refusal Captured = new(
        Because.Conflict, "correction.captured",
        "The money for this order was taken already: nothing that changes what it costs can be changed any more.");
    public static readonly Refusal BelowCredit = new(
        Because.Conflict, "correction.below_credit",
        "The order would cost less than points and store credit have paid for it. Nothing was changed.");
    public static readonly Refusal Nothing = new(
        Because.Invalid, "correction.nothing",
        "Nothing was said to be otherwise. Send an email, address, phone, method, terms, or units to add.");
}
