using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

/// <summary>What a product must say before the shop takes it.</summary>
public sealed class ProductDraftTests
{
    private static readonly VariantDraft Small = Variant("MUG-S", "Small", Price(48_000, "PHP"), Price(1_000, "USD"));
    private static readonly VariantDraft Large = Variant("MUG-L", "Large", Price(58_000, "PHP"));

    private static readonly ProductDraft Mug = new(
        "mug", "Mug", new("Burnay ni Ambo", "Vigan"), "Home", "A mug.", "Wash it.", "PH", "691200", 1,
        [new("/pictures/mug.svg", "A mug")], [new("Size", ["Small", "Large"])], [Small, Large]);

    [Fact]
    public void A_complete_draft_becomes_a_product()
    {
        var product = Mug.Check("mug", Seller).OrThrow();

        Assert.Equal("mug", product.Id.Value);
        Assert.Equal(["MUG-S", "MUG-L"], product.Variants.Select(variant => variant.Sku));
        Assert.Equal("Small", product.Variants[0].Options["Size"]);
        Assert.Equal(new Money(48_000, Currency.Php), product.Variants[0].Prices[0].Price);
    }

    [Fact]
    public void Nothing_at_all_is_refused_with_every_missing_field()
    {
        var empty = new ProductDraft(null, null, null, null, null, null, null, null, null, null, null, null);

        var fields = Bad(empty);

        string[] expected =
        [
            "pictures", "name", "maker.name", "maker.place", "category", "description", "care", "origin", "hsCode",
            "variants",
        ];
        Assert.Equal(expected, fields);
    }

    [Fact]
    public void All_bad_fields_are_named_at_once() =>
        Assert.Equal(
            ["hsCode", "variants[0].weightGrams", "variants[0].sku"],
            Bad(Mug with { HsCode = "6912.00", Variants = [Small with { Sku = "mug s", WeightGrams = 0 }, Large] }));

    [Theory]
    [InlineData("691200", true)]
    [InlineData("010121", true)]
    [InlineData("69120", false)]
    [InlineData("6912000", false)]
    [InlineData("69120A", false)]
    [InlineData("770000", false)]
    [InlineData("000000", false)]
    [InlineData("691200\n", false)]
    public void A_customs_code_has_six_digits_of_a_chapter_that_exists(string code, bool good) =>
        Assert.Equal(good, Bad(Mug with { HsCode = code }).Count == 0);

    [Theory]
    [InlineData("PH", true)]
    [InlineData("AU", true)]
    [InlineData("ph", false)]
    [InlineData("PHL", false)]
    [InlineData("P1", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_country_of_origin_has_two_capital_letters(string? origin, bool good) =>
        Assert.Equal(good ? [] : ["origin"], Bad(Mug with { Origin = origin }));

    [Theory]
    [InlineData("ContainsMeat", true)]
    [InlineData("CitesSpecies", true)]
    [InlineData("Heavy", false)]
    [InlineData("7", false)]
    [InlineData("70", false)]
    [InlineData(null, false)]
    public void A_trait_is_one_that_customs_ask_for(string? trait, bool good) =>
        Assert.Equal(good, Bad(Mug with { Traits = [trait] }).Count == 0);

    [Fact]
    public void What_papers_say_of_goods_is_a_sale_unless_it_is_said_and_their_numbers_are_kept()
    {
        Assert.Null(Mug.Check("mug", Seller).OrThrow().Customs);
        var licensed = Mug with { Customs = new(null, "EXP-2026/117", "PHYTO 88.4") };
        Assert.Equal(
            new(ItemCategory.SaleOfGoods, "EXP-2026/117", "PHYTO 88.4"),
            licensed.Check("mug", Seller).OrThrow().Customs);
    }

    [Theory]
    [InlineData("CommercialSample", "EXP 1", null, null)]
    [InlineData("Souvenir", null, null, "customs.category")]
    [InlineData("3", null, null, "customs.category")]
    [InlineData("Gift", "", null, "customs.licence")]
    [InlineData("Gift", "a line\nbreak", null, "customs.licence")]
    [InlineData("Gift", null, "-7", "customs.certificate")]
    [InlineData("Gift", null, "123456789012345678901234567890123456", "customs.certificate")]
    public void A_word_that_no_form_knows_or_a_number_that_no_paper_has_is_refused(
        string? category, string? licence, string? certificate, string? bad) =>
        Assert.Equal(
            bad is null ? [] : [bad], Bad(Mug with { Customs = new(category, licence, certificate) }));

    [Theory]
    [InlineData("AMT-NAT", true)]
    [InlineData("A1B", true)]
    [InlineData("AB", false)]
    [InlineData("amt-nat", false)]
    [InlineData("AMT--NAT", false)]
    [InlineData("-AMT", false)]
    [InlineData("AMT/NAT", false)]
    [InlineData("AMT@MNL", false)]
    public void A_sku_has_capitals_digits_and_single_hyphens(string sku, bool good) =>
        Assert.Equal(good, Bad(Mug with { Variants = [Small with { Sku = sku }] }).Count == 0);

    [Theory]
    [InlineData("mug", true)]
    [InlineData("burnay-mug-2", true)]
    [InlineData("Mug", false)]
    [InlineData("mug-", false)]
    [InlineData("mug/..", false)]
    public void An_id_can_stand_in_an_address(string id, bool good) =>
        Assert.Equal(good, !(Mug with { Id = null }).Check(id, Seller).IsRefused(out _, out _));

    [Fact]
    public void An_id_in_the_draft_is_the_one_in_the_address() =>
        Assert.Contains("id", Bad(Mug with { Id = "cup" }));

    [Fact]
    public void There_is_at_least_one_variant() => Assert.Equal(["variants"], Bad(Mug with { Variants = [] }));

    [Fact]
    public void A_missing_variant_is_named_not_tripped_over() =>
        Assert.Contains("variants[0].sku", Bad(Mug with { Variants = [null] }));

    [Fact]
    public void Two_variants_do_not_share_a_sku() =>
        Assert.Equal(["variants"], Bad(Mug with { Variants = [Small, Large with { Sku = "MUG-S" }] }));

    [Fact]
    public void Two_variants_do_not_share_all_options() =>
        Assert.Equal(["variants"], Bad(Mug with { Variants = [Small, Large with { Options = Small.Options }] }));

    [Fact]
    public void Without_options_there_is_one_variant()
    {
        var plain = Small with { Options = null };

        Assert.Empty(Bad(Mug with { Options = null, Variants = [plain] }));
        Assert.Equal(["variants"], Bad(Mug with { Options = null, Variants = [plain, plain with { Sku = "MUG-X" }] }));
    }

    [Fact]
    public void A_variant_chooses_one_known_value_of_every_option()
    {
        var red = new Dictionary<string, string?> { ["Size"] = "Small", ["Colour"] = "Red" };
        var medium = Variant("MUG-M", "Medium", Price(1, "PHP"));

        Assert.Equal(["variants[0].options.Size"], Bad(Mug with { Variants = [medium] }));
        Assert.Equal(["variants[0].options.Size"], Bad(Mug with { Variants = [Small with { Options = null }] }));
        Assert.Equal(["variants[0].options.Colour"], Bad(Mug with { Variants = [Small with { Options = red }] }));
    }

    [Fact]
    public void An_option_is_recognised_whatever_its_letter_case()
    {
        var small = Small with { Options = new Dictionary<string, string?> { ["size"] = "Small" } };

        var product = (Mug with { Variants = [small] }).Check("mug", Seller).OrThrow();

        Assert.Equal("Small", product.Variants[0].Options["Size"]);
    }

    [Theory]
    [InlineData(0, "PHP", "variants[0].prices[0].price.amount")]
    [InlineData(-5, "PHP", "variants[0].prices[0].price.amount")]
    [InlineData(100, "ZZZ", "variants[0].prices[0].price.currency")]
    [InlineData(100, "php", "variants[0].prices[0].price.currency")]
    public void A_price_is_more_than_nothing_in_a_known_currency(long amount, string currency, string field) =>
        Assert.Equal([field], Bad(Mug with { Variants = [Variant("MUG-S", "Small", Price(amount, currency))] }));

    [Fact]
    public void A_price_ends_after_it_begins()
    {
        const string noon = "2026-11-11T12:00:00Z";
        var backwards = Price(100, "PHP") with { From = noon, Until = noon };

        Assert.Equal(
            ["variants[0].prices[0].until"], Bad(Mug with { Variants = [Variant("MUG-S", "Small", backwards)] }));
    }

    [Fact]
    public void Two_prices_in_one_currency_do_not_begin_together() =>
        Assert.Equal(["variants[0].prices"], Bad(Mug with
        {
            Variants = [Variant("MUG-S", "Small", Price(100, "PHP"), Price(90, "PHP"))],
        }));

    [Theory]
    [InlineData("pictures/mug.svg")]
    [InlineData("//elsewhere.example/mug.svg")]
    [InlineData("http://elsewhere.example/mug.svg")]
    [InlineData("javascript:alert(1)")]
    public void A_picture_is_on_the_site_or_behind_https(string url) =>
        Assert.Equal(["pictures[0].url"], Bad(Mug with { Pictures = [new(url, "A mug")] }));

    [Fact]
    public void A_picture_is_described_in_words() =>
        Assert.Equal(["pictures[0].alt"], Bad(Mug with { Pictures = [new("/pictures/mug.svg", " ")] }));

    [Fact]
    public void A_variant_shows_one_of_the_products_pictures() =>
        Assert.Equal(["variants[0].picture"], Bad(Mug with { Variants = [Small with { Picture = "/cup.svg" }] }));

    /// <summary>A mug with one price.</summary>
    internal static ProductDraft MugAt(PriceDraft price) =>
        Mug with { Variants = [Variant("MUG-S", "Small", price)] };

    private static List<string> Bad(ProductDraft draft) =>
        [.. (draft.Check("mug", Seller).Refusal?.Fields ?? []).Select(field => field.Name)];

    private static VariantDraft Variant(string sku, string size, params PriceDraft[] prices) =>
        new(sku, new Dictionary<string, string?> { ["Size"] = size }, prices, 380, null);

    private static PriceDraft Price(long amount, string currency) => new(new(amount, currency), null, null);
}
