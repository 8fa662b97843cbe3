using System.Collections.Immutable;
using Serverless.Adapters;
using Serverless.Commerce;
using UglyToad.PdfPig;

namespace Serverless.Tests.Adapters;

/// <summary>A credit note as the shopper reads it: what is on the paper is read back out of it.</summary>
public sealed class CreditNotePageTests
{
    private static readonly CreditNote Note = new(
        "CN-LIKHA-000042", new(2026, 11, 12, 8, 0, 0, TimeSpan.Zero), Customs.Seller,
        new("Ana Cruz", "12 Mabini St", null, "Quezon City", "Metro Manila", "1100", "PH", "+639171234567"),
        new("6e0b3c1a-0000-4000-8000-000000000002"), new("6e0b3c1a-0000-4000-8000-000000000003"),
        [new("TOTE-NAT", "Abaca tote (Natural)", 2)],
        [new("Goods", Php(250_000)), new("Restocking fee", Php(-37_500))], Php(212_500), Php(22_768),
        [new("To the card", Php(200_000)), new("As store credit", Php(12_500))]);

    [Fact]
    public void The_paper_says_who_gives_how_much_back_to_whom_for_what()
    {
        using var paper = PdfDocument.Open(CreditNotes.Print(Note).ToArray());
        var text = paper.GetPage(1).Text;
        Assert.All(
            [
                "CREDIT NOTE", "CN-LIKHA-000042", "2026-11-12", "Likha Crafts, Inc.", "TIN", "Ana Cruz",
                "12 Mabini St", "Quezon City", "1100 Metro Manila",
                "Abaca tote (Natural)", "PHP 2,500.00", "PHP -375.00",
                "PHP 2,125.00", "of which VAT", "PHP 227.68", "To the card", "PHP 2,000.00", "As store credit",
                "PHP 125.00", Note.Order.Value, Note.Return!.Value.Value,
            ],
            field => Assert.Contains(field, text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_seller_without_the_tax_says_so_instead_of_naming_it()
    {
        using var paper = PdfDocument.Open(CreditNotes.Print(Note with { VatPercent = 0, Tax = Php(0) }).ToArray());
        var text = paper.GetPage(1).Text;
        Assert.Contains("NON-VAT Reg. TIN", text, StringComparison.Ordinal);
        Assert.Contains("not valid for claim of input tax", text, StringComparison.Ordinal);
        Assert.DoesNotContain("of which VAT", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_day_is_the_sellers_day()
    {
        var newYear = Note with { At = new(2026, 12, 31, 17, 0, 0, TimeSpan.Zero) };
        using var paper = PdfDocument.Open(CreditNotes.Print(newYear).ToArray());
        Assert.Contains("Date 2027-01-01", paper.GetPage(1).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_in_Han_stands_there_as_its_owner_writes_it()
    {
        var hers = Note.Buyer with
        {
            Name = "山田 太郎",
            Line1 = string.Concat(Enumerable.Repeat("東京都千代田区千代田一丁目", 5)),
        };
        using var paper = PdfDocument.Open(CreditNotes.Print(Note with { Buyer = hers }).ToArray());
        var page = paper.GetPage(1);
        Assert.Contains("山田 太郎", page.Text, StringComparison.Ordinal);
        Assert.Contains("Quezon City", page.Text, StringComparison.Ordinal);
        Assert.All(page.Letters, letter => Assert.True(letter.EndBaseLine.X < page.Width, letter.Value));
        // Of the font, a paper holds what it uses.
        Assert.True(CreditNotes.Print(Note with { Buyer = hers }).ToMemory().Length < 1_000_000);
    }

    [Fact]
    public void Many_things_go_on_several_pages()
    {
        ImmutableArray<CreditLine> many =
            [.. Enumerable.Range(1, 50).Select(number => new CreditLine($"S-{number}", $"Thing {number}", 1))];
        using var paper = PdfDocument.Open(CreditNotes.Print(Note with { Lines = many }).ToArray());
        Assert.Equal(3, paper.NumberOfPages);
        Assert.Contains("Thing 50", paper.GetPage(3).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Total", paper.GetPage(1).Text, StringComparison.Ordinal);
    }

    private static Money Php(long amount) => new(amount, Currency.Php);
}
