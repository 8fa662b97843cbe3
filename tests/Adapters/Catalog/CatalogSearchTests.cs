using System.Collections.Immutable;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Adapters;

/// <summary>What a shopper finds, in which order, with which counts beside it.</summary>
public sealed class CatalogSearchTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly CatalogSearch Demo = new CatalogSnapshot(DemoCatalog.Products).Search;
    private static readonly CatalogQuestion All = new(Currency.Php) { Limit = 100 };

    [Theory]
    [InlineData("mug", "burnay-mug")]
    [InlineData("Mugs", "burnay-mug")]
    [InlineData("MUG-", "burnay-mug")]
    [InlineData("blankets", "inabel-blanket")]
    [InlineData("pina", "pina-silk-barong")]
    [InlineData("Piña", "pina-silk-barong")]
    [InlineData("coco soap", "coconut-milk-soap")]
    [InlineData("IBL-IND-DBL", "inabel-blanket")]
    [InlineData("tenmoku bowl", "burnay-serving-bowl")]
    [InlineData("the barong", "pina-silk-barong")]
    [InlineData("bask", "antequera-harvest-basket")]
    public void The_best_match_comes_first(string text, string product) =>
        Assert.Equal(product, Ids(All with { Text = text })[0]);

    [Theory]
    [InlineData("blankt", "inabel-blanket")]
    [InlineData("baronng", "pina-silk-barong")]
    [InlineData("cofee", "benguet-arabica-coffee")]
    [InlineData("coconot oil", "virgin-coconut-oil")]
    [InlineData("tabela", "tablea-tsokolate")]
    [InlineData("slipers", "abaca-house-slippers")]
    public void A_typing_error_is_forgiven(string text, string product) =>
        Assert.Equal(product, Ids(All with { Text = text })[0]);

    [Fact]
    public void Of_words_equally_near_a_typing_error_the_common_one_was_meant()
    {
        var shop = Named([.. Enumerable.Repeat("Basket", 40), "Casket"]);

        Assert.Equal([.. Enumerable.Repeat("Basket", 40), "Casket"], Found(shop, "vasket"));
    }

    [Fact]
    public void A_nearer_word_comes_before_a_commoner_one()
    {
        var shop = Named([.. Enumerable.Repeat("Slippery", 40), "Slippers"]);

        Assert.Equal("Slippers", Found(shop, "slipperss").First());
    }

    [Fact]
    public void A_word_that_is_spelt_right_brings_no_similar_ones() =>
        Assert.Equal(["burnay-mug"], Ids(All with { Text = "mug" }));

    [Fact]
    public void A_maker_or_a_town_is_found_as_well()
    {
        Assert.Equal(2, Page(All with { Text = "Hibla" }).Total);
        Assert.Equal(3, Page(All with { Text = "vigan" }).Total);
    }

    [Fact]
    public void Words_narrow_the_search_and_words_that_meet_nowhere_widen_it()
    {
        Assert.Equal(["inabel-blanket"], Ids(All with { Text = "inabel blanket" }));
        Assert.Equal(["burnay-mug", "inabel-blanket"], Ids(All with { Text = "mug blanket" }).Order());
    }

    [Theory]
    [InlineData("xyzzyqwerty")]
    [InlineData("\u0000")]
    [InlineData("zzz:(\"~*?)")]
    public void What_is_nowhere_is_not_found(string text) =>
        Assert.Equal(text == "\u0000" ? 24 : 0, Page(All with { Text = text }).Total);

    [Fact]
    public void Without_a_text_everything_is_shown_as_featured()
    {
        var page = Page(All);

        Assert.Equal(24, page.Total);
        Assert.Equal("abaca-market-tote", page.Items[0].Id.Value);
        Assert.Equal(24, Page(All with { Text = " the " }).Total);
    }

    [Fact]
    public void Facets_leave_their_own_choice_out()
    {
        var free = Page(All);
        var chosen = Page(All with { Category = "Wellness" });

        Assert.Equal(24, free.Categories.Sum(facet => facet.Count));
        Assert.Equal(free.Categories, chosen.Categories);
        Assert.Equal(chosen.Total, chosen.Makers.Sum(facet => facet.Count));
        Assert.True(chosen.Total < free.Total);
        Assert.All(chosen.Items, product => Assert.Equal("Wellness", product.Category));
    }

    [Fact]
    public void Two_choices_narrow_each_others_facets()
    {
        var page = Page(All with { Category = "Wellness", Maker = "Dalisay Coconut Works" });

        Assert.Equal(["coconut-milk-soap"], page.Items.Select(product => product.Id.Value));
        Assert.Equal([new("Food & drink", 1), new("Wellness", 1)], page.Categories);
        Assert.Contains(new("Ginhawa Apothecary", 2), page.Makers);
    }

    [Fact]
    public void Products_are_sorted_by_price_both_ways_and_by_name()
    {
        long Lowest(Product product) => product.PricesAt(Currency.Php, Now)!.Value.Lowest.Amount;

        var up = Page(All with { Sort = CatalogSort.Price }).Items.Select(Lowest).ToList();
        var down = Page(All with { Sort = CatalogSort.PriceDescending }).Items.Select(Lowest).ToList();
        var names = Page(All with { Sort = CatalogSort.Name }).Items.Select(product => product.Name).ToList();

        Assert.Equal(up.Order(), up);
        Assert.Equal(down.OrderDescending(), down);
        Assert.Equal(names.Order(StringComparer.OrdinalIgnoreCase), names);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("hand")]
    public void Pages_follow_each_other_without_gap_or_repetition(string? text)
    {
        var question = All with { Text = text, Limit = 3, Sort = CatalogSort.Price };
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = Page(question with { Cursor = cursor });
            seen.AddRange(page.Items.Select(product => product.Id.Value));
            cursor = page.Cursor;
        }
        while (cursor is not null);

        Assert.Equal(Ids(All with { Text = text, Sort = CatalogSort.Price }), seen);
    }

    [Fact]
    public void A_cursor_still_leads_on_when_the_catalog_changed_meanwhile()
    {
        var first = Page(All with { Limit = 5, Sort = CatalogSort.Name });
        var cursor = All with { Limit = 5, Sort = CatalogSort.Name, Cursor = first.Cursor };
        var sixth = Page(cursor).Items[0];

        var withoutFirst = Without(first.Items[0]).Ask(cursor, Now)!;
        var withoutLast = Without(first.Items[^1]).Ask(cursor, Now)!;

        Assert.Equal(sixth.Id, withoutFirst.Items[0].Id);
        Assert.NotEmpty(withoutLast.Items);
    }

    [Theory]
    [InlineData("")]
    [InlineData("???")]
    [InlineData("YWJj")]
    [InlineData("LTE6YQ")]
    public void A_cursor_that_was_never_given_leads_nowhere(string cursor) =>
        Assert.Null(Demo.Ask(All with { Cursor = cursor }, Now));

    [Fact]
    public void What_has_no_price_in_the_currency_is_not_shown_or_counted()
    {
        var euro = Demo.Ask(All with { Currency = Currency.Parse("EUR") }, Now)!;

        Assert.Equal(0, euro.Total);
        Assert.Empty(euro.Categories);
    }

    [Fact]
    public void The_order_by_price_follows_an_offer_as_it_begins_and_ends()
    {
        var begin = Now.AddDays(10);
        var tote = DemoCatalog.Products[0];
        var cheap = tote.Variants[0] with
        {
            Prices = tote.Variants[0].Prices.Add(new(new(100, Currency.Php), begin, begin.AddDays(1))),
        };
        var snapshot = new CatalogSnapshot(
            [tote with { Variants = tote.Variants.SetItem(0, cheap) }, .. DemoCatalog.Products.Skip(1)]);
        var question = All with { Sort = CatalogSort.Price };

        Assert.NotEqual(tote.Id, snapshot.Search.Ask(question, begin.AddTicks(-1))!.Items[0].Id);
        Assert.Equal(tote.Id, snapshot.Search.Ask(question, begin)!.Items[0].Id);
        Assert.NotEqual(tote.Id, snapshot.Search.Ask(question, begin.AddDays(1))!.Items[0].Id);
        DateTimeOffset[] turns = [begin.AddTicks(-1), begin, begin.AddDays(1)];
        Assert.Equal(3, turns.Select(snapshot.VersionAt).Distinct().Count());
    }

    [Fact]
    public void Many_shoppers_search_at_once() =>
        Parallel.For(0, 400, at => Assert.Equal(1, Page(All with { Text = at % 2 == 0 ? "blankt" : "mug" }).Total));

    private static CatalogPage Page(CatalogQuestion question) => Demo.Ask(question, Now)!;

    private static ImmutableArray<string> Ids(CatalogQuestion question) =>
        [.. Page(question).Items.Select(product => product.Id.Value)];

    private static CatalogSearch Without(Product gone) =>
        new CatalogSnapshot(DemoCatalog.Products.Where(product => product.Id != gone.Id)).Search;

    private static CatalogSearch Named(params string[] names) => new CatalogSnapshot(
    [
        .. names.Select((name, at) => DemoCatalog.Products[0] with
        {
            Id = new($"product-{at}"),
            Name = name,
            Description = "",
            Variants = [DemoCatalog.Products[0].Variants[0] with { Sku = $"SKU-{at}" }],
        }),
    ]).Search;

    private static IEnumerable<string> Found(CatalogSearch shop, string text) =>
        shop.Ask(All with { Text = text }, Now)!.Items.Select(product => product.Name);
}
