using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Serverless.Tests;

/// <summary>The texts that bytes may be, and what a text says where it is escaped.</summary>
internal static partial class Readings
{
    /// <summary>As UTF-8; and as UTF-16, from either of two bytes on, where there is a zero as that has.</summary>
    public static IEnumerable<string> Of(byte[] bytes)
    {
        yield return Encoding.UTF8.GetString(bytes);
        if (Array.IndexOf(bytes, (byte)0) < 0) yield break;
        for (int start = 0; start < 2; start++)
        {
            yield return Encoding.Unicode.GetString(bytes, start, bytes.Length - start);
            yield return Encoding.BigEndianUnicode.GetString(bytes, start, bytes.Length - start);
        }
    }

    /// <summary>The text without JSON's escapes, without percent-encoding, without HTML's references.</summary>
    public static IEnumerable<string> Unescaped(string text)
    {
        if (text.Contains('\\', StringComparison.Ordinal)) yield return JsonEscape().Replace(text, Meant);
        if (Percent().IsMatch(text)) yield return WebUtility.UrlDecode(text);
        if (text.Contains("&#", StringComparison.Ordinal) || text.Contains("&amp;", StringComparison.Ordinal))
            yield return WebUtility.HtmlDecode(text);
    }

    private static string Meant(Match escape) => escape.Value[1] switch
    {
        'u' => ((char)int.Parse(
            escape.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString(),
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        'b' => "\b",
        'f' => "\f",
        var itself => itself.ToString(),
    };

    [GeneratedRegex(@"\\(u[0-9A-Fa-f]{4}|[""\\/bfnrt])")]
    private static partial Regex JsonEscape();

    [GeneratedRegex("%[0-9A-Fa-f]{2}")]
    private static partial Regex Percent();
}
