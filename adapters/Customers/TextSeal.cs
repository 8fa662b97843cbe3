using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>Seals what is private before it is stored: AES-256-GCM, bound to whom it is about.</summary>
/// <remarks>
/// NIST SP 800-38D: a random nonce of 96 bits and a tag of 128; the owner's id is authenticated with it, so that a
/// sealed text cannot be moved to another record. Keys are made from the setting with HKDF (RFC 5869).
/// </remarks>
public sealed class TextSeal
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private readonly Dictionary<string, byte[]> keys = new(StringComparer.Ordinal);
    private readonly string current;

    /// <param name="secrets">
    /// At least 32 characters each, parted by commas: the first seals, and every one still opens what it had sealed.
    /// </param>
    public TextSeal(string secrets)
    {
        var all = secrets.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (all.Length == 0 || all.Any(secret => secret.Length < 32))
            throw new InvalidOperationException("The setting ProfileKey needs at least 32 characters for every key.");
        foreach (string secret in all) keys.TryAdd(NameOf(secret), Derive(secret, "seal", 32));
        current = NameOf(all[0]);
    }

    /// <summary>Seals a value; each time the outcome is another.</summary>
    public SealedText Seal<T>(string owner, T value) => new(current, Convert.ToBase64String(
        Seal(keys[current], JsonSerializer.SerializeToUtf8Bytes(value, Json.Options), owner)));

    /// <summary>What was sealed for this owner.</summary>
    /// <exception cref="CryptographicException">It was sealed for another owner, or was changed.</exception>
    /// <exception cref="KeyUnknownException">The shop was not told the key.</exception>
    public T Open<T>(string owner, SealedText text) => keys.TryGetValue(text.Key, out byte[]? key)
        ? JsonSerializer.Deserialize<T>(Open(key, Convert.FromBase64String(text.Text), owner), Json.Options)!
        : throw new KeyUnknownException(text.Key, current);

    /// <summary>The same text, sealed with the key that seals now.</summary>
    public SealedText Renewed(string owner, SealedText text) => Seal(owner, Open<JsonElement>(owner, text));

    /// <summary>Whether it was sealed with the key that seals now.</summary>
    public bool IsCurrent(SealedText text) => text.Key == current;

    /// <summary>Nonce, cipher text and tag.</summary>
    internal static byte[] Seal(byte[] key, ReadOnlySpan<byte> plain, string owner)
    {
        byte[] box = new byte[NonceBytes + plain.Length + TagBytes];
        var nonce = box.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(
            nonce, plain, box.AsSpan(NonceBytes, plain.Length), box.AsSpan(NonceBytes + plain.Length),
            Encoding.UTF8.GetBytes(owner));
        return box;
    }

    internal static byte[] Open(byte[] key, ReadOnlySpan<byte> box, string owner)
    {
        byte[] plain = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(
            box[..NonceBytes], box.Slice(NonceBytes, plain.Length), box[(NonceBytes + plain.Length)..], plain,
            Encoding.UTF8.GetBytes(owner));
        return plain;
    }

    private static string NameOf(string secret) => Convert.ToHexStringLower(Derive(secret, "name", 4));

    private static byte[] Derive(string secret, string purpose, int bytes) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), bytes, info: Encoding.UTF8.GetBytes(purpose));
}

/// <summary>Something is sealed with a key that the setting <c>ProfileKey</c> does not hold.</summary>
/// <remarks>
/// Nothing is lost by it: what is sealed stays as it is, and is read again once the key is there. The names of keys are
/// made of them and tell nothing of them.
/// </remarks>
public sealed class KeyUnknownException(string key, string current) : Exception(
    $"Something is sealed with the key '{key}', which the setting ProfileKey does not hold; it seals with '{current}' "
    + "now. Set ProfileKey to the key of before, or add that behind the new one with a comma, and restart.");
