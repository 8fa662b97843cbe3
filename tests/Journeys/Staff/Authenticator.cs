using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>A security key made of software, and the browser that it is plugged into: one passkey, ES256.</summary>
/// <remarks>W3C Web Authentication, Level 2: sections 6.1 (what it says) and 6.5 (what it says of a new key).</remarks>
public sealed class Authenticator
{
    private const byte IsPresent = 0x01;
    private const byte Verified = 0x04;
    private const byte HasCredential = 0x40;

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private byte[] handle = [];

    /// <summary>The page that asks, as its browser sees it.</summary>
    public string Origin { get; set; } = "http://localhost:8080";

    /// <summary>The site that it takes the page for; null takes what the page says.</summary>
    public string? Domain { get; set; }

    /// <summary>What it signs in place of what it is asked to.</summary>
    public string? Challenge { get; set; }

    /// <summary>Whether it has asked for a PIN.</summary>
    public bool IsVerified { get; set; } = true;

    /// <summary>How often it has signed; below zero it does not count.</summary>
    public int Counter { get; set; }

    public byte[] Id { get; set; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>Who it says that its owner is; the name that it was given, unless a test lies.</summary>
    public string Handle
    {
        get => Base64Url.EncodeToString(handle);
        set => handle = Base64Url.DecodeFromChars(value);
    }

    /// <summary>What comes of <c>navigator.credentials.create</c>.</summary>
    public JsonObject Make(JsonNode options)
    {
        Assert.Equal("required", options["authenticatorSelection"]!["residentKey"]!.GetValue<string>());
        Assert.Equal("required", options["authenticatorSelection"]!["userVerification"]!.GetValue<string>());
        Assert.Equal("none", options["attestation"]!.GetValue<string>());
        handle = Base64Url.DecodeFromChars(options["user"]!["id"]!.GetValue<string>());
        var client = Client("webauthn.create", options);
        byte[] credential =
        [
            .. new byte[16], (byte)(Id.Length >> 8), (byte)Id.Length, .. Id, .. PublicKey(),
        ];
        var writer = new CborWriter(CborConformanceMode.Ctap2Canonical);
        writer.WriteStartMap(3);
        writer.WriteTextString("fmt");
        writer.WriteTextString("none");
        writer.WriteTextString("attStmt");
        writer.WriteStartMap(0);
        writer.WriteEndMap();
        writer.WriteTextString("authData");
        writer.WriteByteString([.. Data(options["rp"]!["id"]!.GetValue<string>(), HasCredential), .. credential]);
        writer.WriteEndMap();
        return new()
        {
            ["id"] = Text(Id),
            ["clientDataJSON"] = Text(client),
            ["attestationObject"] = Text(writer.Encode()),
        };
    }

    /// <summary>What comes of <c>navigator.credentials.get</c>.</summary>
    public JsonObject Sign(JsonNode options)
    {
        Assert.Equal("required", options["userVerification"]!.GetValue<string>());
        Assert.Null(options["allowCredentials"]);
        if (Counter >= 0) Counter++;
        var client = Client("webauthn.get", options);
        byte[] data = Data(options["rpId"]!.GetValue<string>(), 0);
        return new()
        {
            ["id"] = Text(Id),
            ["clientDataJSON"] = Text(client),
            ["authenticatorData"] = Text(data),
            ["signature"] = Text(key.SignData(
                [.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256,
                DSASignatureFormat.Rfc3279DerSequence)),
            ["userHandle"] = Text(handle),
        };
    }

    private byte[] Client(string type, JsonNode options) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        type,
        challenge = Challenge ?? options["challenge"]!.GetValue<string>(),
        origin = Origin,
        crossOrigin = false,
    });

    private byte[] Data(string domain, byte flags)
    {
        byte[] counter = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(counter, (uint)Math.Max(0, Counter));
        byte said = (byte)(flags | IsPresent | (IsVerified ? Verified : 0));
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(Domain ?? domain)), said, .. counter];
    }

    private byte[] PublicKey()
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var writer = new CborWriter(CborConformanceMode.Ctap2Canonical);
        writer.WriteStartMap(5);
        foreach (var (name, value) in new[] { (1, 2), (3, -7), (-1, 1) })
        {
            writer.WriteInt32(name);
            writer.WriteInt32(value);
        }

        writer.WriteInt32(-2);
        writer.WriteByteString(point.X!);
        writer.WriteInt32(-3);
        writer.WriteByteString(point.Y!);
        writer.WriteEndMap();
        return writer.Encode();
    }

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
