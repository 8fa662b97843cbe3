using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>Something the shop sells, in one or more variants, with what a shopper and customs want to know.</summary>
/// <remarks>Its id is readable and stands in the address of its page: <c>abaca-market-tote</c>.</remarks>
public sealed record Product
{
    public required Id<Product> Id { get; init; }
    public required string Name { get; init; }
    public required Maker Maker { get; init; }
    public required string Category { get; init; }
    public required string Description { get; init; }
    public required string Care { get; init; }

    /// <summary>Country of origin, ISO 3166-1 alpha-2.</summary>
    public required string Origin { get; init; }

    /// <summary>Six digits of the Harmonized System, edition 2022, without points.</summary>
    public required string HsCode { get; init; }

    /// <summary>What customs ask and the HS code does not say.</summary>
    public ImmutableArray<GoodsTrait> Traits { get; init; } = [];

    /// <summary>What its papers say besides; null for a plain sale without licence or certificate.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CustomsData? Customs { get; init; }

    /// <summary>Where it stands among the featured products, the lowest first; null: after them, by name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Featured { get; init; }

    public required ImmutableArray<Picture> Pictures { get; init; }
    public required ImmutableArray<ProductOption> Options { get; init; }
    public required ImmutableArray<Variant> Variants { get; init; }

    /// <summary>The lowest and highest price now; null when nothing of it has a price in this currency.</summary>
    public (Money Lowest, Money Highest)? PricesAt(Currency currency, DateTimeOffset now)
    {
        var prices = Variants.Select(variant => variant.PriceAt(currency, now)).OfType<Money>().ToList();
        return prices.Count == 0 ? null : (prices.Min(), prices.Max());
    }

    /// <summary>The picture that shows the variant, or else the product's first.</summary>
    public string PictureOf(Variant variant) => variant.Picture ?? Pictures[0].Url;

    /// <summary>What was chosen, in the order in which the product asks: <c>Indigo, Double</c>.</summary>
    public string ChoicesOf(Variant variant) =>
        string.Join(", ", Options.Select(option => variant.Options[option.Name]));

    /// <summary>What the shop asks for one variant now; null when it has no price in this currency.</summary>
    public Offer? OfferOf(Variant variant, Currency currency, DateTimeOffset now) =>
        variant.PriceAt(currency, now) is { } price
            ? new(variant.Sku, Id.Value, Name, ChoicesOf(variant), PictureOf(variant), price, variant.WeightGrams)
            {
                Category = Category,
                HsCode = HsCode,
                Origin = Origin,
                Traits = Traits,
                Customs = Customs,
            }
            : null;
}

/// <summary>Who makes a product, and in which town.</summary>
public sealed record Maker(string Name, string Place);

/// <summary>A picture, and what it shows in words for those who do not see it.</summary>
/// <param name="Url">A path on the shop's own site, or an https address.</param>
public sealed record Picture(string Url, string Alt);

/// <summary>What a shopper chooses, in the order in which choices are shown: Size: S, M, L.</summary>
public sealed record ProductOption(string Name, ImmutableArray<string> Values);

/// <summary>Why a product is not shown, or not taken.</summary>
public static class ProductRefusals
{
    public static readonly Refusal Unknown = new(
        Because.Unknown, "product.unknown", "There is no such product. It may have been taken out of the shop.");
    public static readonly Refusal NotInCurrency = new(
        Because.Unknown, "product.not_in_currency", "This product has no price in this currency. Ask for another.");

    public static readonly Refusal Invalid = new(
        Because.Invalid, "product.invalid", "The product cannot be taken as it is; see the fields.");
    public static readonly Refusal SkuTaken = new(
        Because.Conflict, "product.sku_taken", "More than one product has this SKU. Change all but one of them.");

    /// <summary>Why these products cannot stand in one catalog; null when they can.</summary>
    public static Refusal? Clash(IEnumerable<Product> products)
    {
        string[] shared =
        [
            .. products.SelectMany(product => product.Variants)
                .CountBy(variant => variant.Sku).Where(pair => pair.Value > 1).Select(pair => pair.Key).Order(),
        ];
        return shared.Length == 0
            ? null
            : SkuTaken with { Message = $"{SkuTaken.Message} It is {string.Join(", ", shared)}." };
    }
}
