using System.Collections.Immutable;
using Serverless.Adapters;
using Serverless.Commerce;
using UglyToad.PdfPig;

namespace Serverless.Tests.Adapters;

/// <summary>Invoice and CN 23 as customs would read them (XB04): what is on the paper is read back out of it.</summary>
public sealed class CustomsPapersTests
{
    private static readonly CustomsDeclaration Declaration = new(
        new("6e0b3c1a-0000-4000-8000-000000000002-1"), "7K3M-9Q2A-1", new(2026, 11, 11),
        new("Likha Manila", "12 Pier Road, Tondo", null, "Manila", "Metro Manila", "1012", "PH", "+63 2 8123 4567"),
        new("Mia Wilson", "5 Harbour Street", "Unit 2", "Sydney", "NSW", "2000", "AU", "+61 2 5550 1234"),
        "mia@example.com",
        [
            new("AMT-NAT", "Abaca market tote (Natural)", 2, 800, new(250_000, Currency.Php), "460219", "PH"),
            new("HAT-M", "Buri hat (M)", 1, 150, new(69_999, Currency.Php), "650400", "PH"),
        ],
        new(120_000, Currency.Php), 1150, "DDP")
    {
        Seller = Customs.Seller,
        SenderCountry = "Philippines",
        RecipientCountry = "Australia",
    };

    [Fact]
    public void The_CN_23_holds_every_field_that_the_form_asks_for()
    {
        string text = Text(CustomsPapers.Cn23(Declaration));

        Assert.All(
            [
                "CN 23", "7K3M-9Q2A-1", "Likha Manila", "12 Pier Road, Tondo", "Philippines (PH)", "Mia Wilson",
                "5 Harbour Street", "Unit 2", "Sydney NSW 2000", "Australia (AU)", "+61 2 5550 1234",
                "mia@example.com", "DDP", "Abaca market tote (Natural)", "0.800", "PHP 2,500.00", "460219",
                "Buri hat (M)", "0.150", "PHP 699.99", "650400", "1.150 kg", "PHP 3,199.99", "PHP 1,200.00",
                "Sale of goods", "2026-11-11", "Likha Crafts, Inc.", "+63 2 8123 4567, customs@likha.example",
                "TIN 123-456-789-00000", "ARN 300012345678", "Importer's reference", "Office of origin",
            ],
            field => Assert.Contains(field, text, StringComparison.Ordinal));
        Assert.All(
            Enumerable.Range(1, 15), number => Assert.Contains($"({number})", text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_invoice_says_who_sells_what_to_whom_for_how_much()
    {
        string text = Text(CustomsPapers.Invoice(Declaration));

        Assert.All(
            [
                "COMMERCIAL INVOICE", "No. 7K3M-9Q2A-1", "Date 2026-11-11", "SELLER / EXPORTER", "Likha Manila",
                "BUYER / CONSIGNEE", "Mia Wilson", "DDP Sydney", "AMT-NAT", "Abaca market tote (Natural)", "460219",
                "0.800", "PHP 1,250.00", "PHP 2,500.00", "PHP 699.99", "Total invoice value", "PHP 4,399.99",
                "Net weight 0.950 kg", "Gross weight 1.150 kg", "Likha Crafts, Inc.", "Sale of goods",
                "TIN 123-456-789-00000 · ARN 300012345678", "Tel. +63 2 8123 4567, customs@likha.example",
                "paid by the seller",
            ],
            field => Assert.Contains(field, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Numbers_of_licences_and_certificates_and_what_is_asked_for_stand_in_their_boxes()
    {
        var papers = Declaration with
        {
            Category = ItemCategory.CommercialSample,
            Documents = ["Phytosanitary certificate", "Fumigation certificate"],
            Goods =
            [
                Declaration.Goods[0] with { Licence = "EXP-117", Certificate = "PHYTO-88" },
                Declaration.Goods[1] with { Licence = "EXP-117", Certificate = "CO-12" },
            ],
        };
        string text = Text(CustomsPapers.Cn23(papers));

        Assert.Contains(
            "Subject to: Phytosanitary certificate; Fumigation certificate", text, StringComparison.Ordinal);
        Assert.Contains("EXP-117", text, StringComparison.Ordinal);
        Assert.DoesNotContain("EXP-117, EXP-117", text, StringComparison.Ordinal);
        Assert.Contains("PHYTO-88, CO-12", text, StringComparison.Ordinal);
        Assert.Contains("Commercial sample", Text(CustomsPapers.Invoice(papers)), StringComparison.Ordinal);
        Assert.DoesNotContain("EXP", Text(CustomsPapers.Cn23(Declaration)), StringComparison.Ordinal);
    }

    [Fact]
    public void Customs_of_the_Union_see_the_numbers_by_which_they_know_the_seller()
    {
        var union = Declaration with { Recipient = Declaration.Recipient with { Country = "DE" } };
        foreach (string text in new[] { Text(CustomsPapers.Cn23(union)), Text(CustomsPapers.Invoice(union)) })
        {
            Assert.Contains("EORI DE123456789012345", text, StringComparison.Ordinal);
            Assert.Contains("IOSS IM0400000012", text, StringComparison.Ordinal);
            Assert.DoesNotContain("ARN", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Łukasz Żółć", "Łukasz Żółć")]
    [InlineData("José Ñandú", "José Ñandú")]
    [InlineData("Nguyễn Thị Hương", "Nguyen Thi Huong")]
    [InlineData("Ирина Петрова", "Irina Petrova")]
    [InlineData("김민수", "GimMinSu")]
    [InlineData("やまだ たろう", "yamada tarou")]
    [InlineData("山田 タロウ", "?? tarou")]
    [InlineData("محمد", "mhmd")]
    [InlineData("Ana\u200b\u0007 Cruz", "Ana Cruz")]
    public void A_name_in_any_script_stands_there_in_Latin_letters(string name, string latin)
    {
        var abroad = Declaration with { Recipient = Declaration.Recipient with { Name = name } };

        Assert.Contains(latin, Text(CustomsPapers.Cn23(abroad)), StringComparison.Ordinal);
        Assert.Contains(latin, Text(CustomsPapers.Invoice(abroad)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9, 1)]
    [InlineData(10, 2)]
    [InlineData(50, 6)]
    public void Goods_that_do_not_fit_go_on_overleaf_and_none_is_lost(int kinds, int pages)
    {
        var many = Declaration with { Goods = Kinds(kinds) };
        using var paper = PdfDocument.Open(CustomsPapers.Cn23(many).ToArray());

        Assert.Equal(pages, paper.NumberOfPages);
        string text = string.Concat(paper.GetPages().Select(page => page.Text));
        Assert.All(many.Goods, goods => Assert.Contains(goods.Description, text, StringComparison.Ordinal));
        string invoice = Text(CustomsPapers.Invoice(many));
        Assert.All(many.Goods, goods => Assert.Contains(goods.Description, invoice, StringComparison.Ordinal));
    }

    [Fact]
    public void A_long_word_is_broken_and_stays_in_its_column()
    {
        string endless = new('W', 120);
        var goods = Declaration.Goods[0] with { Description = endless };
        var address = Declaration.Recipient with { Line1 = endless };
        using var paper = PdfDocument.Open(
            CustomsPapers.Cn23(Declaration with { Goods = [goods], Recipient = address }).ToArray());

        var letters = paper.GetPage(1).Letters.Where(letter => letter.Value == "W").ToList();
        Assert.True(letters.Count >= 240, $"{letters.Count} letters");
        // The middle of the page ends the address, 88 mm the description; a point is 0.353 mm.
        Assert.All(letters, letter => Assert.True(letter.BoundingBox.Right < 105 / 25.4 * 72));
    }

    private static ImmutableArray<DeclaredGoods> Kinds(int count) =>
    [
        .. Enumerable.Range(1, count).Select(number => new DeclaredGoods(
            $"SKU-{number:00}", $"Basket number {number:00}.", 1, 300, new(10_000, Currency.Php), "460219", "PH")),
    ];

    private static string Text(BinaryData pdf)
    {
        using var paper = PdfDocument.Open(pdf.ToArray());
        return string.Concat(paper.GetPages().Select(page => page.Text));
    }
}
