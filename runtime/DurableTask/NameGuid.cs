using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Serverless.Runtime.DurableTask;

/// <summary>Identifiers made from a name: version 5 of RFC 9562.</summary>
internal static class NameGuid
{
    // The name space that Durable Functions makes its identifiers in.
    private static readonly byte[] Space =
        new Guid("9e952958-5e33-4daf-827f-2fa12937b875").ToByteArray(bigEndian: true);

    [SuppressMessage("Security", "CA5350", Justification = "The RFC names SHA-1; nothing is kept secret by it.")]
    public static Guid Of(string name)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData([.. Space, .. Encoding.UTF8.GetBytes(name)], hash);
        var bytes = hash[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x50);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
