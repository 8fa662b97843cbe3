using System.Globalization;
using Serverless.Commerce;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Writer;

namespace Serverless.Adapters;

/// <summary>The papers that go with a parcel across a border, as PDF.</summary>
public static class CustomsPapers
{
    /// <summary>The commercial invoice, which customs want with every item that was sold.</summary>
    public static BinaryData Invoice(CustomsDeclaration declaration) => Paper(
        declaration, $"Commercial invoice {declaration.Number}", InvoicePage.Rows, InvoicePage.Draw);

    /// <summary>The customs declaration CN 23 of the Universal Postal Union.</summary>
    public static BinaryData Cn23(CustomsDeclaration declaration) =>
        Paper(declaration, $"Customs declaration CN 23 {declaration.Number}", Cn23Page.Rows, Cn23Page.Draw);

    internal static string Kilograms(int grams) => (grams / 1000m).ToString("0.000", CultureInfo.InvariantCulture);

    internal static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The lines of an address as one writes them on a letter.</summary>
    internal static IEnumerable<string> Lines(Address address, string country) =>
        [.. address.Lines, $"{country} ({address.Country})", $"Tel. {address.Telephone}"];

    private static BinaryData Paper(
        CustomsDeclaration declaration, string title, int rows, Action<PaperPage, PaperPart> draw)
    {
        using var paper = new PdfDocumentBuilder();
        paper.DocumentInformation.Title = title;
        paper.DocumentInformation.Producer = "Serverless Commerce";
        var fonts = new PaperFonts(paper);
        var parts = declaration.Goods.Chunk(rows).ToList();
        for (int at = 0; at < parts.Count; at++)
        {
            var page = new PaperPage(paper.AddPage(PageSize.A4), fonts);
            draw(page, new(declaration, parts[at], at + 1, parts.Count));
        }

        return new BinaryData(paper.Build());
    }
}

/// <summary>What stands on one page of a paper.</summary>
internal sealed record PaperPart(
    CustomsDeclaration Declaration, IReadOnlyList<DeclaredGoods> Goods, int Page, int Pages)
{
    public bool IsLast => Page == Pages;
}
