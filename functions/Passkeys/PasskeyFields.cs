using System.Buffers.Text;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>What authenticators answer, in a body: each part in base64url, as browsers write it.</summary>
public static class PasskeyFields
{
    private const int Longest = 16_000;
    private const int LongestId = 1364;

    /// <summary>What was signed, and in which ceremony.</summary>
    public static PasskeyShown Shown(this Fields fields)
    {
        var ceremony = fields.Id<PasskeyCeremony>("ceremony");
        var credential = fields.Within("credential");
        return new(ceremony, new(
            credential.Bytes("id", LongestId), credential.Bytes("clientDataJSON", Longest),
            credential.Bytes("authenticatorData", Longest), credential.Bytes("signature", Longest),
            credential.Bytes("userHandle", 100)));
    }

    /// <summary>The same where it may be absent.</summary>
    public static PasskeyShown? OptionalShown(this Fields fields, string name) =>
        fields.Element.TryGetProperty(name, out var value) && value.ValueKind != System.Text.Json.JsonValueKind.Null
            ? fields.Within(name).Shown()
            : null;

    /// <summary>What was made.</summary>
    public static PasskeyAttestation Made(this Fields fields)
    {
        var credential = fields.Within("credential");
        return new(
            credential.Bytes("id", LongestId), credential.Bytes("clientDataJSON", Longest),
            credential.Bytes("attestationObject", Longest));
    }

    private static string Bytes(this Fields fields, string name, int max)
    {
        var text = fields.Text(name, max);
        if (text.Length > 0 && !Base64Url.IsValid(text)) fields.Refuse(name, "Bytes in base64url, without padding.");
        return text;
    }
}
