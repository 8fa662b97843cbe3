using System.Buffers;
using System.Globalization;
using System.Text;

namespace Serverless.Adapters;

/// <summary>The one function through which text becomes part of a table key, and the way back.</summary>
/// <remarks>
/// Table keys may not hold <c>/ \ # ?</c> or control characters, and some other characters do not survive every
/// client's URL. Ordinary characters stay as they are, so that they keep their order; all others become <c>~</c> and
/// four hexadecimal digits. <c>!</c> is never among the outcome: it separates the parts of a key.
/// </remarks>
public static class Key
{
    public const char Separator = '!';

    private const char Mark = '~';

    private static readonly SearchValues<char> Ordinary =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:@,;=|");

    public static string Escape(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Ordinary)) return text;
        var key = new StringBuilder(text.Length + 16);
        foreach (char c in text)
        {
            if (Ordinary.Contains(c)) key.Append(c);
            else key.Append(Mark).Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
        }
        return key.ToString();
    }

    public static string Unescape(string key)
    {
        if (!key.Contains(Mark)) return key;
        var text = new StringBuilder(key.Length);
        for (int i = 0; i < key.Length; i++)
        {
            if (key[i] != Mark)
            {
                text.Append(key[i]);
                continue;
            }
            if (key.Length < i + 5) throw new FormatException($"'{key}' is no key: it ends within an escape.");
            text.Append((char)ushort.Parse(key.AsSpan(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            i += 4;
        }
        return text.ToString();
    }

    /// <summary>A small number that is the same for the same text in every process and release (FNV-1a).</summary>
    public static int Shard(string text, int shards)
    {
        uint hash = 2166136261;
        foreach (byte b in Encoding.UTF8.GetBytes(text)) hash = unchecked((hash ^ b) * 16777619);
        return (int)(hash % (uint)shards);
    }
}
