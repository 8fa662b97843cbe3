using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>
/// What pages know of a SKU without asking its stocks: some seconds old, and rounded up where there is plenty. Whether
/// it can really be had, the stocks themselves say when it is ordered.
/// </summary>
/// <param name="At">What could be sold, by location.</param>
public sealed record StockGlance(ImmutableSortedDictionary<string, ShelfGlance> At)
{
    /// <summary>From the SKU's stocks, one for each location.</summary>
    public static StockGlance Of(IEnumerable<Stock> stocks, DateTimeOffset now) => new(
        stocks.ToImmutableSortedDictionary(
            stock => stock.Location, stock => ShelfGlance.Of(stock, now), StringComparer.Ordinal));

    /// <summary>What lies where and could be waited for, as far as something is known of these goods.</summary>
    public static Shelves Shelves(
        ShopPolicy policy, IEnumerable<string> skus, Func<string, StockGlance?> glance, DateTimeOffset now)
    {
        var late = Sourcing.LateFrom(policy)?.Code;
        return (from sku in skus
                from shelf in glance(sku)?.At ?? ImmutableSortedDictionary<string, ShelfGlance>.Empty
                select (Sku: sku, Location: shelf.Key, Is: shelf.Value)).Aggregate(
            Commerce.Shelves.Empty, (shelves, one) => shelves
                .With(one.Sku, one.Location, one.Is.Available)
                .With(one.Sku, one.Location == late ? one.Is.Backorder?.Late(one.Is.Promisable, now) : null));
    }

    public bool Equals(StockGlance? other) => other is not null && At.SequenceEqual(other.At);

    public override int GetHashCode() => At.Count;
}

/// <summary>A glance at one location.</summary>
/// <param name="Available">Units that could be sold.</param>
/// <param name="Promisable">Units that could be promised, with those that are not there yet.</param>
/// <param name="Backorder">For when the latter; null where nobody may wait.</param>
public sealed record ShelfGlance(int Available, int Promisable, Backorder? Backorder)
{
    // Above it no cart can tell the difference.
    private const int Enough = Cart.MaxQuantity + 1;

    // Exact where it is scarce, and each further step one more reason to write.
    private static readonly ImmutableArray<int> Steps = [.. Enumerable.Range(0, 11), 12, 15, 20, 30, 50, 75, Enough];

    public static ShelfGlance Of(Stock stock, DateTimeOffset now) =>
        new(Rounded(stock.Available(now)), Rounded(stock.Promisable(now)), stock.Backorder);

    // Never to fewer, so that nobody is told of a lack that is none.
    private static int Rounded(int units) => Steps.FirstOrDefault(step => step >= units, Enough);
}
