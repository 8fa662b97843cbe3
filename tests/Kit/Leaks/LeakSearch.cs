using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Serverless.Tests;

/// <summary>Something that must not be there, and where it is.</summary>
public sealed record Leak(string Place, string Text);

/// <summary>
/// Looks for texts in bytes of any kind: as they stand, and in whatever can be made of them. Letter case does not
/// matter.
/// </summary>
/// <remarks>
/// Read are UTF-8 and UTF-16 in either byte order, JSON's escapes, percent-encoding, character references of HTML,
/// base64 of both alphabets, gzip and zlib anywhere (so also the streams of a PDF), raw deflate and Brotli from the
/// beginning of a value, and the text of a PDF as its fonts map it. The texts in a JPEG (EXIF, XMP, IPTC, comments)
/// are not packed, so that they are found as they stand. All of it nested, up to <see cref="Deepest"/> times, escaped
/// up to <see cref="MostRounds"/> times, and <see cref="MostBytes"/> in all; what goes beyond throws, so that nothing
/// passes unseen. Only what has no head (raw deflate, Brotli) is not unpacked more than <see cref="MostHeadless"/>
/// times: chance reads some id in a hundred thousand as such a stream in a stream without end.
/// </remarks>
public sealed class LeakSearch(IEnumerable<string> texts)
{
    /// <summary>How often something may be packed in something else.</summary>
    public const int Deepest = 12;

    /// <summary>How often something may be packed in something else by what has no head.</summary>
    public const int MostHeadless = 4;

    /// <summary>How often a text may be escaped in itself; a row of backslashes becomes half as long by it.</summary>
    public const int MostRounds = 100;

    /// <summary>How much may be looked through, in bytes, all that is unpacked with it.</summary>
    public const long MostBytes = 2L * 1024 * 1024 * 1024;

    // No text that is looked for is shorter, nor is what one could be packed in.
    private const int Shortest = 4;

    private readonly string[] texts = texts.All(text => text.Length > Shortest)
        ? [.. texts.Distinct(StringComparer.OrdinalIgnoreCase)]
        : throw new ArgumentException("So short a text stands everywhere by chance.", nameof(texts));
    private readonly SearchValues<string> any = SearchValues.Create([.. texts], StringComparison.OrdinalIgnoreCase);
    private readonly HashSet<(bool IsText, UInt128 Hash)> seen = [];
    private readonly HashSet<Leak> found = [];

    /// <summary>How many bytes were looked through.</summary>
    public long Bytes { get; private set; }

    /// <summary>What was found so far, by place.</summary>
    public IReadOnlyList<Leak> Found =>
        [.. found.OrderBy(leak => leak.Place, StringComparer.Ordinal).ThenBy(leak => leak.Text)];

    /// <summary>Looks through some bytes.</summary>
    /// <exception cref="InvalidOperationException">It is packed too deep, or too much.</exception>
    public void Look(string place, byte[] bytes)
    {
        // The same bytes in two places are two leaks.
        seen.Clear();
        Look(place, bytes, 0);
    }

    /// <summary>Looks through a text.</summary>
    public void Look(string place, string text)
    {
        seen.Clear();
        LookInText(place, text, 0);
    }

    private void Look(string place, byte[] bytes, int depth, int headless = 0)
    {
        if (bytes.Length < Shortest || !seen.Add((false, HashOf(bytes)))) return;
        Count(place, bytes.Length, depth);
        foreach (string text in Readings.Of(bytes)) LookInText(place, text, depth, headless);
        foreach (byte[] unpacked in Unpacking.Of(bytes)) Look(place, unpacked, depth + 1, headless);
        foreach (string text in PdfTexts.Of(bytes)) LookInText(place, text, depth + 1, headless);
        if (headless == MostHeadless) return;
        foreach (byte[] unpacked in Unpacking.Headless(bytes)) Look(place, unpacked, depth + 1, headless + 1);
    }

    private void LookInText(string place, string text, int depth, int headless = 0, int round = 0)
    {
        if (text.Length < Shortest || !seen.Add((true, HashOf(MemoryMarshal.AsBytes(text.AsSpan()))))) return;
        Count(place, text.Length, depth, round);
        if (text.AsSpan().ContainsAny(any))
        {
            foreach (string one in texts.Where(one => text.Contains(one, StringComparison.OrdinalIgnoreCase)))
                found.Add(new(place, one));
        }

        foreach (string plain in Readings.Unescaped(text)) LookInText(place, plain, depth, headless, round + 1);
        foreach (byte[] bytes in Base64Runs.In(text)) Look(place, bytes, depth + 1, headless);
    }

    private void Count(string place, int length, int depth, int round = 0)
    {
        Bytes += length;
        if (depth > Deepest || round > MostRounds || Bytes > MostBytes)
        {
            throw new InvalidOperationException(
                $"{place} was not searched to its end: {Bytes} bytes so far, packed {depth} times, "
                + $"escaped {round} times.");
        }
    }

    private static UInt128 HashOf(ReadOnlySpan<byte> bytes) => BitConverter.ToUInt128(SHA256.HashData(bytes));
}
