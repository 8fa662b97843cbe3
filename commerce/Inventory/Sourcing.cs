using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>How the shop chooses where an order's goods come from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SourcingRule>))]
public enum SourcingRule
{
    /// <summary>All of it from the most preferred location that has all.</summary>
    Priority,

    /// <summary>All of it from the location nearest to the address that has all.</summary>
    Nearest,

    /// <summary>From as few locations as can be: one parcel where one has all, else several.</summary>
    Split,
}

/// <summary>How many of one SKU.</summary>
public sealed record Goods(string Sku, int Quantity);

/// <summary>What is taken from one location; it becomes one parcel.</summary>
public sealed record Source(string Location, ImmutableArray<Goods> Goods);

/// <summary>What could be taken where, in units per <c>sku@location</c>; nothing is known is none.</summary>
public sealed record Shelves(ImmutableDictionary<Id<Stock>, int> Available)
{
    public static readonly Shelves Empty = new(ImmutableDictionary<Id<Stock>, int>.Empty);

    public int Of(string sku, string location) =>
        Math.Max(0, Available.GetValueOrDefault(Stock.At(sku, location)));

    public Shelves With(string sku, string location, int available) =>
        new(Available.SetItem(Stock.At(sku, location), available));

    /// <summary>Whether one location has all of it.</summary>
    public bool HasAll(string location, ImmutableArray<Goods> wanted) =>
        wanted.All(goods => Of(goods.Sku, location) >= goods.Quantity);
}

/// <summary>Chooses from which locations goods are taken; the same for the same shelves.</summary>
public static class Sourcing
{
    /// <summary>Locations as the rule prefers them; an address that is not known yet is far from all.</summary>
    public static ImmutableArray<Location> InOrder(ShopPolicy policy, Address? to)
    {
        bool near = policy.Sourcing == SourcingRule.Nearest && to is not null;
        return
        [
            .. policy.Locations.OrderBy(location => near ? location.StepsTo(to!) : 0)
                .ThenBy(location => location.Priority).ThenBy(location => location.Code, StringComparer.Ordinal),
        ];
    }

    /// <summary>The parcels that an order leaves in, each from one location.</summary>
    /// <remarks>Tries locations alone, then pairs, and so on, 2 ^ locations at most: keep them below 16.</remarks>
    public static Result<ImmutableArray<Source>> Choose(
        ShopPolicy policy, Address? to, ImmutableArray<Goods> wanted, Shelves shelves)
    {
        var locations = InOrder(policy, to).Select(location => location.Code).ToImmutableArray();
        int most = policy.Sourcing == SourcingRule.Split ? locations.Length : 1;
        for (int size = 1; size <= most; size++)
        {
            foreach (var some in Some(locations, size))
                if (Lacking(wanted, shelves, some).IsEmpty) return Spread(wanted, shelves, some);
        }

        return StockRefusals.TooFew;
    }

    /// <summary>The SKUs of which all these locations together have too few.</summary>
    public static ImmutableArray<string> Lacking(
        ImmutableArray<Goods> wanted, Shelves shelves, ImmutableArray<string> locations) =>
    [
        .. wanted.Where(goods => locations.Sum(location => (long)shelves.Of(goods.Sku, location)) < goods.Quantity)
            .Select(goods => goods.Sku),
    ];

    // Nobody could be left out, or fewer locations would have done; so each of them gets something.
    private static ImmutableArray<Source> Spread(
        ImmutableArray<Goods> wanted, Shelves shelves, ImmutableArray<string> locations)
    {
        var taken = locations.ToDictionary(location => location, _ => ImmutableArray.CreateBuilder<Goods>());
        foreach (var (sku, quantity) in wanted)
        {
            // What lies together stays together.
            var whole = locations.FirstOrDefault(location => shelves.Of(sku, location) >= quantity);
            int left = quantity;
            foreach (var location in whole is null ? locations : [whole])
            {
                int here = Math.Min(left, shelves.Of(sku, location));
                if (here > 0) taken[location].Add(new(sku, here));
                left -= here;
            }
        }

        return
        [
            .. locations.Where(location => taken[location].Count > 0)
                .Select(location => new Source(location, taken[location].ToImmutable())),
        ];
    }

    /// <summary>Every choice of so many, those of the preferred first.</summary>
    private static IEnumerable<ImmutableArray<string>> Some(ImmutableArray<string> locations, int size)
    {
        if (size == 0) return [[]];
        return locations.SelectMany((first, at) =>
            Some(locations[(at + 1)..], size - 1).Select(rest => rest.Insert(0, first)));
    }
}
