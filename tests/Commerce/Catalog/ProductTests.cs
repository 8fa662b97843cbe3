using System.Collections.Immutable;
using Serverless.Commerce;

namespace Serverless.Tests.Commerce;

/// <summary>What a product costs, how it is called on a receipt, and how stock becomes a word.</summary>
public sealed class ProductTests
{
    private static readonly DateTimeOffset Eleven = new(2026, 11, 11, 0, 0, 0, TimeSpan.Zero);
    private static readonly Money Usual = new(100_000, Currency.Php);
    private static readonly Money Offered = new(88_800, Currency.Php);

    [Fact]
    public void An_offer_stands_before_the_usual_price_while_it_lasts()
    {
        var variant = Variant("A-1", new(Usual), new(Offered, Eleven, Eleven.AddDays(1)));

        Assert.Equal(Usual, variant.PriceAt(Currency.Php, Eleven.AddTicks(-1)));
        Assert.Equal(Offered, variant.PriceAt(Currency.Php, Eleven));
        Assert.Equal(Offered, variant.PriceAt(Currency.Php, Eleven.AddDays(1).AddTicks(-1)));
        Assert.Equal(Usual, variant.PriceAt(Currency.Php, Eleven.AddDays(1)));
    }

    [Fact]
    public void There_is_no_price_before_the_first_or_after_the_last_or_in_another_currency()
    {
        var variant = Variant("A-1", new DatedPrice(Offered, Eleven, Eleven.AddDays(1)));

        Assert.Null(variant.PriceAt(Currency.Php, Eleven.AddTicks(-1)));
        Assert.Null(variant.PriceAt(Currency.Php, Eleven.AddDays(1)));
        Assert.Null(variant.PriceAt(Currency.Usd, Eleven));
    }

    [Fact]
    public void A_product_costs_from_its_lowest_to_its_highest_price_now()
    {
        var product = Product(Variant("A-1", new DatedPrice(Usual)), Variant("A-2", new DatedPrice(Offered)));

        Assert.Equal((Offered, Usual), product.PricesAt(Currency.Php, Eleven));
        Assert.Null(product.PricesAt(Currency.Usd, Eleven));
    }

    [Fact]
    public void An_offer_names_what_was_chosen_in_the_order_of_the_options()
    {
        var variant = Variant("A-1", new DatedPrice(Usual)) with
        {
            Options = ImmutableSortedDictionary<string, string>.Empty.Add("Size", "M").Add("Colour", "Sea"),
        };
        var product = Product(variant) with { Options = [new("Size", ["M"]), new("Colour", ["Sea"])] };

        var offer = product.OfferOf(variant, Currency.Php, Eleven);

        var expected = new Offer("A-1", "thing", "Thing", "M, Sea", "/pictures/thing.svg", Usual, 100)
        {
            Category = "Things",
            HsCode = "691200",
            Origin = "PH",
        };
        Assert.Equal(expected, offer);
        Assert.Null(product.OfferOf(variant, Currency.Usd, Eleven));
    }

    [Fact]
    public void Two_products_do_not_share_a_sku()
    {
        var one = Product(Variant("A-1", new DatedPrice(Usual)));

        Assert.Null(ProductRefusals.Clash([one]));
        Assert.Contains("A-1", ProductRefusals.Clash([one, one])!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-3, Availability.None)]
    [InlineData(0, Availability.None)]
    [InlineData(1, Availability.Few)]
    [InlineData(5, Availability.Few)]
    [InlineData(6, Availability.Yes)]
    public void Stock_becomes_a_word(long available, Availability word) =>
        Assert.Equal(word, Availabilities.Of(available));

    private static Variant Variant(string sku, params DatedPrice[] prices) =>
        new(sku, ImmutableSortedDictionary<string, string>.Empty, [.. prices], 100);

    private static Product Product(params Variant[] variants) => new()
    {
        Id = new("thing"),
        Name = "Thing",
        Maker = new("Maker", "Place"),
        Category = "Things",
        Description = "A thing.",
        Care = "None.",
        Origin = "PH",
        HsCode = "691200",
        Pictures = [new("/pictures/thing.svg", "A thing")],
        Options = [],
        Variants = [.. variants],
    };
}
