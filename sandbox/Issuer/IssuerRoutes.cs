using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Serverless.Sandbox;

/// <summary>
/// An OpenID Connect issuer: discovery, keys and the token endpoint, with the checks that real ones make (RFC 6749,
/// RFC 7636), and with lies.
/// </summary>
internal sealed class IssuerRoutes(
    SandboxFile file, IssuerKeys keys, IssuerLies lies, Faults faults, SandboxClock clock, SandboxLog log,
    SandboxOptions options, Func<string> publicUrl)
{
    public const string Party = "oidc";

    private static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(5);

    private readonly Shelf<IssuerGrant> grants = new(file, "issuer grant");
    private readonly IdToken idToken = new(keys, lies);

    /// <summary>Its own name, as it stands in its tokens.</summary>
    public string Issuer => $"{publicUrl()}/oidc";

    public void Map(WebApplication app)
    {
        app.MapGet("/oidc/.well-known/openid-configuration", http => Serve(http, Discovery));
        app.MapGet("/oidc/keys", http => Serve(http, Keys));
        app.MapPost("/oidc/token", http => Serve(http, Token));
    }

    /// <summary>Somebody has agreed: a code for her browser to carry.</summary>
    public string Grant(IssuerGrant grant) => grants.Put(grant.Code, grant).Code;

    public void Clear()
    {
        grants.Clear();
        lies.Clear();
    }

    private Task<IResult> Keys(HttpRequest request) => Task.FromResult(Json(new { keys = keys.Public }));

    private Task<IResult> Discovery(HttpRequest request)
    {
        string name = lies.Takes("discovery") ? "https://issuer.example" : Issuer;
        string token = $"{(lies.Takes("plain-http") ? "http://issuer.example/oidc" : Issuer)}/token";
        return Task.FromResult(Results.Text(
            $$"""
            {
              "issuer": "{{name}}",
              "authorization_endpoint": "{{Issuer}}/authorize",
              "token_endpoint": "{{token}}",
              "jwks_uri": "{{Issuer}}/keys",
              "response_types_supported": ["code"],
              "subject_types_supported": ["public"],
              "id_token_signing_alg_values_supported": ["RS256", "ES256"],
              "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
              "code_challenge_methods_supported": ["S256"],
              "claims_supported": ["sub", "email", "email_verified", "amr"],
              "authorization_response_iss_parameter_supported": true
            }
            """, "application/json"));
    }

    private async Task<IResult> Token(HttpRequest request)
    {
        if (!request.HasFormContentType) return Refuse("invalid_request");
        var form = await request.ReadFormAsync();
        if (!IsClient(request, form)) return Refuse("invalid_client", 401);
        if (form["grant_type"] != "authorization_code") return Refuse("unsupported_grant_type");
        if (lies.Takes("huge")) return Results.Text(new string(' ', 4_000_000) + "{}", "application/json");
        if (lies.Takes("not-json")) return Results.Text("<!doctype html><p>Sign in to the network", "text/html");
        return file.Change(() => Redeem(form));
    }

    private IResult Redeem(IFormCollection form)
    {
        if (grants.Find(form["code"]) is not { } grant || clock.WireNow > grant.At + CodeLife)
            return Refuse("invalid_grant");
        if (grant.IsUsed && !lies.Takes("code-twice")) return Refuse("invalid_grant");
        grants.Put(grant.Code, grant with { IsUsed = true });
        string verifier = form["code_verifier"].ToString();
        string challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        if (form["redirect_uri"] != grant.RedirectUri || challenge != grant.Challenge) return Refuse("invalid_grant");
        string access = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return Json(new
        {
            access_token = access,
            token_type = "Bearer",
            expires_in = 600,
            scope = "openid email",
            id_token = idToken.Write(Issuer, grant, access, clock.WireNow),
        });
    }

    // By the header, whose parts are encoded as in a form (RFC 6749, 2.3.1), or in the form.
    private bool IsClient(HttpRequest request, IFormCollection form)
    {
        string header = request.Headers.Authorization.ToString();
        string shown = header.StartsWith("Basic ", StringComparison.Ordinal)
            ? Encoding.UTF8.GetString(Convert.FromBase64String(header[6..]))
            : $"{WebUtility.UrlEncode(form["client_id"])}:{WebUtility.UrlEncode(form["client_secret"])}";
        var (id, secret) = (WebUtility.UrlEncode(options.OidcClientId), WebUtility.UrlEncode(options.OidcClientSecret));
        return shown == $"{id}:{secret}";
    }

    private async Task Serve(HttpContext http, Func<HttpRequest, Task<IResult>> act)
    {
        var fault = faults.Take(Party, http.Request.Path);
        try
        {
            await faults.Wait(fault, http.RequestAborted);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        log.Say($"oidc {http.Request.Method} {http.Request.Path} -> {fault?.Kind ?? "served"}");
        var answer = fault?.Kind == "error" ? Results.StatusCode(500) : await act(http.Request);
        if (fault?.Kind == "drop") http.Abort();
        else await answer.ExecuteAsync(http);
    }

    private static IResult Json(object what) => Results.Json(what, contentType: "application/json");

    private static IResult Refuse(string error, int status = 400) => Results.Json(new { error }, statusCode: status);
}
