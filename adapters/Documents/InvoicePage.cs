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
    private const double RowHeight = 8.5;
    private const double FactsTop = 84;

    public static void Draw(PaperPage page, PaperPart part)
    {
        var declaration = part.Declaration;
        page.Text(Left, 16, "COMMERCIAL INVOICE", 18, bold: true);
        page.TextTo(Right, 16, $"No. {declaration.Number}", 11, bold: true);
        page.TextTo(Right, 21.5, $"Date {CustomsPapers.Day(declaration.Day)}");
        page.TextTo(Right, 26, $"Page {part.Page} of {part.Pages}");
        page.Line(Left, 32, Right, 32, 1);
        Seller(page, declaration);
        Party(page, 110, "BUYER / CONSIGNEE", 41.5, [
            .. CustomsPapers.Lines(declaration.Recipient, declaration.RecipientCountry), declaration.RecipientEmail]);
        Facts(page, declaration);
        double top = Table(page, part);
        if (part.IsLast) Sums(page, declaration, top);
    }

    private static void Seller(PaperPage page, CustomsDeclaration declaration)
    {
        var seller = declaration.Seller;
        double top = Party(page, Left, "SELLER / EXPORTER", 41.5, [
            seller.Name, seller.Address, string.Join(" · ", declaration.SellerNumbers),
            $"Tel. {seller.Phone}, {seller.Email}"]);
        page.Text(Left, top + 1.5, "SHIPPED FROM", 7, bold: true);
        var from = declaration.Sender;
        page.Column(
            Left, top + 5, 85, $"{string.Join(", ", from.Lines)}, {declaration.SenderCountry}");
    }

    private static double Party(PaperPage page, double left, string role, double top, IEnumerable<string> lines)
    {
        page.Text(left, 37, role, 7, bold: true);
        foreach (string line in lines) top = page.Column(left, top, 82, line);
        return top;
    }

    private static void Facts(PaperPage page, CustomsDeclaration declaration)
    {
        (string Name, string Value)[] facts =
        [
            ("TERMS (INCOTERMS 2020)", $"{declaration.Terms} {declaration.Recipient.Town}"),
            ("REASON FOR EXPORT", Reason(declaration.Category)),
            ("COUNTRY OF EXPORT", declaration.SenderCountry),
            ("DESTINATION", declaration.RecipientCountry),
            ("CURRENCY", declaration.Total.Currency.Code),
        ];
        page.Line(Left, FactsTop, Right, FactsTop);
        for (int at = 0; at < facts.Length; at++)
        {
            double left = Left + at * 37;
            page.Text(left, FactsTop + 2.5, facts[at].Name, 6.5, bold: true);
            page.Column(left, FactsTop + 6, 35, facts[at].Value);
        }

        page.Line(Left, FactsTop + 15, Right, FactsTop + 15);
    }

    private static string Reason(ItemCategory category) => category switch
    {
        ItemCategory.Gift => "Gift",
        ItemCategory.Documents => "Documents",
        ItemCategory.CommercialSample => "Commercial sample",
        ItemCategory.ReturnedGoods => "Returned goods",
        ItemCategory.SaleOfGoods => "Sale of goods",
        ItemCategory.Other => "Several kinds of goods, none sold",
    };

    private static double Table(PaperPage page, PaperPart part)
    {
        double top = FactsTop + 18;
        page.Text(Left, top, "Description of goods", 7.5, bold: true);
        page.Text(88, top, "HS code", 7.5, bold: true);
        page.Text(102, top, "Origin", 7.5, bold: true);
        page.TextTo(124, top, "Quantity", 7.5, bold: true);
        page.TextTo(139, top, "Net kg", 7.5, bold: true);
        page.TextTo(165, top, "Unit value", 7.5, bold: true);
        page.TextTo(Right, top, "Value", 7.5, bold: true);
        top += 5;
        page.Line(Left, top, Right, top);
        foreach (var goods in part.Goods)
        {
            page.Text(Left, top + 0.9, goods.Sku, 6);
            bool isLong = page.HeightOf(goods.Description, 68) > PaperPage.LineOf(9) * 1.5;
            page.Column(Left, top + (isLong ? 3.2 : 3.8), 68, Short(goods.Description), isLong ? 6 : 9);
            page.Text(88, top + 3.8, goods.HsCode);
            page.Text(102, top + 3.8, goods.Origin);
            page.TextTo(124, top + 3.8, goods.Quantity.ToString(CultureInfo.InvariantCulture));
            page.TextTo(139, top + 3.8, CustomsPapers.Kilograms(goods.NetGrams));
            page.TextTo(165, top + 3.8, goods.Value.Part(1, goods.Quantity).ToString());
            page.TextTo(Right, top + 3.8, goods.Value.ToString());
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
        page.Text(Left, top - 5.5, declaration.Terms == "DDP"
            ? "Duty, import tax and fees are paid by the seller."
            : "Duty, import tax and fees are paid by the buyer.");
        page.Line(Left, 258, Right, 258);
        page.Column(
            Left, 261, 120,
            "We certify that this invoice is true and correct, and that the goods are of the origin shown.", 8);
        page.Text(Left, 271, $"{declaration.Seller.Name}, {CustomsPapers.Day(declaration.Day)}", 8, bold: true);
        page.Text(Left, 276, "Name and signature", 6.5);
    }

    // A row has two small lines for what it is; CN 23 says all of it.
    private static string Short(string text) => text.Length <= 110 ? text : $"{text[..109]}…";
}
