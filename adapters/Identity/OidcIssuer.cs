using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Serverless.Adapters;

/// <summary>One sign-in at an issuer, as the shop began it.</summary>
/// <param name="Redirect">Where the browser comes back to; registered with the issuer, letter for letter.</param>
/// <param name="State">Comes back beside the code.</param>
/// <param name="Nonce">Comes back inside the token.</param>
/// <param name="Verifier">Shown with the code; only its hash goes by the browser (RFC 7636).</param>
public sealed record OidcAsk(string Redirect, string State, string Nonce, string Verifier);

/// <summary>Who an issuer says that somebody is, once it is believed.</summary>
/// <param name="IsStrong">Whether it proves that a second factor was shown.</param>
public sealed record OidcIdentity(string Issuer, string Subject, string? Email, bool IsStrong);

/// <summary>
/// Signs somebody in at an issuer by the authorization code flow with PKCE (OpenID Connect Core 1.0, RFC 7636): only
/// the browser goes there, and the code that it brings is redeemed here.
/// </summary>
public sealed class OidcIssuer : IDisposable
{
    // What is kept of keys has some 10 KB with the big ones.
    private const int MostBytes = 256 * 1024;

    private readonly HttpClient http;
    private readonly OidcMetadata metadata;
    private readonly OidcRules rules;

    public OidcIssuer(OidcOptions options, TimeProvider clock)
    {
        Options = options;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        http = new(handler) { Timeout = options.TimeOut, MaxResponseContentBufferSize = MostBytes };
        metadata = new(options, http, clock);
        rules = new(options, clock);
    }

    public OidcOptions Options { get; }

    /// <summary>Where the browser goes to sign in.</summary>
    /// <exception cref="OidcException">The issuer is out of reach, or is not what the settings say.</exception>
    public async Task<Uri> Address(OidcAsk ask, CancellationToken stop)
    {
        var issuer = await metadata.Now(stop);
        var query = new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = Options.ClientId,
            ["redirect_uri"] = ask.Redirect,
            ["scope"] = "openid email",
            ["state"] = ask.State,
            ["nonce"] = ask.Nonce,
            ["code_challenge"] = ChallengeOf(ask.Verifier),
            ["code_challenge_method"] = "S256",
            ["prompt"] = "select_account",
        };
        if (Options.Factor is ("acr", var acr)) query["acr_values"] = acr;
        // Entra ID says which of its conditions somebody has met when it is asked for one.
        else if (Options.Factor is ("acrs", var condition))
            query["claims"] = JsonSerializer.Serialize(new
            {
                id_token = new { acrs = new { essential = true, value = condition } },
            });
        return new(QueryHelpers.AddQueryString(metadata.Open(issuer.AuthorizationEndpoint).ToString(), query));
    }

    /// <summary>Who somebody is, for the code that her browser has brought.</summary>
    /// <param name="said">The issuer that the answer names beside the code (RFC 9207), if any.</param>
    /// <exception cref="OidcException">
    /// The issuer is out of reach, did not take the code, or what it says is not believed.
    /// </exception>
    public async Task<OidcIdentity> Redeem(OidcAsk ask, string code, string? said, CancellationToken stop)
    {
        var issuer = await metadata.Now(stop);
        OidcRules.CheckAnswer(issuer, said);
        var (token, access) = await Tokens(issuer, ask, code, stop);
        if (!rules.Knows(issuer, token)) issuer = await metadata.After(issuer, stop);
        return await rules.Believe(issuer, token, access, ask.Nonce);
    }

    private async Task<(string Token, string? Access)> Tokens(
        OpenIdConnectConfiguration issuer, OidcAsk ask, string code, CancellationToken stop)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = ask.Redirect,
            ["code_verifier"] = ask.Verifier,
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, metadata.Open(issuer.TokenEndpoint));
        request.Headers.Authorization = Prove(issuer, form);
        request.Headers.Accept.Add(new("application/json"));
        request.Content = new FormUrlEncodedContent(form);
        try
        {
            using var answer = await http.SendAsync(request, stop);
            string text = await answer.Content.ReadAsStringAsync(stop);
            if (answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized)
                throw new OidcException("it did not take the code, or not this client");
            answer.EnsureSuccessStatusCode();
            using var read = JsonDocument.Parse(text);
            string? token = Text(read, "id_token");
            return (token ?? throw new OidcException("it gave no ID token"), Text(read, "access_token"));
        }
        catch (Exception fault) when (OidcException.Of(fault, "its answer to the code", stop) is { } known)
        {
            throw known;
        }
    }

    // By the header, whose two parts are encoded as in a form (RFC 6749, 2.3.1); else in the form.
    private AuthenticationHeaderValue? Prove(OpenIdConnectConfiguration issuer, Dictionary<string, string> form)
    {
        var ways = issuer.TokenEndpointAuthMethodsSupported;
        if (ways.Count == 0 || ways.Contains("client_secret_basic"))
        {
            string pair = $"{WebUtility.UrlEncode(Options.ClientId)}:{WebUtility.UrlEncode(Options.ClientSecret)}";
            return new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }

        (form["client_id"], form["client_secret"]) = (Options.ClientId, Options.ClientSecret);
        return null;
    }

    // All of the verifier that goes by the browser.
    private static string ChallengeOf(string verifier) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    private static string? Text(JsonDocument read, string name) =>
        read.RootElement.ValueKind == JsonValueKind.Object && read.RootElement.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    public void Dispose()
    {
        metadata.Dispose();
        http.Dispose();
    }
}
