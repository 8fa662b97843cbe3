using System.Text;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.TrueType;
using UglyToad.PdfPig.Fonts.TrueType.Parser;
using UglyToad.PdfPig.Writer;

namespace Serverless.Adapters;

/// <summary>One page of a paper; places are millimetres from its upper left corner.</summary>
/// <param name="page">Where it is drawn.</param>
/// <param name="fonts">The fonts of the whole paper.</param>
/// <param name="asWritten">Whether signs of Han stay, as their owner writes them; posts and customs want none.</param>
internal sealed class PaperPage(PdfPageBuilder page, PaperFonts fonts, bool asWritten = false)
{
    public const double Width = 210;
    public const double Height = 297;

    private const double PointsPerMillimetre = 72 / 25.4;

    // Of the height of a line, what is above the foot of its letters.
    private const double Ascent = 0.8;

    /// <summary>A line of text; <paramref name="top"/> is where its letters may begin.</summary>
    public void Text(double left, double top, string text, double points = 9, bool bold = false)
    {
        var (letters, font) = Set(text, bold);
        if (letters.Length == 0) return;
        page.AddText(letters, points, At(left, top + Millimetres(points) * Ascent), font);
    }

    /// <summary>A line of text that ends at a place.</summary>
    public void TextTo(double right, double top, string text, double points = 9, bool bold = false) =>
        Text(right - WidthOf(text, points, bold), top, text, points, bold);

    /// <summary>Text in a column, broken between words or within a long one; answers where it ends.</summary>
    public double Column(double left, double top, double width, string text, double points = 9, bool bold = false)
    {
        foreach (string line in Lines(text, width, points, bold))
        {
            Text(left, top, line, points, bold);
            top += LineOf(points);
        }

        return top;
    }

    /// <summary>How high a column of text would be.</summary>
    public double HeightOf(string text, double width, double points = 9) =>
        Lines(text, width, points, bold: false).Count * LineOf(points);

    public void Line(double left, double top, double right, double bottom, double points = 0.5) =>
        page.DrawLine(At(left, top), At(right, bottom), points);

    public void Box(double left, double top, double width, double height, double points = 0.5) =>
        page.DrawRectangle(At(left, top + height), width * PointsPerMillimetre, height * PointsPerMillimetre, points);

    /// <summary>What is written and drawn from here on has this colour, as <c>#8a4b2d</c>.</summary>
    public void Colour(string colour)
    {
        byte[] parts = Convert.FromHexString(colour[1..]);
        page.SetTextAndFillColor(parts[0], parts[1], parts[2]);
        page.SetStrokeColor(parts[0], parts[1], parts[2]);
    }

    /// <summary>A small square to tick.</summary>
    public void Tick(double left, double top, bool ticked)
    {
        Box(left, top, 3, 3);
        if (!ticked) return;
        Line(left + 0.6, top + 0.6, left + 2.4, top + 2.4, 0.8);
        Line(left + 0.6, top + 2.4, left + 2.4, top + 0.6, 0.8);
    }

    public static double LineOf(double points) => Millimetres(points) * 1.25;

    private double WidthOf(string text, double points, bool bold)
    {
        var (letters, font) = Set(text, bold);
        if (letters.Length == 0) return 0;
        var drawn = page.MeasureText(letters, points, new PdfPoint(0, 0), font);
        return drawn[^1].EndBaseLine.X / PointsPerMillimetre;
    }

    private (string Letters, PdfDocumentBuilder.AddedFont Font) Set(string text, bool bold) =>
        asWritten && LatinLetters.HasHan(text)
            ? (LatinLetters.AndHan(text, PaperFonts.HasHan).Trim(), fonts.Han)
            : (LatinLetters.Of(text).Trim(), fonts.Of(bold));

    private List<string> Lines(string text, double width, double points, bool bold)
    {
        List<string> lines = [];
        string line = "";
        string letters = asWritten ? text : LatinLetters.Of(text);
        foreach (string word in letters.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(word => Pieces(word, width, points, bold)))
        {
            string longer = line.Length == 0 ? word : $"{line} {word}";
            if (WidthOf(longer, points, bold) <= width)
            {
                line = longer;
                continue;
            }

            if (line.Length > 0) lines.Add(line);
            line = word;
        }

        if (line.Length > 0) lines.Add(line);
        return lines;
    }

    private IEnumerable<string> Pieces(string word, double width, double points, bool bold)
    {
        while (WidthOf(word, points, bold) > width)
        {
            int fits = Enumerable.Range(1, word.Length)
                .TakeWhile(length => WidthOf(word[..length], points, bold) <= width).LastOrDefault(1);
            yield return word[..fits];
            word = word[fits..];
        }

        yield return word;
    }

    private static double Millimetres(double points) => points / PointsPerMillimetre;

    private static PdfPoint At(double left, double top) =>
        new(left * PointsPerMillimetre, (Height - top) * PointsPerMillimetre);
}

/// <summary>
/// The fonts of a paper, under the SIL Open Font License (Fonts/LICENSE*.txt): Liberation Sans, and Noto Sans JP where
/// there are signs of Han.
/// </summary>
internal sealed class PaperFonts(PdfDocumentBuilder paper)
{
    private static readonly byte[] Plain = Read("LiberationSans-Regular");
    private static readonly byte[] Strong = Read("LiberationSans-Bold");

    // Large, and hardly ever asked for.
    private static readonly Lazy<byte[]> Signs = new(() => Read("NotoSansJP-Regular"));
    private static readonly Lazy<TrueTypeFont> SignTable =
        new(() => TrueTypeFontParser.Parse(new TrueTypeDataBytes(Signs.Value)));

    private readonly PdfDocumentBuilder.AddedFont plain = paper.AddTrueTypeFont(Plain);
    private readonly PdfDocumentBuilder.AddedFont strong = paper.AddTrueTypeFont(Strong);
    private PdfDocumentBuilder.AddedFont? han;

    public PdfDocumentBuilder.AddedFont Han => han ??= paper.AddTrueTypeFont(Signs.Value);

    public PdfDocumentBuilder.AddedFont Of(bool bold) => bold ? strong : plain;

    /// <summary>Whether the font of signs has one; those outside of the basic plane cannot be drawn.</summary>
    public static bool HasHan(Rune sign) => sign.IsBmp && SignTable.Value.TryGetBoundingBox(sign.Value, out _);

    private static byte[] Read(string name)
    {
        using var file = typeof(PaperFonts).Assembly.GetManifestResourceStream($"fonts/{name}.ttf")!;
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }
}
