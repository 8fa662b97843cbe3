using System.Collections.Immutable;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Adapters;

/// <summary>One thing in two spellings of Unicode, as it may have been kept before texts were normalised.</summary>
public sealed class SpellingTests
{
    private static readonly CatalogQuestion All = new(Currency.Php) { Limit = 100 };

    private static readonly CatalogSearch Search = new CatalogSnapshot(Kept()).Search;

    [Theory]
    [InlineData("cr\u00E8me br\u00FBl\u00E9e")]
    [InlineData("cre\u0300me bru\u0302le\u0301e")]
    [InlineData("creme brulee")]
    public void A_product_kept_decomposed_is_found_by_every_spelling(string text) =>
        Assert.Equal(2, Ask(All with { Text = text }).Total);

    [Fact]
    public void Two_spellings_of_a_category_are_one_choice()
    {
        var facet = Assert.Single(Ask(All).Categories);
        Assert.Equal(("\u00C9pices", 2), (facet.Value, facet.Count));
        Assert.Equal(2, Ask(All with { Category = facet.Value }).Total);
    }

    private static CatalogPage Ask(CatalogQuestion question) => Search.Ask(question, DateTimeOffset.UnixEpoch)!;

    private static ImmutableArray<Product> Kept()
    {
        var one = DemoCatalog.Products[0];
        return
        [
            Named("composed", "Cr\u00E8me Br\u00FBl\u00E9e", "\u00C9pices"),
            Named("decomposed", "Cre\u0300me Bru\u0302le\u0301e", "E\u0301pices"),
        ];

        Product Named(string id, string name, string category) => one with
        {
            Id = new(id),
            Name = name,
            Category = category,
            Variants = [one.Variants[0] with { Sku = id }],
        };
    }
}
