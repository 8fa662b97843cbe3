using System.Globalization;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>A page of a commercial invoice.</summary>
internal static class InvoicePage
{
    /// <summary>How many kinds of goods fit on a page.</summary>
    public const int Rows = 14;

    private const double Left = 18;
    private const double Right = PaperPage.Width - 18;
    private const double RowHeight = 9;

    public static void Draw(PaperPage page, PaperPart part)
    {
        var declaration = part.Declaration;
        page.Text(Left, 16, "COMMERCIAL INVOICE", 18, bold: true);
        page.TextTo(Right, 16, $"No. {declaration.Number}", 11, bold: true);
        page.TextTo(Right, 21.5, $"Date {CustomsPapers.Day(declaration.Day)}");
        page.TextTo(Right, 26, $"Page {part.Page} of {part.Pages}");
        page.Line(Left, 32, Right, 32, 1);
        Party(page, Left, "SELLER / EXPORTER", declaration.Sender, declaration.SenderCountry);
        double end = Party(
            page, 110, "BUYER / CONSIGNEE", declaration.Recipient, declaration.RecipientCountry);
        page.Column(110, end, 80, declaration.RecipientEmail);
        Facts(page, declaration);
        double top = Table(page, part);
        if (part.IsLast) Sums(page, declaration, top);
    }

    private static double Party(PaperPage page, double left, string role, Address address, string country)
    {
        page.Text(left, 37, role, 7, bold: true);
        double top = 41.5;
        foreach (string line in CustomsPapers.Lines(address, country)) top = page.Column(left, top, 80, line);
        return top;
    }

    private static void Facts(PaperPage page, CustomsDeclaration declaration)
    {
        (string Name, string Value)[] facts =
        [
            ("TERMS (INCOTERMS 2020)", $"{declaration.Terms} {declaration.Recipient.City}"),
            ("SHIPMENT", declaration.Number),
            ("COUNTRY OF EXPORT", declaration.SenderCountry),
            ("CURRENCY", declaration.Total.Currency.Code),
        ];
        page.Line(Left, 78, Right, 78);
        for (int at = 0; at < facts.Length; at++)
        {
            double left = Left + at * 44;
            page.Text(left, 80.5, facts[at].Name, 6.5, bold: true);
            page.Column(left, 84, 42, facts[at].Value);
        }

        page.Line(Left, 94, Right, 94);
    }

    private static double Table(PaperPage page, PaperPart part)
    {
        double top = 97;
        page.Text(Left, top, "Description of goods", 7.5, bold: true);
        page.Text(94, top, "HS code", 7.5, bold: true);
        page.Text(110, top, "Origin", 7.5, bold: true);
        page.TextTo(132, top, "Quantity", 7.5, bold: true);
        page.TextTo(150, top, "Net kg", 7.5, bold: true);
        page.TextTo(Right, top, "Value", 7.5, bold: true);
        top += 5;
        page.Line(Left, top, Right, top);
        foreach (var goods in part.Goods)
        {
            page.Text(Left, top + 1.2, goods.Sku, 6.5);
            page.Column(Left, top + 4, 74, Short(goods.Description));
            page.Text(94, top + 4, goods.HsCode);
            page.Text(110, top + 4, goods.Origin);
            page.TextTo(132, top + 4, goods.Quantity.ToString(CultureInfo.InvariantCulture));
            page.TextTo(150, top + 4, CustomsPapers.Kilograms(goods.NetGrams));
            page.TextTo(Right, top + 4, goods.Value.ToString());
            top += RowHeight;
            page.Line(Left, top, Right, top, 0.25);
        }

        return top;
    }

    private static void Sums(PaperPage page, CustomsDeclaration declaration, double top)
    {
        (string Name, Money Value)[] sums =
        [
            ("Goods", declaration.Value), ("Freight", declaration.Postage),
            ("Total invoice value", declaration.Total),
        ];
        top += 3;
        foreach (var (name, value) in sums)
        {
            bool last = value == declaration.Total && name.StartsWith("Total", StringComparison.Ordinal);
            page.Text(130, top, name, bold: last);
            page.TextTo(Right, top, value.ToString(), bold: last);
            top += 5.5;
        }

        page.Text(Left, top - 16.5, $"Net weight {CustomsPapers.Kilograms(declaration.NetGrams)} kg");
        page.Text(Left, top - 11, $"Gross weight {CustomsPapers.Kilograms(declaration.GrossGrams)} kg, 1 parcel");
        page.Line(Left, 258, Right, 258);
        page.Column(
            Left, 261, 110,
            "We certify that this invoice is true and correct, and that the goods are of the origin shown.", 8);
        page.Text(Left, 271, $"{declaration.Sender.Name}, {CustomsPapers.Day(declaration.Day)}", 8, bold: true);
    }

    // A row has one line for what it is.
    private static string Short(string text) => text.Length <= 48 ? text : $"{text[..47]}…";
}
