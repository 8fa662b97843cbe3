using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Serverless.Adapters;

/// <summary>The proof that a webhook is the broker's: <c>t={seconds},v1={HMAC-SHA256 of "t.body"}</c>.</summary>
/// <remarks>The time is signed too, so that what was overheard once cannot be sent again tomorrow.</remarks>
internal static class BrokerSignature
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public static bool Holds(string body, string signature, string secret, DateTimeOffset now)
    {
        var parts = signature.Split(',').Select(part => part.Split('=', 2)).Where(part => part.Length == 2)
            .GroupBy(part => part[0].Trim(), StringComparer.Ordinal)
            .ToDictionary(part => part.Key, part => part.First()[1].Trim(), StringComparer.Ordinal);
        if (!parts.TryGetValue("t", out var t) || !parts.TryGetValue("v1", out var given)) return false;
        bool number = long.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds);
        if (!number || Math.Abs(now.ToUnixTimeSeconds() - seconds) > Tolerance.TotalSeconds) return false;

        byte[] right = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{t}.{body}"));
        var mac = new byte[right.Length];
        return given.Length == right.Length * 2
            && Convert.FromHexString(given, mac, out _, out int count) == System.Buffers.OperationStatus.Done
            && count == right.Length && CryptographicOperations.FixedTimeEquals(mac, right);
    }
}
