using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>Where an order stands; participles, in the order in which they mostly happen.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrderStatus>))]
public enum OrderStatus
{
    Started, StockHeld, AwaitingPayment, Authorised, Placed, Backordered, Allocated, Picking, Packed, ReadyForPickup,
    PartiallyShipped, Shipped, OnHoldCustoms, OutForDelivery, PartiallyDelivered, Delivered, Compensating, Failed,
    Expired, DeliveryFailed, ReturnedToSender, PickedUp, Cancelled,
}

/// <summary>One thing that was bought, as it was called and priced that day.</summary>
public sealed record OrderLine(
    string Sku, string Product, string Name, string Options, string Picture, int Quantity, Money UnitPrice, Money Total,
    int WeightGrams)
{
    /// <summary>What a coupon takes off the total; null where none does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Money? Coupon { get; init; }

    /// <summary>Its name in letters, with what was chosen where there is a choice.</summary>
    [JsonIgnore]
    public string FullName => Options.Length == 0 ? Name : $"{Name} ({Options})";

    /// <summary>What the line is sold for: its total, less what a coupon takes off.</summary>
    [JsonIgnore]
    public Money Reduced => Coupon is { } off ? Total - off : Total;

    /// <summary>What a coupon takes off the first so many units.</summary>
    public Money CouponUntil(int units) => Total.Part(units, Quantity) - Reduced.Part(units, Quantity);

    /// <summary>As the catalog sorted it that day; rules for returns ask for it.</summary>
    public string Category { get; init; } = "";

    /// <summary>Six digits of the Harmonized System.</summary>
    public string HsCode { get; init; } = "";

    /// <summary>Country of origin, ISO 3166-1 alpha-2.</summary>
    public string Origin { get; init; } = "";

    /// <summary>What its papers say besides; null for a plain sale.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CustomsData? Customs { get; init; }

    public static OrderLine From(Offer offer, int quantity) => new(
        offer.Sku, offer.Product, offer.Name, offer.Options, offer.Picture, quantity, offer.UnitPrice,
        offer.UnitPrice * quantity, offer.WeightGrams * quantity)
    {
        Category = offer.Category,
        HsCode = offer.HsCode,
        Origin = offer.Origin,
        Customs = offer.Customs,
    };
}

/// <summary>How the order is being paid, in the provider's names.</summary>
/// <param name="Provider">The provider's id of the payment; null while it has none.</param>
/// <param name="ActionUrl">Where the shopper proves who she is, while she has to.</param>
public sealed record Payment(
    PaymentStatus Status, string? Provider, string? ActionUrl, string? Brand, string? Last4, DateTimeOffset FirstTried);

/// <summary>Where the money is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PaymentStatus>))]
public enum PaymentStatus { Pending, ActionRequired, Authorised, Declined, Captured, Voided }

/// <summary>Money on its way back to the shopper; reserved first, so that refunds never exceed the capture.</summary>
/// <param name="Amount">What goes to the card.</param>
public sealed record Refund(string Id, Money Amount, bool Paid)
{
    /// <summary>What goes to the shopper as store credit, where the card is not to have it.</summary>
    public Money? Credit { get; init; }

    /// <summary>What she had of it already, by a refund or a dispute outside the shop.</summary>
    public Money? Already { get; init; }

    /// <summary>The part of <see cref="Already"/> that the books had given up as lost.</summary>
    public Money? OfLosses { get; init; }

    /// <summary>Why staff gave it by hand; null where goods came back.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RefundReason? Reason { get; init; }

    /// <summary>When staff gave it by hand.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? At { get; init; }

    /// <summary>The number of its own credit note, where it was given by hand.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CreditNote { get; init; }

    /// <summary>What she was due besides, and had been given by hand before.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Money? Given { get; init; }

    /// <summary>The home VAT within <see cref="Given"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Money? GivenTax { get; init; }

    /// <summary>What she was due: all that went back now, and what she had been given by hand before.</summary>
    [JsonIgnore]
    public Money Due => Given is { } given ? Total + given : Total;

    /// <summary>What she had already, from outside the shop or by hand; null where nothing.</summary>
    [JsonIgnore]
    public Money? Before => Given is { } given ? given + (Already ?? given with { Amount = 0 }) : Already;

    /// <summary>When the provider said that it did not arrive after all.</summary>
    public DateTimeOffset? FailedAt { get; init; }

    /// <summary>How often it was set anew, since the provider refused it.</summary>
    public int Refits { get; init; }

    public Money Total
    {
        get
        {
            var none = Amount with { Amount = 0 };
            return Amount + (Credit ?? none) + (Already ?? none);
        }
    }
}

/// <summary>Why staff give money back though no goods come.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RefundReason>))]
public enum RefundReason { Delivery, Goodwill }

/// <summary>What one return took back of the order's lines.</summary>
public sealed record TakenBack(Id<Return> Return, ImmutableArray<TakenLine> Lines);

/// <summary>Which units of a line, counted from 0.</summary>
/// <remarks>Every unit has its own share of price and cost, so that the shares add up to the whole.</remarks>
public sealed record TakenLine(string Sku, ImmutableArray<int> Units);

/// <summary>What needs a person: a stable code, a sentence, since when.</summary>
public sealed record Attention(string Code, string Message, DateTimeOffset Since)
{
    /// <summary>The process that says so; null where none does, such as for a dispute.</summary>
    public string? Process { get; init; }

    /// <summary>Whether that process waits to be resumed; else it goes on by itself when what is late comes.</summary>
    public bool Waits { get; init; }
}
