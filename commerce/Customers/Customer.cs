using System.Security.Cryptography;
using System.Text;

namespace Serverless.Commerce;

/// <summary>Somebody who buys: one per e-mail address, whether she ever signs in or not.</summary>
public sealed record Customer(Id<Customer> Id)
{
    /// <summary>The id that an e-mail address has in this shop, so that nobody needs an index of addresses.</summary>
    /// <remarks>
    /// The first 16 bytes of HMAC-SHA256 (RFC 2104) as a UUID of version 8 (RFC 9562, section 5.8): without the key it
    /// tells nothing about the address.
    /// </remarks>
    public static Id<Customer> IdOf(ReadOnlySpan<byte> key, string email)
    {
        string named = $"customer:{email.Trim().ToLowerInvariant()}";
        byte[] bytes = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(named))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new(new Guid(bytes, bigEndian: true).ToString("D"));
    }
}
