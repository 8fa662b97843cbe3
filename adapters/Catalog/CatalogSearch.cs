using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>Finds, counts, sorts and pages the products of one snapshot, all in memory.</summary>
public sealed class CatalogSearch
{
    private readonly CatalogSnapshot snapshot;
    private readonly CatalogIndex index;
    private readonly ImmutableArray<int> byName;
    private readonly ImmutableArray<string> categories;
    private readonly ImmutableArray<string> makers;
    private readonly ConcurrentDictionary<Currency, PriceList> priceLists = new();

    internal CatalogSearch(CatalogSnapshot snapshot)
    {
        this.snapshot = snapshot;
        index = new(snapshot.Products);

        // One choice for what looks the same, though it was written down in two spellings.
        categories = [.. snapshot.Products.Select(product => PlainText.Of(product.Category))];
        makers = [.. snapshot.Products.Select(product => PlainText.Of(product.Maker.Name))];
        var names = Enumerable.Range(0, snapshot.Products.Length)
            .OrderBy(at => snapshot.Products[at].Name, StringComparer.OrdinalIgnoreCase).ToArray();
        byName = [.. names.Select((at, rank) => (at, rank)).OrderBy(pair => pair.at).Select(pair => pair.rank)];
    }

    /// <summary>One page of the products that have a price in the currency; null for a cursor it never gave.</summary>
    public CatalogPage? Ask(CatalogQuestion question, DateTimeOffset now)
    {
        if (!TryReadCursor(question.Cursor, out var after)) return null;

        var lowest = Lowest(question.Currency, now);
        bool searched = index.TryFind(question.Text, out var found);
        var sold = found.Where(hit => lowest[hit.At] is not null).ToList();
        var ofCategory = sold.Where(hit => question.Category is null || Category(hit) == question.Category).ToList();
        var ofMaker = sold.Where(hit => question.Maker is null || Maker(hit) == question.Maker).ToList();
        var both = ofCategory.Where(hit => question.Maker is null || Maker(hit) == question.Maker);

        var sort = question.Sort ?? (searched ? CatalogSort.Relevance : CatalogSort.Featured);
        var sorted = Sorted(both, sort, lowest).Select(hit => snapshot.Products[hit.At]).ToList();
        int start = Start(sorted, after);
        ImmutableArray<Product> items = [.. sorted.Skip(start).Take(question.Limit)];
        int end = start + items.Length;
        string? cursor = end < sorted.Count ? Cursor(end, items[^1]) : null;
        return new(items, sorted.Count, Count(ofMaker, Category), Count(ofCategory, Maker), cursor);
    }

    private string Category(Hit hit) => categories[hit.At];

    private string Maker(Hit hit) => makers[hit.At];

    // Ties keep the order of the snapshot, which is the featured one.
    private IEnumerable<Hit> Sorted(IEnumerable<Hit> hits, CatalogSort sort, long?[] lowest)
    {
        var featured = hits.OrderBy(hit => hit.At);
        return sort switch
        {
            CatalogSort.Relevance => featured.OrderByDescending(hit => hit.Score),
            CatalogSort.Featured => featured,
            CatalogSort.Price => featured.OrderBy(hit => lowest[hit.At]),
            CatalogSort.PriceDescending => featured.OrderByDescending(hit => lowest[hit.At]),
            CatalogSort.Name => featured.OrderBy(hit => byName[hit.At]),
        };
    }

    private static ImmutableArray<FacetCount> Count(IEnumerable<Hit> hits, Func<Hit, string> value) =>
    [
        .. hits.CountBy(value)
            .OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase)
            .Select(pair => new FacetCount(pair.Key, pair.Value)),
    ];

    // Prices change only when a dated one begins or ends, so they are looked up once per such turn.
    private long?[] Lowest(Currency currency, DateTimeOffset now)
    {
        string version = snapshot.VersionAt(now);
        if (priceLists.TryGetValue(currency, out var list) && list.Version == version) return list.Lowest;
        long?[] lowest = [.. snapshot.Products.Select(product => product.PricesAt(currency, now)?.Lowest.Amount)];
        priceLists[currency] = new(version, lowest);
        return lowest;
    }

    // A cursor names the last product seen and its place: if the catalog changed meanwhile, the product leads on;
    // if that product is gone, its place does.
    private static string Cursor(int place, Product last) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{place}:{last.Id.Value}")));

    private static int Start(List<Product> sorted, (int Place, string Last)? after)
    {
        if (after is not var (place, last)) return 0;
        int at = sorted.FindIndex(product => product.Id.Value == last);
        return at >= 0 ? at + 1 : Math.Min(place, sorted.Count);
    }

    private static bool TryReadCursor(string? text, out (int Place, string Last)? after)
    {
        after = null;
        if (text is null) return true;
        if (text.Length > 200 || !Base64Url.IsValid(text)) return false;
        string plain = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
        int colon = plain.IndexOf(':');
        if (colon < 0) return false;
        if (!int.TryParse(plain[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out int place)) return false;
        after = (place, plain[(colon + 1)..]);
        return true;
    }

    private sealed record PriceList(string Version, long?[] Lowest);
}
