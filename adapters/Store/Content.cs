using System.IO.Compression;
using Azure.Data.Tables;

namespace Serverless.Adapters;

/// <summary>JSON as the properties of a table row: several when it is long, packed when that helps.</summary>
/// <param name="json">In the clear.</param>
/// <param name="taken">What the row keeps instead, and the box of what was taken out; null where nothing was.</param>
internal sealed class Content(byte[] json, (byte[] Json, byte[] Box)? taken = null)
{
    // A property holds at most 64 KiB; a little less leaves room for what surrounds it.
    private const int Piece = 60 * 1024;
    private const int WorthPacking = 4 * 1024;
    private const string Name = "Data";
    private const string PackedName = "Packed";

    private readonly Lazy<(byte[] Bytes, bool IsPacked)> kept =
        new(() => Pack(taken?.Json ?? json), LazyThreadSafetyMode.None);

    public byte[] Json { get; } = json;

    /// <summary>Whether something personal was taken out of it.</summary>
    public bool IsSealed => taken is not null;

    /// <summary>The bytes that the row will hold.</summary>
    public int Length => kept.Value.Bytes.Length;

    public void WriteTo(TableEntity row)
    {
        var (bytes, isPacked) = kept.Value;
        for (int piece = 0; piece * Piece < bytes.Length; piece++)
            row[PropertyName(piece)] = bytes[(piece * Piece)..Math.Min(bytes.Length, (piece + 1) * Piece)];
        if (isPacked) row[PackedName] = true;
        if (taken is { Box: var box }) RecordSeal.WriteBox(row, box);
    }

    public static byte[] ReadFrom(TableEntity row)
    {
        byte[] bytes = row.GetBinary(Name) ?? [];
        if (row.ContainsKey(PropertyName(1)))
        {
            var pieces = new MemoryStream();
            for (int piece = 0; row.GetBinary(PropertyName(piece)) is { } part; piece++) pieces.Write(part);
            bytes = pieces.ToArray();
        }
        return row.GetBoolean(PackedName) == true ? Unpack(bytes) : bytes;
    }

    /// <summary>Whether a column of a row is one of those that hold its content.</summary>
    public static bool IsColumn(string name) =>
        name is PackedName or RecordSeal.Box || name.StartsWith(Name, StringComparison.Ordinal);

    private static string PropertyName(int piece) => piece == 0 ? Name : $"{Name}{piece}";

    private static (byte[], bool) Pack(byte[] json)
    {
        if (json.Length < WorthPacking) return (json, false);
        var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true)) brotli.Write(json);
        return packed.Length < json.Length ? (packed.ToArray(), true) : (json, false);
    }

    private static byte[] Unpack(byte[] packed)
    {
        var json = new MemoryStream();
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        brotli.CopyTo(json);
        return json.ToArray();
    }
}
