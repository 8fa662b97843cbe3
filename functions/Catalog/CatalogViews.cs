using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>A product as a list shows it.</summary>
/// <param name="Price">The lowest of its variants now.</param>
/// <param name="PriceTo">The highest.</param>
/// <param name="Availability">The best of its variants.</param>
public sealed record ProductCard(
    Id<Product> Id, string Name, string Maker, string Category, string Picture, Money Price, Money PriceTo,
    Availability Availability, IReadOnlyDictionary<string, ImmutableArray<string>> Options);

/// <summary>One page of a list of products.</summary>
/// <param name="Cursor">Asks for the next page; absent at the end.</param>
public sealed record ProductPage(
    IReadOnlyList<ProductCard> Items, int Total, ProductFacets Facets,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Cursor);

/// <summary>How many products there are per choice, the most first.</summary>
public sealed record ProductFacets(ImmutableArray<FacetCount> Category, ImmutableArray<FacetCount> Maker);

/// <summary>A product as its page shows it, in one currency.</summary>
public sealed record ProductView(
    Id<Product> Id, string Name, Maker Maker, string Category, string Description, string Care, string Origin,
    string HsCode, ImmutableArray<Picture> Pictures, ImmutableArray<ProductOption> Options,
    IReadOnlyList<VariantView> Variants, IReadOnlyList<ProductCard> Related)
{
    /// <summary>What one unit costs at a door abroad, where the question named a country.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EstimateView? Landed { get; init; }

    /// <summary>For how long, and on what terms, it may be sent back from that country, or from ours.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReturnPromise? Returns { get; init; }
}

/// <summary>A variant as the product's page shows it.</summary>
public sealed record VariantView(
    string Sku, ImmutableSortedDictionary<string, string> Options, Money Price, int WeightGrams,
    Availability Availability,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Picture);

/// <summary>What the shop shows at one moment, in one currency.</summary>
public sealed class CatalogView(
    CatalogSnapshot snapshot, SkuSnapshot<Availability> available, Currency currency, DateTimeOffset now)
{
    private const int Relations = 4;

    /// <summary>Changes with the products, with their availability, and when a dated price begins or ends.</summary>
    public string Tag => $"{snapshot.VersionAt(now)}-{available.Version}";

    /// <summary>A page of cards; null for a cursor that no list gave.</summary>
    public ProductPage? Page(CatalogQuestion question) => snapshot.Search.Ask(question, now) is { } page
        ? new(
            [.. page.Items.Select(Card).OfType<ProductCard>()], page.Total,
            new(page.Categories, page.Makers), page.Cursor)
        : null;

    /// <summary>The product, or why it is not shown.</summary>
    public Result<ProductView> Of(Id<Product> id)
    {
        if (snapshot.Find(id) is not { } product) return ProductRefusals.Unknown;
        List<VariantView> variants = [.. product.Variants.Select(Variant).OfType<VariantView>()];
        if (variants.Count == 0) return ProductRefusals.NotInCurrency;

        var related = snapshot.RelatedTo(product).Select(Card).OfType<ProductCard>().Take(Relations);
        return new ProductView(
            product.Id, product.Name, product.Maker, product.Category, product.Description, product.Care,
            product.Origin, product.HsCode, product.Pictures, product.Options, variants, [.. related]);
    }

    /// <summary>The product behind a view of it.</summary>
    public Product Find(Id<Product> id) => snapshot.Find(id)!;

    private VariantView? Variant(Variant variant) => variant.PriceAt(currency, now) is { } price
        ? new(variant.Sku, variant.Options, price, variant.WeightGrams, available.Of(variant.Sku), variant.Picture)
        : null;

    /// <summary>A product as a list shows it; null where it is not sold in the currency.</summary>
    public ProductCard? Card(Product product) => product.PricesAt(currency, now) is var (lowest, highest)
        ? new(
            product.Id, product.Name, product.Maker.Name, product.Category, product.Pictures[0].Url, lowest, highest,
            product.Variants.Max(variant => available.Of(variant.Sku)),
            product.Options.ToDictionary(option => option.Name, option => option.Values))
        : null;
}
