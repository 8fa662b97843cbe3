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
public sealed record Source(string Location, ImmutableArray<Goods> Goods)
{
    /// <summary>When goods that are not there yet should leave; null where they are.</summary>
    public DateTimeOffset? Promised { get; init; }
}

/// <summary>Units that may be promised to who waits, and for when.</summary>
public sealed record LateGoods(int Units, DateTimeOffset Promised);

/// <summary>What could be taken where, in units per <c>sku@location</c>, and what could be waited for.</summary>
public sealed record Shelves(
    ImmutableDictionary<Id<Stock>, int> Available, ImmutableDictionary<string, LateGoods> Late)
{
    public static readonly Shelves Empty =
        new(ImmutableDictionary<Id<Stock>, int>.Empty, ImmutableDictionary<string, LateGoods>.Empty);

    public int Of(string sku, string location) =>
        Math.Max(0, Available.GetValueOrDefault(Stock.At(sku, location)));

    public Shelves With(string sku, string location, int available) =>
        this with { Available = Available.SetItem(Stock.At(sku, location), available) };

    public Shelves With(string sku, LateGoods? late) =>
        late is null ? this : this with { Late = Late.SetItem(sku, late) };

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

    /// <summary>The one location whose goods may be promised before they are there; null where there is none.</summary>
    /// <remarks>One, so that the cap of a SKU is kept where it is counted.</remarks>
    public static Location? LateFrom(ShopPolicy policy) =>
        policy.Locations.OrderBy(location => location.Kind).ThenBy(location => location.Priority).FirstOrDefault();

    /// <summary>The parcels that an order leaves in, each from one location; what is not there yet waits.</summary>
    /// <remarks>Tries locations alone, then pairs, and so on, 2 ^ locations at most: keep them below 16.</remarks>
    public static Result<ImmutableArray<Source>> Choose(
        ShopPolicy policy, Address? to, ImmutableArray<Goods> wanted, Shelves shelves)
    {
        var locations = InOrder(policy, to).Select(location => location.Code).ToImmutableArray();
        bool splits = policy.Sourcing == SourcingRule.Split;
        if (Here(locations, splits ? locations.Length : 1, wanted, shelves) is { } sources) return sources;

        foreach (var some in splits ? [locations] : Some(locations, 1))
        {
            var lacking = Lacking(wanted, shelves, some);
            var late = wanted.Where(goods => lacking.Contains(goods.Sku)).ToImmutableArray();
            if (!late.All(goods => shelves.Late.GetValueOrDefault(goods.Sku)?.Units >= goods.Quantity)) continue;
            var rest = wanted.RemoveRange(late);
            return (rest.IsEmpty ? [] : Here(some, some.Length, rest, shelves) ?? [])
                .Add(new Source(LateFrom(policy)!.Code, late)
                {
                    Promised = late.Max(goods => shelves.Late[goods.Sku].Promised),
                });
        }

        return StockRefusals.TooFew;
    }

    // What is there, from as few locations as have it; null when so many have not.
    private static ImmutableArray<Source>? Here(
        ImmutableArray<string> locations, int most, ImmutableArray<Goods> wanted, Shelves shelves)
    {
        for (int size = 1; size <= most; size++)
        {
            foreach (var some in Some(locations, size))
                if (Lacking(wanted, shelves, some).IsEmpty) return Spread(wanted, shelves, some);
        }

        return null;
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
