using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Fido2NetLib;
using Fido2NetLib.Exceptions;
using Fido2NetLib.Objects;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>Looks at what authenticators answer, as Web Authentication says (W3C, Level 2, 7.1 and 7.2).</summary>
/// <remarks>
/// A passkey is bound to the host of the site's address, and is good on pages of that origin alone. PIN, finger or face
/// is always asked for. No attestation: which make of authenticator somebody has is her own matter.
/// </remarks>
public sealed class PasskeyChecks
{
    /// <summary>Algorithms of COSE that are taken, the preferred first: ES256, Ed25519, RS256.</summary>
    public static readonly IReadOnlyList<int> Algorithms = [-7, -8, -257];

    private const int RandomBytes = 32;
    private readonly Fido2 fido;
    private readonly Fido2Configuration site;

    /// <param name="address">Where people see the site: <c>https://likha.example</c>.</param>
    public PasskeyChecks(string address)
    {
        var at = new Uri(address);
        Domain = at.HostNameType == UriHostNameType.Dns ? at.IdnHost : null;
        var host = Domain ?? at.Host;
        Origin = at.IsDefaultPort ? $"{at.Scheme}://{host}" : $"{at.Scheme}://{host}:{at.Port}";
        site = new()
        {
            RPID = Domain ?? "",
            RPName = Domain ?? "",
            Origins = new HashSet<string> { Origin },
        };
        fido = new Fido2(site);
    }

    /// <summary>What passkeys are bound to; null where the address is a number, which none can be bound to.</summary>
    public string? Domain { get; }

    /// <summary>The pages that may ask for one.</summary>
    public string Origin { get; }

    /// <summary>A challenge, or a name for somebody: 32 random bytes in base64url.</summary>
    public static string NewRandom() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>What the claim of a credential is called.</summary>
    public static Id<PasskeyClaim> ClaimOf(string credential) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(credential))));

    /// <summary>The credential that an authenticator has made, if it signed this challenge for this person.</summary>
    public Task<Result<MadeCredential>> Made(
        PasskeyAttestation answer, string challenge, string handle, CancellationToken stop) =>
        Checked<MadeCredential>(answer.ClientData, async () =>
        {
            var options = new CredentialCreateOptions
            {
                Rp = new(Domain!, Domain!),
                User = new() { Id = Bytes(handle), Name = handle, DisplayName = handle },
                Challenge = Bytes(challenge),
                PubKeyCredParams = [.. Algorithms.Select(one => new PubKeyCredParam((COSE.Algorithm)one))],
                AuthenticatorSelection = new()
                {
                    ResidentKey = ResidentKeyRequirement.Required,
                    UserVerification = UserVerificationRequirement.Required,
                },
            };
            var made = await fido.MakeNewCredentialAsync(
                new()
                {
                    AttestationResponse = new()
                    {
                        Id = answer.Credential,
                        RawId = Bytes(answer.Credential),
                        Type = PublicKeyCredentialType.PublicKey,
                        Response = new()
                        {
                            AttestationObject = Bytes(answer.Attestation),
                            ClientDataJson = Bytes(answer.ClientData),
                            Transports = [],
                        },
                        ClientExtensionResults = new(),
                    },
                    OriginalOptions = options,
                    // Whose a credential is, the shop's records say.
                    IsCredentialIdUniqueToUserCallback = (_, _) => Task.FromResult(true),
                }, stop);
            var credential = Base64Url.EncodeToString(made.Id);
            return credential == answer.Credential
                ? new MadeCredential(credential, Base64Url.EncodeToString(made.PublicKey), made.SignCount)
                : PasskeyRefusals.Wrong;
        });

    /// <summary>How often a passkey has signed, if it signed this challenge and is who it says.</summary>
    /// <param name="passkey">The one that its id leads to; null where it leads nowhere, and no answer is right.</param>
    /// <param name="handle">The name that its owner's authenticators know her by.</param>
    public Task<Result<long>> Shown(
        PasskeyAssertion answer, string challenge, Passkey? passkey, string? handle, CancellationToken stop) =>
        Checked<long>(answer.ClientData, async () =>
        {
            var signed = await fido.MakeAssertionAsync(
                new()
                {
                    AssertionResponse = new()
                    {
                        Id = answer.Credential,
                        RawId = Bytes(answer.Credential),
                        Type = PublicKeyCredentialType.PublicKey,
                        Response = new()
                        {
                            AuthenticatorData = Bytes(answer.Data),
                            ClientDataJson = Bytes(answer.ClientData),
                            Signature = Bytes(answer.Signature),
                            UserHandle = Bytes(answer.Handle),
                        },
                        ClientExtensionResults = new(),
                    },
                    OriginalOptions = new()
                    {
                        Challenge = Bytes(challenge),
                        RpId = Domain,
                        UserVerification = UserVerificationRequirement.Required,
                    },
                    StoredPublicKey = passkey is null ? [] : Bytes(passkey.PublicKey),
                    // The counter is compared where it is kept, with that of whoever signs in at the same time.
                    StoredSignatureCounter = 0,
                    IsUserHandleOwnerOfCredentialIdCallback = (_, _) => Task.FromResult(true),
                }, stop);
            return passkey is not null && answer.Handle == handle ? (long)signed.SignCount : PasskeyRefusals.Wrong;
        });

    private async Task<Result<T>> Checked<T>(string clientData, Func<Task<Result<T>>> check)
    {
        if (Domain is null) return PasskeyRefusals.NoDomain;
        try
        {
            return IsOurs(Bytes(clientData)) ? await check() : PasskeyRefusals.Origin;
        }
        catch (Fido2VerificationException wrong)
        {
            return wrong.Code switch
            {
                Fido2ErrorCode.InvalidAuthenticatorResponseChallenge => PasskeyRefusals.Challenge,
                Fido2ErrorCode.InvalidRpidHash => PasskeyRefusals.Site,
                Fido2ErrorCode.UserVerificationRequirementNotMet or Fido2ErrorCode.UserPresentFlagNotSet =>
                    PasskeyRefusals.NotVerified,
                _ => PasskeyRefusals.Wrong,
            };
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            // Strangers may send anything here: what cannot even be read was written by no authenticator.
            return PasskeyRefusals.Wrong;
        }
    }

    // A page of ours, and in no frame of another's.
    private bool IsOurs(byte[] clientData)
    {
        using var said = JsonDocument.Parse(clientData);
        return said.RootElement.GetProperty("origin").GetString() == Origin
            && !(said.RootElement.TryGetProperty("crossOrigin", out var crosses)
                && crosses.ValueKind == JsonValueKind.True);
    }

    private static byte[] Bytes(string text) => Base64Url.DecodeFromChars(text);
}

/// <summary>What an authenticator answers that has made a passkey; each in base64url.</summary>
public sealed record PasskeyAttestation(string Credential, string ClientData, string Attestation);

/// <summary>What an authenticator answers that has signed with one; each in base64url.</summary>
/// <param name="Handle">Whose it says that it is.</param>
public sealed record PasskeyAssertion(
    string Credential, string ClientData, string Data, string Signature, string Handle);

/// <summary>A credential as an authenticator has made it.</summary>
public sealed record MadeCredential(string Credential, string PublicKey, long Counter);
