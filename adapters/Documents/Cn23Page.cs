using System.Globalization;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>A page of the customs declaration CN 23 of the Universal Postal Union, field by field.</summary>
/// <remarks>
/// The fields and their numbers in brackets are those of the form as it is printed in OECD, Misuse of Small Parcels
/// (2018), annex A.
/// </remarks>
internal static class Cn23Page
{
    /// <summary>How many kinds of goods fit on a page.</summary>
    public const int Rows = 9;

    private const double Left = 15;
    private const double Right = PaperPage.Width - Left;
    private const double Middle = 105;
    private const double Parties = 24;
    private const double To = 64;
    private const double Contents = 104;
    private const double RowsTop = Contents + 9;
    private const double RowHeight = 9;
    private const double SumsTop = RowsTop + Rows * RowHeight;
    private const double KindTop = SumsTop + 12;
    private const double PapersTop = KindTop + 24;
    private const double OathTop = PapersTop + 16;
    private const double Bottom = OathTop + 24;
    private const double Label = 7;

    private static readonly (double Left, string Name)[] Columns =
    [
        (Left, "Detailed description of contents (1)"), (88, "Quantity (2)"), (105, "Net weight, kg (3)"),
        (123, "Value (5)"), (150, "HS tariff number (7)"), (171, "Country of origin (8)"), (Right, ""),
    ];

    private static readonly (ItemCategory Category, string Name)[] Kinds =
    [
        (ItemCategory.Gift, "Gift"), (ItemCategory.CommercialSample, "Commercial sample"),
        (ItemCategory.Documents, "Documents"), (ItemCategory.ReturnedGoods, "Returned goods"),
        (ItemCategory.SaleOfGoods, "Sale of goods"), (ItemCategory.Other, "Other (please specify)"),
    ];

    public static void Draw(PaperPage page, PaperPart part)
    {
        var declaration = part.Declaration;
        page.Text(Left, 12, "CUSTOMS DECLARATION", 15, bold: true);
        page.Text(Left + 68, 14, "DÉCLARATION EN DOUANE", 9);
        page.TextTo(Right, 12, "CN 23", 15, bold: true);
        page.Text(Left, 19, "May be opened officially", Label);
        page.TextTo(Right, 19, $"Page {part.Page} of {part.Pages}", Label);
        page.Box(Left, Parties, Right - Left, Bottom - Parties, 1);
        foreach (double rule in new[] { To, Contents, RowsTop, SumsTop, KindTop, PapersTop, OathTop })
            page.Line(Left, rule, Right, rule);
        page.Line(Middle, Parties, Middle, Contents);
        From(page, declaration);
        Addressee(page, declaration);
        Table(page, part);
        Sums(page, declaration);
        Kind(page, declaration);
        Papers(page, part);
        Oath(page, declaration);
    }

    private static void From(PaperPage page, CustomsDeclaration declaration)
    {
        var (sender, seller) = (declaration.Sender, declaration.Seller);
        page.Text(Left + 2, Parties + 2, "From (sender)", Label, bold: true);
        Place(page, Parties, sender, declaration.SenderCountry, seller.Name, seller.Email);
        page.Text(Middle + 2, Parties + 2, "No. of item (barcode, if any)", Label, bold: true);
        page.Text(Middle + 2, Parties + 6, declaration.Number, 13, bold: true);
        page.Text(Middle + 2, Parties + 15, "Sender's customs reference (if any)", Label, bold: true);
        double line = Parties + 19;
        foreach (string number in declaration.SellerNumbers)
        {
            page.Text(Middle + 2, line, number, 8);
            line += 4;
        }

        page.Column(Middle + 2, Parties + 35.5, Right - Middle - 4, $"Ref. {declaration.Shipment}", 7);
    }

    private static void Addressee(PaperPage page, CustomsDeclaration declaration)
    {
        page.Text(Left + 2, To + 2, "To (addressee)", Label, bold: true);
        Place(page, To, declaration.Recipient, declaration.RecipientCountry, "", "");
        page.Text(
            Middle + 2, To + 2, "Importer's reference (tax code / VAT No. / importer code) (optional)", Label,
            bold: true);
        page.Text(Middle + 2, To + 12, "Importer's telephone / fax / e-mail", Label, bold: true);
        page.Text(Middle + 2, To + 16, declaration.Recipient.Telephone);
        page.Column(Middle + 2, To + 20.5, Right - Middle - 4, declaration.RecipientEmail);
        page.Text(Middle + 2, To + 30, "Terms of delivery (Incoterms 2020)", Label, bold: true);
        page.Text(Middle + 2, To + 34, declaration.Terms, 10, bold: true);
    }

    private static void Place(
        PaperPage page, double top, Address address, string country, string business, string email)
    {
        (string Label, string Text)[] fields =
        [
            ("Name", address.Name), ("Business", business), ("Street", address.Line1),
            ("", string.Join(", ", address.Street.Skip(1))), ("Postcode City", address.Place),
            ("Country", $"{country} ({address.Country})"),
            ("Tel. / E-mail", email.Length == 0 ? address.Telephone : $"{address.Telephone}, {email}"),
        ];
        double line = top + 6;
        foreach (var (label, text) in fields)
        {
            if (text.Length == 0 && label != "Business") continue;
            page.Text(Left + 2, line + 0.7, label, 6);
            double width = Middle - Left - 21;
            double points = page.HeightOf(text, width) > PaperPage.LineOf(9) * 2.5 ? 6 : 8.5;
            line = Math.Max(page.Column(Left + 19, line, width, text, points), line + 4);
        }
    }

    private static void Table(PaperPage page, PaperPart part)
    {
        foreach (var ((left, name), next) in Columns.Zip(Columns.Skip(1)))
        {
            page.Column(left + 1.5, Contents + 1.5, next.Left - left - 2, name, 6.5, bold: true);
            if (left > Left) page.Line(left, Contents, left, SumsTop, 0.25);
        }

        double top = RowsTop;
        foreach (var goods in part.Goods)
        {
            Row(page, top, goods);
            top += RowHeight;
            if (top < SumsTop) page.Line(Left, top, Right, top, 0.25);
        }
    }

    private static void Row(PaperPage page, double top, DeclaredGoods goods)
    {
        string[] cells =
        [
            goods.Description, goods.Quantity.ToString(CultureInfo.InvariantCulture),
            CustomsPapers.Kilograms(goods.NetGrams), goods.Value.ToString(), goods.HsCode,
            goods.Origin,
        ];
        for (int at = 0; at < cells.Length; at++)
        {
            double width = Columns[at + 1].Left - Columns[at].Left - 2;
            double points = page.HeightOf(cells[at], width, 8.5) > RowHeight - 1 ? 6.5 : 8.5;
            page.Column(Columns[at].Left + 1.5, top + 1.2, width, cells[at], points);
        }
    }

    private static void Sums(PaperPage page, CustomsDeclaration declaration)
    {
        (double Left, string Name, string Value)[] sums =
        [
            (Left, "Total gross weight (4)", $"{CustomsPapers.Kilograms(declaration.GrossGrams)} kg"),
            (75, "Total value (6)", declaration.Value.ToString()),
            (135, "Postal charges / Fees (9)", declaration.Postage.ToString()),
        ];
        foreach (var (left, name, value) in sums)
        {
            page.Text(left + 2, SumsTop + 1.5, name, Label, bold: true);
            page.Text(left + 2, SumsTop + 5.5, value, 10);
            if (left > Left) page.Line(left, SumsTop, left, KindTop, 0.25);
        }
    }

    private static void Kind(PaperPage page, CustomsDeclaration declaration)
    {
        page.Text(Left + 2, KindTop + 1.5, "Category of item (10)", Label, bold: true);
        foreach (var (at, (category, name)) in Kinds.Index())
        {
            double left = Left + 2 + at % 2 * 43;
            double top = KindTop + 6 + at / 2 * 5.5;
            page.Tick(left, top, category == declaration.Category);
            page.Text(left + 5, top - 0.3, name);
        }

        if (declaration.Category == ItemCategory.Other)
            page.Text(Left + 50, KindTop + 20.5, "several kinds of goods, none sold", Label);
        page.Line(Middle, KindTop, Middle, PapersTop, 0.25);
        page.Text(Middle + 2, KindTop + 1.5, "Office of origin / Date of posting", Label, bold: true);
        page.Line(Middle, KindTop + 9, Right, KindTop + 9, 0.25);
        page.Text(Middle + 2, KindTop + 10.5, "Comments (11)", Label, bold: true);
        if (declaration.Documents.IsEmpty) return;
        Fit(page, Middle + 2, KindTop + 14, Right - Middle - 4, 9.5,
            $"Subject to: {string.Join("; ", declaration.Documents)}");
    }

    private static void Papers(PaperPage page, PaperPart part)
    {
        string licences = Numbers(part.Goods.Select(goods => goods.Licence));
        string certificates = Numbers(part.Goods.Select(goods => goods.Certificate));
        (double Left, double Width, string Name, string Numbers)[] papers =
        [
            (Left, 58, "Licence (12): No(s). of licence(s)", licences),
            (75, 58, "Certificate (13): No(s). of certificate(s)", certificates),
            (135, 58, "Invoice (14): No. of invoice", part.Declaration.Number),
        ];
        foreach (var (left, width, name, numbers) in papers)
        {
            page.Tick(left + 2, PapersTop + 1.5, numbers.Length > 0);
            page.Text(left + 6.5, PapersTop + 1.7, name, 6.5, bold: true);
            Fit(page, left + 2, PapersTop + 6, width - 4, 9.5, numbers);
            if (left > Left) page.Line(left, PapersTop, left, OathTop, 0.25);
        }
    }

    private static string Numbers(IEnumerable<string?> numbers) =>
        string.Join(", ", numbers.OfType<string>().Distinct());

    /// <summary>Text as large as its box lets it be.</summary>
    private static void Fit(PaperPage page, double left, double top, double width, double height, string text)
    {
        double points = 8.5;
        while (points > 4 && page.HeightOf(text, width, points) > height) points -= 0.5;
        page.Column(left, top, width, text, points);
    }

    private static void Oath(PaperPage page, CustomsDeclaration declaration)
    {
        page.Column(
            Left + 2, OathTop + 2, Middle - Left - 4,
            "I certify that what is declared here is correct, and that this item holds nothing dangerous and nothing "
            + "that law or the rules of post and customs prohibit.", 7.5);
        page.Line(Middle, OathTop, Middle, Bottom, 0.25);
        page.Text(Middle + 2, OathTop + 2, "Date and sender's signature (15)", Label, bold: true);
        page.Text(Middle + 2, OathTop + 7, CustomsPapers.Day(declaration.Day), 10);
        page.Text(Middle + 2, OathTop + 18, $"for {declaration.Seller.Name}", 8);
    }
}
