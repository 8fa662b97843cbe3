namespace Serverless.Commerce;

/// <summary>Codes of the Harmonized System, edition 2022: six digits, of which the first two are the chapter.</summary>
public static class HarmonizedSystem
{
    /// <summary>Chapters run from 01 to 97; 77 is kept free (World Customs Organization, HS 2022).</summary>
    public static bool IsChapter(ReadOnlySpan<char> two) =>
        int.TryParse(two, out int chapter) && chapter is >= 1 and <= 97 and not 77;

    /// <summary>Whether a code, or the first digits of one, can exist in the edition of 2022.</summary>
    public static bool IsPrefix(string digits) =>
        digits.Length is >= 2 and <= 6 && digits.All(char.IsAsciiDigit) && IsChapter(digits.AsSpan(0, 2));

    public static bool IsCode(string digits) => digits.Length == 6 && IsPrefix(digits);

    public static bool IsUnder(string hs, string prefix) => hs.StartsWith(prefix, StringComparison.Ordinal);

    public static bool Under(string hs, IEnumerable<string> prefixes) => prefixes.Any(prefix => IsUnder(hs, prefix));
}
