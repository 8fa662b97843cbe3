using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>All published products at one moment; never changes, so every reader shares it without a lock.</summary>
public sealed class CatalogSnapshot
{
    private readonly FrozenDictionary<string, Product> byId;
    private readonly FrozenDictionary<string, (Product, Variant)> bySku;
    private readonly ImmutableArray<DateTimeOffset> turns;
    private readonly Lazy<CatalogSearch> search;

    /// <summary>Orders the products as the shop features them.</summary>
    /// <exception cref="ArgumentException">Two products share an id or a SKU.</exception>
    public CatalogSnapshot(IEnumerable<Product> products)
    {
        Products =
        [
            .. products
                .OrderBy(product => product.Featured ?? int.MaxValue)
                .ThenBy(product => product.Name, StringComparer.OrdinalIgnoreCase)
                .ThenBy(product => product.Id.Value, StringComparer.Ordinal),
        ];
        Content = JsonSerializer.SerializeToUtf8Bytes(Products, Json.Options);
        Version = Convert.ToHexStringLower(SHA256.HashData(Content.Span))[..16];
        byId = Products.ToFrozenDictionary(product => product.Id.Value, StringComparer.Ordinal);
        bySku = Products
            .SelectMany(product => product.Variants.Select(variant => (product, variant)))
            .ToFrozenDictionary(pair => pair.variant.Sku, StringComparer.Ordinal);
        turns = [.. PriceTurns().Distinct().Order()];
        search = new(() => new CatalogSearch(this));
    }

    /// <summary>The shop before anything was published.</summary>
    public static CatalogSnapshot Empty { get; } = new([]);

    /// <summary>Made from the content: the same products are the same version, whoever publishes them.</summary>
    public string Version { get; }

    /// <summary>In featured order.</summary>
    public ImmutableArray<Product> Products { get; }

    /// <summary>The index over these products; built when first asked for.</summary>
    public CatalogSearch Search => search.Value;

    /// <summary>As it is stored: the products as one JSON array.</summary>
    internal ReadOnlyMemory<byte> Content { get; }

    public Product? Find(Id<Product> id) => byId.GetValueOrDefault(id.Value ?? "");

    public (Product Product, Variant Variant)? FindSku(string sku) =>
        bySku.TryGetValue(sku, out var found) ? found : null;

    /// <summary>What people call a SKU, <c>Inabel blanket (Indigo, Single)</c>; not sold, its SKU.</summary>
    public string NameOf(string sku) => FindSku(sku) is var (product, variant)
        ? $"{product.Name} ({product.ChoicesOf(variant)})"
        : sku;

    /// <summary>What the shop asks for a SKU now; null when it is not sold, or not in this currency.</summary>
    public Offer? OfferOf(string sku, Currency currency, DateTimeOffset now) =>
        bySku.TryGetValue(sku, out var found) ? found.Item1.OfferOf(found.Item2, currency, now) : null;

    /// <summary>What else may please who looks at this: of its category, then of its maker, then featured.</summary>
    public IEnumerable<Product> RelatedTo(Product product) => Products
        .Where(other => other.Id != product.Id)
        .OrderByDescending(other => other.Category == product.Category)
        .ThenByDescending(other => other.Maker == product.Maker);

    /// <summary>The version of what it shows now: a dated price that begins or ends is a change as well.</summary>
    public string VersionAt(DateTimeOffset now)
    {
        int at = turns.BinarySearch(now);
        int passed = at >= 0 ? at + 1 : ~at;
        return passed == 0 ? Version : Version + "." + passed.ToString(CultureInfo.InvariantCulture);
    }

    internal static CatalogSnapshot Read(ReadOnlyMemory<byte> content) =>
        new(JsonSerializer.Deserialize<ImmutableArray<Product>>(content.Span, Json.Options));

    private IEnumerable<DateTimeOffset> PriceTurns() => Products
        .SelectMany(product => product.Variants)
        .SelectMany(variant => variant.Prices)
        .SelectMany(price => new[] { price.From, price.Until })
        .OfType<DateTimeOffset>();
}
