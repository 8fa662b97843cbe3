using System.Text;
using AnyAscii;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>Names and addresses in the letters that posts and customs read everywhere.</summary>
/// <remarks>
/// The Convention of the Universal Postal Union wants Latin letters on what crosses borders. Letters of European
/// languages stay as they are, everything else is written by the tables of AnyAscii: 김 is <c>Gim</c>.
/// </remarks>
internal static class LatinLetters
{
    // Latin Extended-A: what comes after it, the font need not have.
    private const char Last = 'ſ';

    private const string Signs = "–—‘’“”…€";

    /// <summary>The same text in letters that the font has; nothing else is left of it.</summary>
    public static string Of(string text)
    {
        var latin = new StringBuilder(text.Length);
        foreach (var rune in PlainText.Of(text).EnumerateRunes())
        {
            if (Rune.IsControl(rune)) continue;
            string letter = rune.ToString();
            bool kept = rune.Value <= Last || Signs.Contains(letter, StringComparison.Ordinal);
            latin.Append(kept ? letter : letter.Transliterate());
        }

        return latin.ToString();
    }
}
