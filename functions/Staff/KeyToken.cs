using System.Security.Cryptography;
using System.Text;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>An API key as it travels: <c>skey_</c>, its id, and a secret of 32 random bytes in base64url.</summary>
/// <remarks>The prefix is there for those who search repositories and logs for keys that have leaked.</remarks>
public static class KeyToken
{
    public const string Prefix = "skey_";

    /// <summary>The key that a bearer token names, and the hash of the secret that it shows; else null.</summary>
    public static (Id<ApiKey> Id, string Hash)? Read(string bearer)
    {
        if (!bearer.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var parts = bearer[Prefix.Length..].Split('_', 2);
        return parts.Length == 2 && Id<ApiKey>.TryParse(parts[0], out var id) ? (id, HashOf(parts[1])) : null;
    }

    public static string HashOf(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Whether two hashes are the same, in a time that tells nothing.</summary>
    public static bool Same(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(one), Encoding.ASCII.GetBytes(other));

    /// <summary>A hash in a body: 64 hexadecimal digits in lower case.</summary>
    public static string Hash(this Fields fields, string name)
    {
        var text = fields.Text(name, 64);
        bool good = text.Length == 64 && text.All(char.IsAsciiHexDigitLower);
        if (!good) fields.Refuse(name, "The SHA-256 of the secret: 64 hexadecimal digits in lower case.");
        return text;
    }
}
