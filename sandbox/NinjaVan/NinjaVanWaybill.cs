using System.Text.Json;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace Serverless.Sandbox;

/// <summary>The carrier's waybill: a paper of 100 by 150 mm with the tracking number in bars.</summary>
internal static class NinjaVanWaybill
{
    private const double Millimetre = 72 / 25.4;
    private const double Width = 100;
    private const double Height = 150;
    private const double Left = 8;
    private const double BarWidth = 0.33;

    // As wide as the paper lets a line be, at the size of the addresses.
    private const int LineLength = 46;

    public static byte[] Print(Parcel parcel)
    {
        using var paper = new PdfDocumentBuilder();
        paper.DocumentInformation.Title = $"Waybill {parcel.Tracking}";
        var page = paper.AddPage(Width * Millimetre, Height * Millimetre);
        var plain = paper.AddStandard14Font(Standard14Font.Helvetica);
        var bold = paper.AddStandard14Font(Standard14Font.HelveticaBold);
        page.AddText("ninja van (sandbox)", 13, At(Left, 12), bold);
        page.AddText(parcel.IsReturn ? "RETURN" : parcel.Level.ToUpperInvariant(), 11, At(70, 12), bold);
        Bars(page, parcel.Tracking);
        page.AddText(parcel.Tracking, 12, At(Left, 46), bold);
        page.AddText($"Ref. {parcel.Reference}", 6, At(Left, 51), plain);
        double top = Place("FROM", "from", 60);
        top = Place("TO", "to", top + 6);
        page.AddText(
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{parcel.WeightKilograms:0.000} kg"), 11,
            At(Left, top + 8), bold);
        return paper.Build();

        double Place(string title, string side, double from)
        {
            page.AddText(title, 8, At(Left, from), bold);
            foreach (string line in LinesOf(parcel, side).SelectMany(Broken))
                page.AddText(line, 9, At(Left, from += 4.5), plain);
            return from;
        }
    }

    private static void Bars(PdfPageBuilder page, string text)
    {
        page.SetTextAndFillColor(0, 0, 0);
        double at = Left;
        foreach (var (width, isBar) in Code128.Of(text))
        {
            if (isBar)
                page.DrawRectangle(At(at, 40), width * BarWidth * Millimetre, 24 * Millimetre, 0.01, fill: true);
            at += width * BarWidth;
        }
    }

    private static IEnumerable<string> LinesOf(Parcel parcel, string side)
    {
        if (parcel.Told is not { } told || !told.TryGetProperty(side, out var place)) yield break;
        foreach (string name in new[] { "name", "phone_number" })
            if (Text(place, name) is { } text) yield return text;
        if (!place.TryGetProperty("address", out var address)) yield break;
        foreach (string name in new[] { "address1", "address2", "city", "province", "postcode", "country" })
            if (Text(address, name) is { } text) yield return text;
    }

    private static string? Text(JsonElement at, string name) =>
        at.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String
        && found.GetString() is { Length: > 0 } text ? Printable(text) : null;

    // The fonts that every PDF has know Latin letters only.
    private static string Printable(string text) =>
        string.Concat(text.Select(letter => letter is >= ' ' and <= '~' ? letter : '?'));

    private static IEnumerable<string> Broken(string line) =>
        line.Chunk(LineLength).Select(part => new string(part));

    private static PdfPoint At(double left, double top) => new(left * Millimetre, (Height - top) * Millimetre);
}
