using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Serverless.Sandbox;

/// <summary>Writes ID tokens (OpenID Connect Core, section 2): true ones, and every kind of false one.</summary>
internal sealed class IdToken(IssuerKeys keys, IssuerLies lies)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    public string Write(string issuer, IssuerGrant grant, string accessToken, DateTimeOffset now)
    {
        var key = keys.Now;
        string kid = key.Id;
        if (lies.Takes("unknown-key"))
            (key, kid) = IssuerKey.Make(0) is var other ? (other, other.Id) : default;
        else if (lies.Takes("forged"))
            key = IssuerKey.Make(key.Turn);
        string body = Part(Claims(issuer, grant, accessToken, now));
        if (lies.Takes("none"))
            return $"{Part(new { alg = "none", typ = "JWT" })}.{body}.";
        if (lies.Takes("hs256"))
        {
            string shared = $"{Part(new { alg = "HS256", typ = "JWT", kid })}.{body}";
            byte[] mac = HMACSHA256.HashData(key.PublicBytes(), Encoding.ASCII.GetBytes(shared));
            return $"{shared}.{Base64Url.EncodeToString(mac)}";
        }
        string said = $"{Part(new { alg = key.Kind, typ = "JWT", kid })}.{body}";
        return $"{said}.{Base64Url.EncodeToString(key.Sign(said))}";
    }

    private Dictionary<string, object?> Claims(
        string issuer, IssuerGrant grant, string accessToken, DateTimeOffset now)
    {
        var issued = lies.Takes("expired") ? now.AddHours(-1) : lies.Takes("issued-later") ? now.AddHours(1) : now;
        string hashed = lies.Takes("at-hash") ? "of another token" : accessToken;
        var claims = new Dictionary<string, object?>
        {
            ["iss"] = lies.Takes("issuer") ? "https://issuer.example" : issuer,
            ["aud"] = lies.Takes("audience") ? "another-client" : grant.Client,
            ["sub"] = lies.Takes("no-subject") ? null : grant.Subject,
            ["nonce"] = lies.Takes("no-nonce") ? null : lies.Takes("nonce") ? "another-nonce" : grant.Nonce,
            ["iat"] = issued.ToUnixTimeSeconds(),
            ["nbf"] = lies.Takes("not-yet") ? now.AddMinutes(5).ToUnixTimeSeconds() : null,
            ["exp"] = (issued + Life).ToUnixTimeSeconds(),
            ["auth_time"] = issued.ToUnixTimeSeconds(),
            ["amr"] = grant.IsStrong ? new[] { "pwd", "otp", "mfa" } : ["pwd"],
            ["email"] = grant.Email,
            ["email_verified"] = !lies.Takes("unverified"),
            // The left half of its hash (OpenID Connect Core, 3.1.3.6).
            ["at_hash"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(hashed)).AsSpan(0, 16)),
            ["azp"] = lies.Takes("azp") ? "another-client" : null,
        };
        if (lies.Takes("two-audiences"))
            (claims["aud"], claims["azp"]) = (new[] { grant.Client, "another-client" }, grant.Client);
        return claims.Where(claim => claim.Value is not null).ToDictionary();
    }

    private static string Part(object what) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(what));
}

/// <summary>What somebody agreed to at the authorize page, for the code that her browser carries.</summary>
internal sealed record IssuerGrant(
    string Code, string Client, string RedirectUri, string Challenge, string Nonce, string Subject, string Email,
    bool IsStrong, DateTimeOffset At)
{
    public bool IsUsed { get; init; }
}
