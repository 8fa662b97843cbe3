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

    /// <summary>Units that came on top after it was bought, each at the price of that day; null as a rule.</summary>
    /// <remarks>Units are counted in that order: first those that were bought, then those that were added.</remarks>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<AddedUnits>? Added { get; init; }

    /// <summary>How many were bought at first.</summary>
    [JsonIgnore]
    public int Bought => Quantity - Later.Sum(added => added.Quantity);

    /// <summary>What the first so many units cost before anything is taken off.</summary>
    public Money TotalUntil(int units) => OfBought(Total - LaterUntil(Quantity), units) + LaterUntil(units);

    /// <summary>What the first so many units are sold for.</summary>
    public Money ReducedUntil(int units) => OfBought(Reduced - LaterUntil(Quantity), units) + LaterUntil(units);

    /// <summary>What a coupon takes off the first so many units; it takes nothing off what was added later.</summary>
    public Money CouponUntil(int units) => TotalUntil(units) - ReducedUntil(units);

    /// <summary>What the first so many units have of a sum that only those that were bought at first share.</summary>
    public Money OfBought(Money sum, int units) =>
        Bought == 0 ? sum with { Amount = 0 } : sum.Part(Math.Min(units, Bought), Bought);

    /// <summary>What those of the first so many units cost that were added later.</summary>
    public Money LaterUntil(int units)
    {
        var (sum, left) = (UnitPrice with { Amount = 0 }, units - Bought);
        foreach (var added in Later)
        {
            sum += added.UnitPrice * Math.Clamp(left, 0, added.Quantity);
            left -= added.Quantity;
        }

        return sum;
    }

    /// <summary>The line with more units at today's price; what was sold keeps its own.</summary>
    public OrderLine With(AddedUnits more, int grams) => this with
    {
        Quantity = Quantity + more.Quantity,
        Total = Total + more.UnitPrice * more.Quantity,
        WeightGrams = WeightGrams + grams * more.Quantity,
        Added = [.. Later, more],
    };

    private ImmutableArray<AddedUnits> Later => Added ?? [];

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

/// <summary>Units of a line that were added to a placed order, and what each cost that day.</summary>
public sealed record AddedUnits(int Quantity, Money UnitPrice);

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
