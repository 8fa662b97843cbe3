using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>One buyable form of a product: a size, a colour; what has a SKU, a price and a weight.</summary>
/// <param name="Options">One value for each option of the product: <c>Size</c> → <c>M</c>.</param>
/// <param name="Prices">All prices, past and coming, in all currencies.</param>
/// <param name="WeightGrams">As shipped, with its own packing.</param>
/// <param name="Picture">Which of the product's pictures shows this variant.</param>
public sealed record Variant(
    string Sku,
    ImmutableSortedDictionary<string, string> Options,
    ImmutableArray<DatedPrice> Prices,
    int WeightGrams,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Picture = null)
{
    /// <summary>
    /// The price that holds now, or null when there is none in this currency. Of several, the one that began last:
    /// so an offer stands before the usual price while it lasts.
    /// </summary>
    public Money? PriceAt(Currency currency, DateTimeOffset now) => Prices
        .Where(price => price.Price.Currency == currency && price.HoldsAt(now))
        .OrderByDescending(price => price.From ?? DateTimeOffset.MinValue)
        .Select(price => (Money?)price.Price)
        .FirstOrDefault();
}

/// <summary>A price, and the time during which it holds: from its first instant until just before its last.</summary>
public sealed record DatedPrice(
    Money Price,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? From = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? Until = null)
{
    public bool HoldsAt(DateTimeOffset now) => !(now < From) && !(now >= Until);
}
