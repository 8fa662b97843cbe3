using System.Globalization;
using Serverless.Commerce;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Writer;

namespace Serverless.Adapters;

/// <summary>A credit note on paper.</summary>
internal static class CreditNotePage
{
    /// <summary>How many kinds of goods fit on a page, with the sums below them.</summary>
    private const int Rows = 24;

    private const double Left = 18;
    private const double Right = PaperPage.Width - 18;
    private const double Amounts = 110;

    // As Philippine RR 13-2018, section 13, has sellers without VAT say it.
    private const string NoVat =
        "The seller is not registered for VAT: none is contained. This document is not valid for claim of input tax.";

    public static BinaryData Print(CreditNote note)
    {
        using var paper = new PdfDocumentBuilder();
        paper.DocumentInformation.Title = $"Credit note {note.Number}";
        paper.DocumentInformation.Producer = "Serverless Commerce";
        var fonts = new PaperFonts(paper);
        var parts = note.Lines.Chunk(Rows).DefaultIfEmpty([]).ToList();
        foreach (var (at, lines) in parts.Index())
        {
            // It stays between the shop and its customer, who reads her own name as she writes it.
            var page = new PaperPage(paper.AddPage(PageSize.A4), fonts, asWritten: true);
            Head(page, note);
            page.TextTo(Right, 26, string.Create(CultureInfo.InvariantCulture, $"Page {at + 1} of {parts.Count}"));
            double top = Lines(page, lines);
            if (at + 1 == parts.Count) Foot(page, note, top + 4);
        }

        return new BinaryData(paper.Build());
    }

    private static void Head(PaperPage page, CreditNote note)
    {
        page.Text(Left, 16, "CREDIT NOTE", 18, bold: true);
        page.TextTo(Right, 16, $"No. {note.Number}", 11, bold: true);
        page.TextTo(Right, 21.5, $"Date {CustomsPapers.Day(note.Day)}");
        page.Line(Left, 30, Right, 30, 1);
        page.Text(Left, 35, "SELLER", 7, bold: true);
        double top = page.Column(Left, 39.5, 80, note.Seller.Name);
        top = page.Column(Left, top, 80, note.Seller.Address);
        if (note.Seller.TaxNumber.Length > 0) page.Text(Left, top, note.Seller.TaxNumberFor(note.VatPercent > 0));
        page.Text(Amounts, 35, "BUYER", 7, bold: true);
        var buyer = note.Buyer;
        top = 39.5;
        foreach (string line in buyer.Lines.Add(buyer.Country)) top = page.Column(Amounts, top, 80, line);
    }

    private static double Lines(PaperPage page, CreditLine[] lines)
    {
        double top = 72;
        // Money alone came back.
        if (lines.Length == 0) return top;
        page.Text(Left, top, "What came back", 7.5, bold: true);
        page.TextTo(Right, top, "Quantity", 7.5, bold: true);
        top += 5;
        page.Line(Left, top, Right, top);
        foreach (var line in lines)
        {
            page.Text(Left, top + 1.2, line.Name);
            page.TextTo(Right, top + 1.2, line.Quantity.ToString(CultureInfo.InvariantCulture));
            top += 5.5;
        }

        page.Line(Left, top, Right, top, 0.25);
        return top;
    }

    private static void Foot(PaperPage page, CreditNote note, double top)
    {
        foreach (var (name, amount) in note.Sums) top = Sum(page, top, name, amount);
        top = Sum(page, top, "Total", note.Total, bold: true);
        if (note.VatPercent > 0) top = Sum(page, top, "of which VAT", note.Tax);
        top += 2;
        foreach (var (name, amount) in note.Paid) top = Sum(page, top, name, amount);
        string of = note.Return is { } back ? $" Return {back}." : "";
        page.Column(
            Left, top + 8, Right - Left, $"This note takes back a part of the sale of order {note.Order}.{of}", 8);
        if (note.VatPercent == 0) page.Column(Left, top + 14, Right - Left, NoVat, 8);
    }

    private static double Sum(PaperPage page, double top, string name, Money amount, bool bold = false)
    {
        page.Text(Amounts, top, name, bold: bold);
        page.TextTo(Right, top, amount.ToString(), bold: bold);
        return top + 5.5;
    }
}
