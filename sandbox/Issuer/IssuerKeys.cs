using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Serverless.Sandbox;

/// <summary>A key that the issuer signs with, as its file keeps it.</summary>
/// <param name="Kind"><c>RS256</c> or <c>ES256</c>.</param>
/// <param name="Secret">PKCS #8, in base64.</param>
internal sealed record IssuerKey(string Id, string Kind, string Secret, int Turn)
{
    /// <summary>A signature as JWS takes it (RFC 7515, RFC 7518).</summary>
    public byte[] Sign(string what)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(what);
        if (Kind == "ES256")
        {
            using var curve = Curve();
            return curve.SignData(bytes, HashAlgorithmName.SHA256);
        }
        using var rsa = Rsa();
        return rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    /// <summary>The public half (RFC 7517).</summary>
    public object Public()
    {
        if (Kind == "ES256")
        {
            using var curve = Curve();
            var point = curve.ExportParameters(false).Q;
            return new
            {
                kty = "EC",
                use = "sig",
                alg = Kind,
                kid = Id,
                crv = "P-256",
                x = Text(point.X),
                y = Text(point.Y),
            };
        }
        using var rsa = Rsa();
        var parts = rsa.ExportParameters(false);
        var (n, e) = (Text(parts.Modulus), Text(parts.Exponent));
        return new { kty = "RSA", use = "sig", alg = Kind, kid = Id, n, e };
    }

    /// <summary>What everybody has of it: who takes it for a shared secret takes any signature for good.</summary>
    public byte[] PublicBytes()
    {
        if (Kind == "ES256")
        {
            using var curve = Curve();
            return curve.ExportSubjectPublicKeyInfo();
        }
        using var rsa = Rsa();
        return Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem());
    }

    public static IssuerKey Make(int turn)
    {
        // By turns, so that a rotation also changes what it is signed by.
        using AsymmetricAlgorithm key = turn % 2 == 0 ? RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12));
        return new(id, key is RSA ? "RS256" : "ES256", Convert.ToBase64String(key.ExportPkcs8PrivateKey()), turn);
    }

    private RSA Rsa()
    {
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(Convert.FromBase64String(Secret), out _);
        return rsa;
    }

    private ECDsa Curve()
    {
        var curve = ECDsa.Create();
        curve.ImportPkcs8PrivateKey(Convert.FromBase64String(Secret), out _);
        return curve;
    }

    private static string Text(byte[]? bytes) => Base64Url.EncodeToString(bytes);
}

/// <summary>The issuer's keys: it signs with the newest, and shows that and the one before.</summary>
internal sealed class IssuerKeys(SandboxFile file)
{
    private const int Shown = 2;

    private readonly Shelf<IssuerKey> keys = new(file, "issuer key");

    public IssuerKey Now => All.FirstOrDefault() ?? Rotate();

    public IEnumerable<object> Public
    {
        get
        {
            _ = Now;
            return All.Take(Shown).Select(key => key.Public());
        }
    }

    public IssuerKey Rotate() => file.Change(() =>
    {
        var key = IssuerKey.Make((All.FirstOrDefault()?.Turn ?? -1) + 1);
        foreach (var old in All.Skip(Shown - 1).ToList())
            keys.Remove(old.Id);
        return keys.Put(key.Id, key);
    });

    private IEnumerable<IssuerKey> All => keys.All.OrderByDescending(key => key.Turn);
}
