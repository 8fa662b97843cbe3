using System.IdentityModel.Tokens.Jwt;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>When an ID token is believed (OpenID Connect Core 1.0, 3.1.3.7; RFC 8725).</summary>
internal sealed class OidcRules(OidcOptions options, TimeProvider clock)
{
    /// <summary>How much clocks may differ.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private const int MostCharacters = 32 * 1024;
    private const int LongestText = 255;

    // Signed with a key of which we have the public half only: then nobody who has it can sign, ourselves included.
    private static readonly string[] Algorithms =
        ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    // Entra ID leaves the first out unless it is asked for in the app's registration.
    private static readonly string[] Names = ["email", "preferred_username"];

    private readonly JsonWebTokenHandler handler = new() { MaximumTokenSizeInBytes = MostCharacters };
    private readonly OpenIdConnectProtocolValidator protocol = new() { RequireTimeStampInNonce = false };

    /// <summary>Whether the issuer is who the answer names beside the code, where it promised to (RFC 9207).</summary>
    public static void CheckAnswer(OpenIdConnectConfiguration issuer, string? said)
    {
        if (said is null ? issuer.AuthorizationResponseIssParameterSupported : said != issuer.Issuer)
            throw new OidcException("the answer names another issuer, or none where one is promised");
    }

    /// <summary>Whether the token is signed by a key that is known.</summary>
    public bool Knows(OpenIdConnectConfiguration issuer, string token) => KeysOf(issuer, Read(token)).Count > 0;

    /// <summary>Who it says that somebody is.</summary>
    /// <exception cref="OidcException">Something in it is not as it must be.</exception>
    public async Task<OidcIdentity> Believe(
        OpenIdConnectConfiguration issuer, string text, string? access, string nonce)
    {
        var token = Read(text);
        if (!Algorithms.Contains(token.Alg)) throw new OidcException("its token is signed by what is not taken");
        var keys = KeysOf(issuer, token);
        if (keys.Count == 0) throw new OidcException("its token is signed by a key that it does not show");
        var read = await handler.ValidateTokenAsync(text, new TokenValidationParameters
        {
            ValidAlgorithms = Algorithms,
            IssuerSigningKeys = keys,
            ValidIssuer = options.Authority,
            ValidAudience = options.ClientId,
            RequireSignedTokens = true,
            // By the shop's clock, below.
            ValidateLifetime = false,
        });
        if (!read.IsValid) throw new OidcException(WordsFor(read.Exception));
        CheckTimes(token);
        CheckClaims(token);
        CheckProtocol(text, access, nonce);
        CheckDomain(token);
        return new(
            token.Issuer, token.Subject, Email(token),
            options.Factor is var (claim, value) && token.Claims.Any(one => one.Type == claim && one.Value == value));
    }

    private JsonWebToken Read(string text)
    {
        try
        {
            if (text.Length <= MostCharacters && text.Split('.').Length == 3) return handler.ReadJsonWebToken(text);
        }
        catch (Exception fault) when (fault is ArgumentException or SecurityTokenException or FormatException)
        {
            throw new OidcException("its token cannot be read");
        }

        throw new OidcException("its token cannot be read");
    }

    // Without a name there may be one key only (OpenID Connect Core 1.0, 10.1).
    private static List<SecurityKey> KeysOf(OpenIdConnectConfiguration issuer, JsonWebToken token)
    {
        var keys = issuer.SigningKeys.Where(key => key is not SymmetricSecurityKey).ToList();
        return string.IsNullOrEmpty(token.Kid)
            ? keys.Count == 1 ? keys : []
            : keys.FindAll(key => key.KeyId == token.Kid);
    }

    private void CheckTimes(JsonWebToken token)
    {
        var now = clock.GetUtcNow();
        if (!token.TryGetPayloadValue<long>("exp", out _) || !token.TryGetPayloadValue<long>("iat", out _))
            throw new OidcException("its token does not say for how long it is good");
        if (token.ValidTo <= (now - Skew).UtcDateTime) throw new OidcException("its token has expired");
        bool isEarly = token.IssuedAt > (now + Skew).UtcDateTime
            || (token.TryGetPayloadValue<long>("nbf", out _) && token.ValidFrom > (now + Skew).UtcDateTime);
        if (isEarly) throw new OidcException("its token is not good yet");
    }

    private void CheckClaims(JsonWebToken token)
    {
        // Others for whom it is would hold it as well as we do, and we trust none.
        if (token.Audiences.Any(one => one != options.ClientId))
            throw new OidcException("its token is for others as well");
        if (Text(token, "azp") is { } party && party != options.ClientId)
            throw new OidcException("its token was given to somebody else");
        string? subject = Text(token, "sub");
        if (subject is not { Length: > 0 and <= LongestText } || subject.Any(char.IsControl))
            throw new OidcException("its token does not say who it is about");
    }

    // The nonce, and the access token's hash where there is one.
    private void CheckProtocol(string text, string? access, string nonce)
    {
        try
        {
            protocol.ValidateTokenResponse(new()
            {
                ClientId = options.ClientId,
                Nonce = nonce,
                ProtocolMessage = new() { IdToken = text, AccessToken = access },
                ValidatedIdToken = new JwtSecurityToken(text),
            });
        }
        catch (OpenIdConnectProtocolInvalidNonceException)
        {
            throw new OidcException("its token is not for this sign-in");
        }
        catch (OpenIdConnectProtocolInvalidAtHashException)
        {
            throw new OidcException("its two tokens do not belong together");
        }
        catch (OpenIdConnectProtocolException)
        {
            throw new OidcException("its token lacks what it must say");
        }
    }

    private void CheckDomain(JsonWebToken token)
    {
        if (options.Domain is not { } domain) return;
        string? hosted = Text(token, "hd");
        string? at = IsVerified(token) ? Text(token, "email")?.Split('@')[^1] : null;
        if (!string.Equals(hosted ?? at, domain, StringComparison.OrdinalIgnoreCase))
            throw new OidcException("the account is of another domain", LoginRefusals.Domain);
    }

    // Some write it as a text.
    private static bool IsVerified(JsonWebToken token) => token.Claims.Any(claim =>
        claim.Type == "email_verified" && string.Equals(claim.Value, "true", StringComparison.OrdinalIgnoreCase));

    private static string? Email(JsonWebToken token) =>
        Names.Select(name => Text(token, name))
            .FirstOrDefault(said => said is { Length: > 0 and <= LongestText } && !said.Any(char.IsControl));

    private static string? Text(JsonWebToken token, string name) =>
        token.TryGetPayloadValue<string>(name, out var said) ? said : null;

    private static string WordsFor(Exception fault) => fault switch
    {
        SecurityTokenInvalidAudienceException => "its token is for somebody else",
        SecurityTokenInvalidIssuerException => "its token names another issuer",
        SecurityTokenInvalidAlgorithmException => "its token is signed by what is not taken",
        _ => "the signature of its token is not right",
    };
}
