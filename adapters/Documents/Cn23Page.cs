using System.Globalization;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>A page of the customs declaration CN 23 of the Universal Postal Union, field by field.</summary>
/// <remarks>The numbers in brackets are those of the form's own instructions.</remarks>
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
    private const double OathTop = PapersTop + 12;
    private const double Bottom = OathTop + 24;
    private const double Label = 7;

    private static readonly (double Left, string Name)[] Columns =
    [
        (Left, "Detailed description of contents (1)"), (88, "Quantity (2)"), (105, "Net weight, kg (3)"),
        (123, "Value (5)"), (150, "HS tariff number (7)"), (171, "Country of origin (8)"), (Right, ""),
    ];

    public static void Draw(PaperPage page, PaperPart part)
    {
        var declaration = part.Declaration;
        page.Text(Left, 12, "CUSTOMS DECLARATION", 15, bold: true);
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
        Kind(page);
        Papers(page, declaration);
        Oath(page, declaration);
    }

    private static void From(PaperPage page, CustomsDeclaration declaration)
    {
        Place(page, Parties, "From (sender)", declaration.Sender, declaration.SenderCountry);
        page.Text(Middle + 2, Parties + 2, "No. of item", Label, bold: true);
        page.Text(Middle + 2, Parties + 6, declaration.Number, 13, bold: true);
        page.Text(Middle + 2, Parties + 17, "Sender's customs reference", Label, bold: true);
        page.Column(Middle + 2, Parties + 21, Right - Middle - 4, declaration.Shipment.Value, 8);
    }

    private static void Addressee(PaperPage page, CustomsDeclaration declaration)
    {
        Place(page, To, "To (addressee)", declaration.Recipient, declaration.RecipientCountry);
        page.Text(Middle + 2, To + 2, "Importer's telephone and e-mail", Label, bold: true);
        page.Text(Middle + 2, To + 6, declaration.Recipient.Phone);
        page.Column(Middle + 2, To + 10.5, Right - Middle - 4, declaration.RecipientEmail);
        page.Text(Middle + 2, To + 22, "Terms of delivery (Incoterms 2020)", Label, bold: true);
        page.Text(Middle + 2, To + 26, declaration.Terms, 11, bold: true);
    }

    private static void Place(PaperPage page, double top, string role, Address address, string country)
    {
        page.Text(Left + 2, top + 2, role, Label, bold: true);
        double line = top + 6;
        foreach (string text in CustomsPapers.Lines(address, country))
            line = page.Column(Left + 2, line, Middle - Left - 4, text);
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

    private static void Kind(PaperPage page)
    {
        string[] kinds = ["Gift", "Documents", "Commercial sample", "Returned goods", "Sale of goods", "Other"];
        page.Text(Left + 2, KindTop + 1.5, "Category of item (10)", Label, bold: true);
        for (int at = 0; at < kinds.Length; at++)
        {
            double left = Left + 2 + at % 2 * 45;
            double top = KindTop + 6 + at / 2 * 5.5;
            page.Tick(left, top, kinds[at] == "Sale of goods");
            page.Text(left + 5, top - 0.3, kinds[at]);
        }

        page.Line(Middle, KindTop, Middle, PapersTop, 0.25);
        page.Text(Middle + 2, KindTop + 1.5, "Comments (11)", Label, bold: true);
    }

    private static void Papers(PaperPage page, CustomsDeclaration declaration)
    {
        (double Left, string Name, bool Ticked, string Number)[] papers =
        [
            (Left, "Licence (12)", false, ""), (75, "Certificate (13)", false, ""),
            (135, "Invoice (14)", true, $"No. {declaration.Number}"),
        ];
        foreach (var (left, name, ticked, number) in papers)
        {
            page.Tick(left + 2, PapersTop + 2, ticked);
            page.Text(left + 7, PapersTop + 2, name, Label, bold: true);
            page.Text(left + 7, PapersTop + 6.5, number, 8);
            if (left > Left) page.Line(left, PapersTop, left, OathTop, 0.25);
        }
    }

    private static void Oath(PaperPage page, CustomsDeclaration declaration)
    {
        page.Column(
            Left + 2, OathTop + 2, Middle - Left - 4,
            "The sender certifies that what is declared here is correct, and that this item holds nothing dangerous "
            + "and nothing that law or the rules of post and customs prohibit.", 7.5);
        page.Line(Middle, OathTop, Middle, Bottom, 0.25);
        page.Text(Middle + 2, OathTop + 2, "Date and sender's signature (15)", Label, bold: true);
        page.Text(Middle + 2, OathTop + 7, CustomsPapers.Day(declaration.Day), 10);
        page.Text(Middle + 2, OathTop + 13, declaration.Sender.Name, 10);
    }
}
