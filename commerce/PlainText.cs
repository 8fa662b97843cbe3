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
        foreach (char sign in text)
        {
            if (IsBlank(sign)) plain.Append(' ');
            else if (!Steers(sign)) plain.Append(sign);
        }

        // Last, since a sign that is left out may have stood between a letter and its accent.
        return Normalizer2.NFCInstance.Normalize(plain.ToString()).Trim();
    }

    /// <summary>The same for comparing: without case, and without the marks that people leave out.</summary>
    public static string Folded(string text)
    {
        string plain = Of(text);
        if (Ascii.IsValid(plain)) return plain.ToLowerInvariant();
        var bare = Normalizer2.NFDInstance.Normalize(plain)
            .Where(sign => char.GetUnicodeCategory(sign) != UnicodeCategory.NonSpacingMark);
        return Normalizer2.NFCInstance.Normalize(string.Concat(bare)).ToLowerInvariant();
    }

    /// <summary>Whether every letter is a Latin one, as post and customs read them everywhere.</summary>
    public static bool IsLatin(string text) => text.EnumerateRunes().All(sign => !Rune.IsLetter(sign) || Latin.Any(
        range => sign.Value >= range.FirstCodePoint && sign.Value < range.FirstCodePoint + range.Length));

    /// <summary>A number as people write it, in plain digits and dashes whatever theirs are.</summary>
    public static string Digits(string text) => string.Concat(text.EnumerateRunes().Select(sign =>
        DigitOf(sign) is { } digit ? digit.ToString(CultureInfo.InvariantCulture)
        : Rune.GetUnicodeCategory(sign) == UnicodeCategory.DashPunctuation || sign.Value is 0x30FC or 0x2212 ? "-"
        : sign.ToString()));

    /// <summary>What a digit of any script stands for, from 0 to 9; null for what is none.</summary>
    public static int? DigitOf(Rune sign) =>
        Rune.GetUnicodeCategory(sign) == UnicodeCategory.DecimalDigitNumber ? (int)Rune.GetNumericValue(sign) : null;

    private static bool IsBlank(char sign) => char.GetUnicodeCategory(sign)
        is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    // Joiners (U+200C, U+200D) stay: Persian and the scripts of India are spelt with them.
    private static bool Steers(char sign) => sign is '\u200B' or '\u200E' or '\u200F' or '\u2060' or '\uFEFF'
        or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u206F');
}
