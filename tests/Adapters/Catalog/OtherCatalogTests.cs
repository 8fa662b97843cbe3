using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Adapters;

/// <summary>The search knows nothing of the demo: any catalog, also a large one, is found and sorted.</summary>
public sealed class OtherCatalogTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private static readonly string[] Kinds = ["Hiking boots", "Climbing harness", "Ski goggles", "Trekking poles"];
    private static readonly string[] Brands = ["Daybird", "Gravitator", "WildRunner", "Raptor Elite", "Grolltex"];
    private static readonly string[] Words = ["Summit", "Alpine", "Carbon", "Expedition", "Wanderer", "Blizzard"];

    [Fact]
    public void A_hundred_outdoor_products_are_found_counted_and_sorted()
    {
        var search = new CatalogSnapshot(Outdoor(101)).Search;
        var all = new CatalogQuestion(Currency.Usd) { Limit = 100 };

        var boots = search.Ask(all with { Text = "hikng boot" }, Now)!;
        Assert.Equal(26, boots.Total);
        Assert.All(boots.Items, product => Assert.Equal("Hiking boots", product.Category));
        Assert.Equal(101, search.Ask(all, Now)!.Makers.Sum(facet => facet.Count));
        Assert.Equal(21, search.Ask(all with { Text = "daybird" }, Now)!.Total);
        Assert.NotNull(search.Ask(all, Now)!.Cursor);
    }

    [Fact]
    public void A_large_catalog_is_searched_in_milliseconds()
    {
        var search = new CatalogSnapshot(Outdoor(5_000)).Search;
        var question = new CatalogQuestion(Currency.Usd) { Text = "alpne goggles", Sort = CatalogSort.Price };
        search.Ask(question, Now);

        var watch = Stopwatch.StartNew();
        for (int at = 0; at < 20; at++) Assert.True(search.Ask(question, Now)!.Total > 100);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(4), $"20 searches took {watch.Elapsed}.");
    }

    private static ImmutableArray<Product> Outdoor(int count) =>
        [.. Enumerable.Range(0, count).Select(at => Piece(at, Kinds[at % Kinds.Length], Brands[at % Brands.Length]))];

    private static Product Piece(int at, string kind, string brand)
    {
        string number = at.ToString(CultureInfo.InvariantCulture);
        string picture = $"/pictures/{number}.svg";
        return new()
        {
            Id = new($"outdoor-{number}"),
            Name = $"{Words[at % Words.Length]} {kind} {number}",
            Maker = new(brand, "Elsewhere"),
            Category = kind,
            Description = $"{brand}'s {kind} are made for the {Words[at * 3 % Words.Length]}, light and durable.",
            Care = "Wipe clean.",
            Origin = "PH",
            HsCode = "950699",
            Pictures = [new(picture, kind)],
            Options = [],
            Variants =
            [
                new($"OUT-{number}", ImmutableSortedDictionary<string, string>.Empty,
                    [new(new(1_000 + (at * 37 % 900), Currency.Usd))], 500),
            ],
        };
    }
}
