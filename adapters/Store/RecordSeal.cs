using System.Security.Cryptography;
using System.Text.Json;
using Azure.Data.Tables;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>A key of one record's own, and how it is kept on the record's row.</summary>
/// <param name="Name">Says which key sealed something, and nothing about the key.</param>
internal sealed record RecordKey(byte[] Bytes, byte[] Name, SealedText Wrapped);

/// <summary>
/// Seals what the register calls personal before a row is written: each record has a key of its own, which stands on
/// its row, sealed with the shop's key. Timeline rows are sealed with their record's key; who replaces that has
/// forgotten them.
/// </summary>
/// <remarks>
/// AES-256-GCM (NIST SP 800-38D) with a random nonce; table and partition are authenticated with it, so that nothing
/// can be moved to another record. Why each record has a key: docs/decisions/privacy.md.
/// </remarks>
public sealed class RecordSeal(TextSeal master)
{
    internal const string Box = "Sealed";
    internal const string Key = "Key";
    private const int KeyBytes = 32;
    private const int NameBytes = 4;

    /// <summary>A new key for a record.</summary>
    internal RecordKey NewKey(string owner)
    {
        byte[] key = RandomNumberGenerator.GetBytes(KeyBytes);
        return new(key, NameOf(key), master.Seal(owner, key));
    }

    /// <summary>The key on a record's row; null on a row that was written before records had one.</summary>
    internal RecordKey? KeyOn(TableEntity row, string owner) =>
        WrappedOn(row) is { } wrapped ? Open(wrapped, owner) : null;

    /// <summary>The same key as it is kept, which may stay in memory for as long as anybody likes.</summary>
    internal static SealedText? WrappedOn(TableEntity row) =>
        row.GetString(Key) is { } kept ? JsonSerializer.Deserialize<SealedText>(kept, Json.Options) : null;

    internal RecordKey Open(SealedText wrapped, string owner)
    {
        byte[] key = master.Open<byte[]>(owner, wrapped);
        return new(key, NameOf(key), wrapped);
    }

    /// <summary>The same key, sealed with the shop's current one.</summary>
    internal RecordKey Renewed(RecordKey key, string owner) => master.IsCurrent(key.Wrapped)
        ? key
        : key with { Wrapped = master.Seal(owner, key.Bytes) };

    internal static void Write(TableEntity row, SealedText wrapped) =>
        row[Key] = JsonSerializer.Serialize(wrapped, Json.Options);

    /// <summary>A value as a row keeps it.</summary>
    /// <param name="key">Null where the kind of record holds nothing personal.</param>
    internal static Content Keep(object? value, Type type, RecordKey? key, string owner)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(value, type, Json.Options);
        if (key is null) return new(json);
        var (kept, texts) = PersonalJson.TakeOut(value, type);
        return texts.Count == 0 ? new(json) : new(json, (kept, Seal(texts, key, owner)));
    }

    /// <summary>What a row keeps, as JSON in the clear; what cannot be opened any more is forgotten.</summary>
    /// <exception cref="CryptographicException">It was changed, or moved here from another record.</exception>
    internal static byte[] Read(TableEntity row, RecordKey? key, string owner)
    {
        byte[] json = Content.ReadFrom(row);
        if (row.GetBinary(Box) is not { } box) return json;
        bool opens = key is not null && box.AsSpan(0, NameBytes).SequenceEqual(key.Name);
        // Only a timeline is forgotten by its record's key; beside its own box a record always has the key to it.
        if (!opens && row.RowKey == RecordRow.Key)
            throw new CryptographicException($"The row of {owner} does not hold the key that sealed it.");
        return PersonalJson.PutBack(json, opens ? OpenBox(box, key!, owner) : null);
    }

    /// <summary>What a row keeps without what was sealed in it, for whom its key was not kept.</summary>
    internal static byte[] ReadForgotten(TableEntity row)
    {
        byte[] json = Content.ReadFrom(row);
        return IsSealed(row) ? PersonalJson.PutBack(json, null) : json;
    }

    /// <summary>A value with everything personal forgotten.</summary>
    public static T Forget<T>(T value)
    {
        var (kept, _) = PersonalJson.TakeOut(value, typeof(T));
        return JsonSerializer.Deserialize<T>(PersonalJson.PutBack(kept, null), Json.Options)!;
    }

    internal static bool IsSealed(TableEntity row) => row.ContainsKey(Box);

    internal static bool HasKey(TableEntity row) => row.ContainsKey(Key);

    internal static void WriteBox(TableEntity row, byte[] box) => row[Box] = box;

    private static byte[] Seal(List<string> texts, RecordKey key, string owner) =>
        [.. key.Name, .. TextSeal.Seal(key.Bytes, JsonSerializer.SerializeToUtf8Bytes(texts, Json.Options), owner)];

    private static List<string> OpenBox(byte[] box, RecordKey key, string owner) =>
        JsonSerializer.Deserialize<List<string>>(TextSeal.Open(key.Bytes, box.AsSpan(NameBytes), owner), Json.Options)!;

    private static byte[] NameOf(byte[] key) => SHA256.HashData(key)[..NameBytes];
}
