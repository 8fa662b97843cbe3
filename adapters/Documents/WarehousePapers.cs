using System.Globalization;
using Serverless.Commerce;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Writer;

namespace Serverless.Adapters;

/// <summary>The papers of the warehouse, as PDF on A4: made when they are asked for, and kept nowhere.</summary>
public static class WarehousePapers
{
    private const double Left = 15;
    private const double Right = PaperPage.Width - Left;
    private const double Bottom = PaperPage.Height - 18;
    private const double Top = 34;

    /// <summary>What to take from which shelf, and into which box.</summary>
    public static BinaryData PickList(PickList list, DateTimeOffset at)
    {
        string when = at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        int units = list.Stops.Sum(stop => stop.Quantity);
        return Print($"Pick list {list.Location}", sheet =>
        {
            Begin(null);
            foreach (var stop in list.Stops) Stop(stop);

            void Begin(PickStop? continued)
            {
                sheet.Next();
                var page = sheet.Page;
                page.Text(Left, 14, $"Pick list · {list.Location}", 16, bold: true);
                page.TextTo(Right, 15, $"{when} · {list.Stops.Length} SKUs, {units} units");
                page.Text(Left, 26, "Take", 7.5, bold: true);
                page.Text(Left + 18, 26, "What", 7.5, bold: true);
                page.Text(Left + 100, 26, "Into box: how many", 7.5, bold: true);
                page.Line(Left, 31, Right, 31, 1);
                sheet.At = Top;
                if (continued is not null)
                    sheet.At = page.Column(Left + 18, Top, 160, $"{continued.Sku}, continued", 8) + 2;
            }

            void Stop(PickStop stop)
            {
                string name = stop.Options.Length == 0 ? stop.Name : $"{stop.Name} ({stop.Options})";
                double height = 8 + sheet.Page.HeightOf(name, 78, 10);
                if (sheet.At + height > Bottom) Begin(null);
                double from = sheet.At;
                sheet.Page.Text(Left, from, $"{stop.Quantity}", 14, bold: true);
                sheet.Page.Text(Left + 18, from, stop.Sku, 11, bold: true);
                double end = sheet.Page.Column(Left + 18, from + 5.5, 78, name, 10);
                foreach (var some in stop.Boxes.Chunk(3))
                {
                    if (sheet.At + 5 > Bottom)
                    {
                        Begin(stop);
                        end = sheet.At;
                    }

                    foreach (var (column, box) in some.Index())
                    {
                        sheet.Page.Tick(Left + 100 + column * 27, sheet.At, ticked: false);
                        sheet.Page.Text(Left + 104.5 + column * 27, sheet.At, $"{box.Number}: {box.Quantity}");
                    }

                    sheet.At += 5;
                }

                sheet.At = Math.Max(sheet.At, end) + 2;
                sheet.Page.Line(Left, sheet.At, Right, sheet.At, 0.25);
                sheet.At += 3;
            }
        });
    }

    /// <summary>What lies in one box, with the shop's name and colour.</summary>
    public static BinaryData PackingSlip(PackingSlip slip, ShopPolicy shop) =>
        Print($"Packing slip {slip.Number}-{slip.Parcel}", sheet =>
        {
            Begin();
            sheet.Page.Text(Left, sheet.At, "TO", 7, bold: true);
            sheet.At += 4.5;
            foreach (string line in slip.To) sheet.At = sheet.Page.Column(Left, sheet.At, 120, line, 11);
            sheet.At += 8;
            Goods("In this box", slip.Here);
            Goods("Of your order, in another box", slip.Elsewhere);
            sheet.Page.Column(
                Left, sheet.At + 4, Right - Left, $"{shop.Seller.Name}, {shop.Seller.Address}", 8);

            void Begin()
            {
                sheet.Next();
                sheet.Page.Colour(shop.Look.Accent);
                sheet.Page.Text(Left, 14, shop.Name, 20, bold: true);
                sheet.Page.Line(Left, 27, Right, 27, 1.5);
                sheet.Page.Colour("#000000");
                sheet.Page.TextTo(Right, 15, $"Order {slip.Number}", 12, bold: true);
                sheet.Page.TextTo(
                    Right, 21, $"Box {slip.Parcel} of {slip.Parcels} · {CustomsPapers.Day(slip.Day)}");
                sheet.At = Top;
            }

            void Goods(string title, IReadOnlyCollection<SlipLine> lines)
            {
                if (lines.Count == 0) return;
                sheet.Page.Text(Left, sheet.At, title, 12, bold: true);
                sheet.At += 7;
                foreach (var line in lines)
                {
                    string name = line.Options.Length == 0 ? line.Name : $"{line.Name} ({line.Options})";
                    if (sheet.At + sheet.Page.HeightOf(name, 115, 10) + 4 > Bottom) Begin();
                    sheet.Page.Text(Left, sheet.At, $"{line.Quantity} ×", 10, bold: true);
                    sheet.Page.TextTo(Right, sheet.At, line.HasLeft ? $"{line.Sku} (sent)" : line.Sku, 9);
                    sheet.At = sheet.Page.Column(Left + 14, sheet.At, 115, name, 10) + 2.5;
                }

                sheet.At += 6;
            }
        });

    private static BinaryData Print(string title, Action<Sheet> draw)
    {
        using var paper = new PdfDocumentBuilder();
        paper.DocumentInformation.Title = title;
        paper.DocumentInformation.Producer = "Serverless Commerce";
        var fonts = new PaperFonts(paper);
        var sheet = new Sheet(() => new(paper.AddPage(PageSize.A4), fonts));
        draw(sheet);
        foreach (var (at, page) in sheet.Pages.Index())
            page.TextTo(
                Right, PaperPage.Height - 12,
                string.Create(CultureInfo.InvariantCulture, $"Page {at + 1} of {sheet.Pages.Count}"), 8);
        return new BinaryData(paper.Build());
    }

    /// <summary>A paper that grows by pages, and how far down the last one is written.</summary>
    private sealed class Sheet(Func<PaperPage> add)
    {
        public List<PaperPage> Pages { get; } = [];

        public PaperPage Page => Pages[^1];

        public double At { get; set; }

        public void Next() => Pages.Add(add());
    }
}
