using System.Globalization;
using System.Text;
using System.Text.Unicode;
using ICU4N.Text;

namespace Serverless.Commerce;

/// <summary>Text as the shop keeps it, however it was typed or copied: one spelling for what looks the same.</summary>
public static class PlainText
{
    private static readonly UnicodeRange[] Latin =
    [
        UnicodeRanges.BasicLatin, UnicodeRanges.Latin1Supplement, UnicodeRanges.LatinExtendedA,
        UnicodeRanges.LatinExtendedB, UnicodeRanges.LatinExtendedAdditional, UnicodeRanges.SpacingModifierLetters,
    ];

    /// <summary>
    /// The text in Unicode's form NFC, without blanks around it. Every blank is a plain one, and signs that only steer
    /// how others are drawn, which come along from copied pages, are left out.
    /// </summary>
    public static string Of(string text)
    {
        if (Ascii.IsValid(text)) return text.Trim();
        var plain = new StringBuilder(text.Length);
        foreach (char sign in Normalizer2.NFCInstance.Normalize(text))
        {
            if (IsBlank(sign)) plain.Append(' ');
            else if (!Steers(sign)) plain.Append(sign);
        }

        return plain.ToString().Trim();
    }

    /// <summary>Whether every letter is a Latin one, as post and customs read them everywhere.</summary>
    public static bool IsLatin(string text) => text.All(sign => !char.IsLetter(sign) || Latin.Any(
        range => sign >= range.FirstCodePoint && sign < range.FirstCodePoint + range.Length));

    /// <summary>A number as people write it, in plain digits and dashes whatever theirs are.</summary>
    public static string Digits(string text) => string.Concat(text.Select(sign =>
        CharUnicodeInfo.GetDecimalDigitValue(sign) is >= 0 and var digit ? (char)('0' + digit)
        : char.GetUnicodeCategory(sign) == UnicodeCategory.DashPunctuation || sign is '\u30FC' or '\u2212' ? '-'
        : sign));

    private static bool IsBlank(char sign) => char.GetUnicodeCategory(sign)
        is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    // Joiners (U+200C, U+200D) stay: Persian and the scripts of India are spelt with them.
    private static bool Steers(char sign) => sign is '\u200B' or '\u200E' or '\u200F' or '\u2060' or '\uFEFF'
        or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u206F');
}
