using System.IO.Compression;

namespace Serverless.Tests;

/// <summary>What packed streams in some bytes hold, also where one breaks off.</summary>
internal static class Unpacking
{
    // Fewer bytes are chance: any few bits are the beginning of something to raw deflate.
    private const int Fewest = 6;
    private const int Most = 256 * 1024 * 1024;

    /// <summary>Raw deflate and Brotli from the first byte on: they have no head, so any bytes may be some.</summary>
    public static IEnumerable<byte[]> Headless(byte[] bytes)
    {
        if (From(bytes, 0, Deflate) is { } deflated) yield return deflated;
        if (From(bytes, 0, Brotli) is { } small) yield return small;
    }

    /// <summary>gzip and zlib from wherever they may begin.</summary>
    public static IEnumerable<byte[]> Of(byte[] bytes)
    {
        for (int at = 0; at < bytes.Length - 2; at++)
        {
            // zlib without its head, so that a sum that is missing or wrong is no end.
            byte[]? unpacked = IsGzip(bytes, at) ? From(bytes, at, Gzip)
                : IsZlib(bytes[at], bytes[at + 1]) ? From(bytes, at + 2, Deflate)
                : null;
            if (unpacked is not null) yield return unpacked;
        }
    }

    // RFC 1952.
    private static bool IsGzip(byte[] bytes, int at) =>
        bytes[at] == 0x1F && bytes[at + 1] == 0x8B && bytes[at + 2] == 8;

    // RFC 1950: deflate, a window of at most 32 KiB, a check by 31, no dictionary of before.
    private static bool IsZlib(byte method, byte flags) =>
        (method & 0x0F) == 8 && method >> 4 <= 7 && (method << 8 | flags) % 31 == 0 && (flags & 0x20) == 0;

    private static GZipStream Gzip(Stream packed) => new(packed, CompressionMode.Decompress);

    private static DeflateStream Deflate(Stream packed) => new(packed, CompressionMode.Decompress);

    private static BrotliStream Brotli(Stream packed) => new(packed, CompressionMode.Decompress);

    private static byte[]? From(byte[] bytes, int start, Func<Stream, Stream> open)
    {
        using var unpacked = new MemoryStream();
        using var packed = new MemoryStream(bytes, start, bytes.Length - start, writable: false);
        using var stream = open(packed);
        byte[] some = new byte[16 * 1024];
        while (Read(stream, some) is > 0 and var count)
        {
            unpacked.Write(some, 0, count);
            if (unpacked.Length > Most)
                throw new InvalidOperationException($"More than {Most} bytes come out of {bytes.Length}.");
        }

        return unpacked.Length >= Fewest ? unpacked.ToArray() : null;
    }

    private static int Read(Stream stream, byte[] some)
    {
        try
        {
            return stream.Read(some);
        }
        catch (Exception broken) when (broken is InvalidDataException or InvalidOperationException)
        {
            // No such stream, or its end: what came before was read.
            return 0;
        }
    }
}
