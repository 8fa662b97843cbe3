using System.Buffers.Text;
using System.Text;
using System.Text.RegularExpressions;

namespace Serverless.Tests;

/// <summary>Whatever in a text may be base64 (RFC 4648), of the usual alphabet or that of URLs.</summary>
internal static partial class Base64Runs
{
    // Text may stand right before it, as in a path, so that it begins at any of four letters.
    private const int Group = 4;

    public static IEnumerable<byte[]> In(string text)
    {
        for (var run = Run().Match(text); run.Success; run = run.NextMatch())
        {
            string letters = Letters(run.ValueSpan);
            for (int start = 0; start < Group; start++)
            {
                // Filled up to a whole group, since the last letter may say bits that nothing needs.
                int some = letters.Length - start;
                string whole = letters[start..].PadRight((some + Group - 1) / Group * Group, 'A');
                yield return Base64Url.DecodeFromChars(whole);
            }
        }
    }

    // Lines may be broken, and JSON that is broken so is unescaped before.
    private static string Letters(ReadOnlySpan<char> run)
    {
        var letters = new StringBuilder(run.Length);
        foreach (char one in run)
        {
            if (one is not ('\r' or '\n')) letters.Append(one switch { '+' => '-', '/' => '_', _ => one });
        }

        return letters.ToString();
    }

    [GeneratedRegex(@"[A-Za-z0-9+/_-](?:[A-Za-z0-9+/_-]|\r?\n(?=[A-Za-z0-9+/_-])){11,}")]
    private static partial Regex Run();
}
