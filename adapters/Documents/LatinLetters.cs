using System.Text;
using AnyAscii;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>Names and addresses in the letters that posts and customs read everywhere.</summary>
/// <remarks>
/// The Convention of the Universal Postal Union wants Latin letters on what crosses borders. Letters of European
/// languages stay as they are, everything else is written by the tables of AnyAscii: 김 is <c>Gim</c>. Only signs of
/// Han are not, since how one is read depends on the language that nobody named: 山 is yama, shan or san.
/// </remarks>
internal static class LatinLetters
{
    // Latin Extended-A: what comes after it, the font need not have.
    private const char Last = 'ſ';

    private const string Signs = "–—‘’“”…€";

    // What stands for a sign that cannot be read without its language.
    private const string Unread = "?";

    /// <summary>The same text in letters that the font has; nothing else is left of it.</summary>
    public static string Of(string text) => AndHan(text, _ => false);

    /// <summary>The same, but that signs of Han stay where a font has them.</summary>
    public static string AndHan(string text, Func<Rune, bool> has)
    {
        var latin = new StringBuilder(text.Length);
        foreach (var rune in PlainText.Of(text).EnumerateRunes())
        {
            if (Rune.IsControl(rune)) continue;
            string letter = rune.ToString();
            bool kept = rune.Value <= Last || Signs.Contains(letter, StringComparison.Ordinal)
                || (IsHan(rune) && has(rune));
            latin.Append(kept ? letter : IsHan(rune) ? Unread : letter.Transliterate());
        }

        return latin.ToString();
    }

    public static bool HasHan(string text) => text.EnumerateRunes().Any(IsHan);

    private static bool IsHan(Rune rune) => rune.Value is (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF) or (>= 0x2E80 and <= 0x2FDF)
        or 0x3005 or 0x3007;
}
