using System.Security.Cryptography;
using System.Text;
using OtpNet;

namespace Serverless.Adapters;

/// <summary>The six digits of an authenticator (RFC 6238), and the codes that stand in for it once each.</summary>
public static class OneTimeCodes
{
    public const int Recovery = 10;
    private const int SecretBytes = 20;
    private const string Letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    // A clock that is half a minute off is not to blame.
    private static readonly VerificationWindow OneStep = new(previous: 1, future: 1);

    /// <summary>A new secret in base32.</summary>
    public static string NewSecret() => Base32Encoding.ToString(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>The step in time whose code this is; null when it is none of now.</summary>
    public static long? StepOf(string secret, string code, DateTimeOffset now)
    {
        var totp = new OtpNet.Totp(Base32Encoding.ToBytes(secret));
        // The library takes any time for UTC.
        return totp.VerifyTotp(now.UtcDateTime, code, out long step, OneStep) ? step : null;
    }

    /// <summary>What an authenticator reads out of a picture.</summary>
    public static string Address(string secret, string shop, string email)
    {
        string issuer = Uri.EscapeDataString(shop);
        return $"otpauth://totp/{issuer}:{Uri.EscapeDataString(email)}?secret={secret}&issuer={issuer}";
    }

    /// <summary>Recovery codes of ten signs that look like no other: 50 random bits each.</summary>
    public static IReadOnlyList<string> NewRecoveryCodes() =>
        [.. Enumerable.Range(0, Recovery).Select(_ => RandomNumberGenerator.GetString(Letters, 10).Insert(5, "-"))];

    /// <summary>A recovery code as it is kept; however it was typed.</summary>
    public static string HashOf(string member, string code)
    {
        var plain = string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{member}:{plain}")));
    }
}
