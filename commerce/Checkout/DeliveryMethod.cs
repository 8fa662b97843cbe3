using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>A way to deliver into one zone, its price, and from which subtotal it is free, each per currency.</summary>
/// <param name="Prices">
/// What it costs where the price is fixed; where the courier says it, what it costs in currencies that it does not say
/// it in.
/// </param>
public sealed record DeliveryMethod(
    string Method, string Name, ImmutableArray<Money> Prices, ImmutableArray<Money> FreeFrom)
{
    public const string Standard = "standard";

    /// <summary>Dearer and faster.</summary>
    public const string Express = "express";

    /// <summary>Every way that there is a word for; which of them can be had, the carrier knows.</summary>
    public static readonly ImmutableArray<string> Known = [Standard, Express];

    /// <summary>The code of the zone that it goes to.</summary>
    public string Zone { get; init; } = "";

    public DeliveryPricing Pricing { get; init; } = DeliveryPricing.Fixed;

    /// <summary>Prices by weight, the lightest first; what is heavier than the last is not taken.</summary>
    public ImmutableArray<WeightStep> Steps { get; init; } = [];

    /// <summary>What delivery costs for goods of this subtotal and weight; null where nobody says.</summary>
    /// <param name="goods">What the goods are sold for.</param>
    /// <param name="grams">What all of them weigh.</param>
    /// <param name="courier">What the courier asked for these very goods.</param>
    public Money? PriceFor(Money goods, int grams, CourierQuote? courier = null)
    {
        if (In(FreeFrom, goods.Currency) is { } free && goods >= free) return Money.Zero(goods.Currency);
        return Pricing switch
        {
            DeliveryPricing.Fixed => In(Prices, goods.Currency),
            DeliveryPricing.ByWeight => StepFor(grams) is { } step ? In(step.Prices, goods.Currency) : null,
            DeliveryPricing.Courier => courier is not null && courier.IsFor(goods.Currency, grams)
                ? courier.Price
                : In(Prices, goods.Currency),
        };
    }

    /// <summary>Whether the courier has to be asked what it costs in a currency.</summary>
    public bool NeedsQuote(Currency currency) =>
        Pricing == DeliveryPricing.Courier && In(Prices, currency) is null;

    /// <summary>Whether goods of this weight are more than it takes.</summary>
    public bool IsTooHeavy(int grams) => Pricing == DeliveryPricing.ByWeight && StepFor(grams) is null;

    private WeightStep? StepFor(int grams) => Steps.FirstOrDefault(step => grams <= step.UpToGrams);

    private static Money? In(ImmutableArray<Money> amounts, Currency currency) =>
        amounts.Cast<Money?>().FirstOrDefault(amount => amount!.Value.Currency == currency);
}

/// <summary>Where the price of a delivery comes from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeliveryPricing>))]
public enum DeliveryPricing
{
    /// <summary>The same whatever the goods weigh.</summary>
    Fixed,

    /// <summary>By steps of weight.</summary>
    ByWeight,

    /// <summary>As the courier says for this parcel.</summary>
    Courier,
}

/// <summary>What a parcel costs up to a weight, per currency.</summary>
public sealed record WeightStep(int UpToGrams, ImmutableArray<Money> Prices);

/// <summary>What the courier asks for one parcel, and how long the shop stands by it.</summary>
/// <param name="Grams">What the goods weighed; other goods are another parcel.</param>
/// <param name="Until">From then on it has to be asked again.</param>
public sealed record CourierQuote(Money Price, int Grams, DateTimeOffset Until)
{
    /// <summary>Whether it is for goods of this weight, in this currency.</summary>
    public bool IsFor(Currency currency, int grams) => Price.Currency == currency && Grams == grams;
}

/// <summary>Why goods cannot go as somebody wants them to.</summary>
public static class DeliveryRefusals
{
    public static readonly Refusal NotOffered = new(
        Because.Conflict, "delivery.not_offered",
        "The shop does not deliver in this way there any more. Choose how the goods should go once more.");
    public static readonly Refusal TooHeavy = new(
        Because.Conflict, "delivery.too_heavy",
        "These goods are too heavy for this way of delivery. Choose another, or order them in several parts.");
    public static readonly Refusal NoQuote = new(
        Because.Conflict, "delivery.no_quote",
        "The courier does not say now what this delivery costs. Choose another way, or try again in some minutes.");
    public static readonly Refusal QuoteOver = new(
        Because.Conflict, "delivery.quote_over",
        "The courier's price was good for a while only. Nothing was charged; "
        + "choose the delivery again to see today's.");
}
