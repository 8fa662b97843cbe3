using System.Globalization;
using System.Text.RegularExpressions;

namespace Serverless.Commerce;

/// <summary>How the shop looks: three colours, of which all others are made, and a logo.</summary>
public sealed partial record ShopLook
{
    /// <summary>WCAG 2.2, success criterion 1.4.3 (level AA), for text of any size.</summary>
    public const double LeastContrast = 4.5;

    /// <summary>Buttons and links; what stands on it has the colour of <see cref="Paper"/>.</summary>
    public string Accent { get; init; } = "#8a4b2d";

    /// <summary>What everything stands on.</summary>
    public string Paper { get; init; } = "#fffaf2";

    /// <summary>Text.</summary>
    public string Ink { get; init; } = "#2b2118";

    /// <summary>One that was uploaded; null: the shop's name stands in its place.</summary>
    public Id<Logo>? Logo { get; init; }

    /// <summary>All that is wrong, by the path of each field from the settings' root.</summary>
    /// <remarks>Whether the logo was uploaded is for who can look there.</remarks>
    public IEnumerable<BadField> Faults()
    {
        foreach (var (name, colour) in new[] { ("accent", Accent), ("paper", Paper), ("ink", Ink) })
            if (!IsColour(colour)) yield return new($"look.{name}", "A colour in six hexadecimal digits: #8a4b2d.");
        if (TooPale(Ink, Paper) is { } ink)
            yield return new("look.ink", $"Text on the paper has a contrast of {ink}. {Remedy("ink", "paper")}");
        if (TooPale(Paper, Accent) is { } accent)
            yield return new(
                "look.accent",
                $"Paper and accent, which links and buttons have, have a contrast of {accent}. "
                + Remedy("accent", "paper"));
        if (Logo is { } logo && !Id<Logo>.TryParse(logo.Value, out _))
            yield return new("look.logo", "The id of a logo that was uploaded, or null.");
    }

    /// <summary>How much two colours differ in lightness, from 1 to 21 (WCAG 2.2, "contrast ratio").</summary>
    public static double Contrast(string one, string other)
    {
        double[] lights = [LightOf(one), LightOf(other)];
        return (lights.Max() + 0.05) / (lights.Min() + 0.05);
    }

    private static string? TooPale(string one, string other)
    {
        if (!IsColour(one) || !IsColour(other) || Contrast(one, other) >= LeastContrast) return null;
        // Rounded down: 4.499 is not enough, and is not to look so.
        double shown = Math.Floor(Contrast(one, other) * 100) / 100;
        return string.Create(CultureInfo.InvariantCulture, $"{shown:0.00}:1");
    }

    private static string Remedy(string one, string other) =>
        $"At least 4.5:1 can be read by most (WCAG 2.2, 1.4.3): take a darker or lighter {one} or {other}.";

    // WCAG 2.2, "relative luminance", of sRGB.
    private static double LightOf(string colour) =>
        0.2126 * Linear(colour, 1) + 0.7152 * Linear(colour, 3) + 0.0722 * Linear(colour, 5);

    private static double Linear(string colour, int at)
    {
        double part = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
    }

    private static bool IsColour(string? text) => text is not null && ColourForm().IsMatch(text);

    [GeneratedRegex(@"\A#[0-9a-fA-F]{6}\z")]
    private static partial Regex ColourForm();
}
