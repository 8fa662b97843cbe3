using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>How often a product was bought, and with which others; counted per order, not per unit.</summary>
/// <remarks>
/// Keeps the most frequent companions only (Space-Saving: Metwally, Agrawal and El Abbadi, 2005), so it stays small
/// however much is sold; up to that number the counts are exact.
/// </remarks>
public sealed record Companions(Id<Product> Id, int Orders, ImmutableArray<Companion> With)
{
    public const int Most = 100;
    public const int MostRecent = 60;

    /// <summary>The orders counted last; older ones are known by their causes on the timeline.</summary>
    public ImmutableArray<Id<Order>> Recent { get; init; } = [];

    /// <summary>Counts one order that this product is in.</summary>
    public static Result<Companions> Count(
        Companions? known, Id<Product> id, Id<Order> order, ImmutableArray<Id<Product>> basket)
    {
        known ??= new(id, 0, []);
        if (known.Recent.Contains(order)) return known;
        var with = basket.Distinct().Where(other => other != id).Aggregate(known.With, Counted);
        var recent = known.Recent.Add(order);
        return known with
        {
            Orders = known.Orders + 1,
            With = with,
            Recent = recent.Length > MostRecent ? recent.RemoveAt(0) : recent,
        };
    }

    private static ImmutableArray<Companion> Counted(ImmutableArray<Companion> with, Id<Product> other)
    {
        if (with.FirstOrDefault(companion => companion.Product == other) is { } known)
            return with.Replace(known, known with { Orders = known.Orders + 1 });
        if (with.Length < Most) return with.Add(new(other, 1));
        var least = with.MinBy(companion => companion.Orders)!;
        return with.Replace(least, new(other, least.Orders + 1));
    }
}

/// <summary>In how many orders another product was bought along.</summary>
public sealed record Companion(Id<Product> Product, int Orders);

/// <summary>What goes with a product, the best first.</summary>
public static class Recommendations
{
    /// <summary>Fewer common orders than this are chance.</summary>
    public const int Support = 3;

    public const int Shown = 8;

    /// <summary>
    /// By cosine, common orders over the root of both numbers of orders: what sells with everything does not crowd out
    /// what goes with just this.
    /// </summary>
    public static ImmutableArray<Id<Product>> For(
        Companions product, IReadOnlyDictionary<Id<Product>, Companions> others) =>
    [
        .. product.With
            .Where(one => one.Orders >= Support && others.ContainsKey(one.Product))
            .OrderByDescending(one => one.Orders / Math.Sqrt((double)product.Orders * others[one.Product].Orders))
            .ThenBy(one => one.Product.Value, StringComparer.Ordinal)
            .Take(Shown).Select(one => one.Product),
    ];
}
