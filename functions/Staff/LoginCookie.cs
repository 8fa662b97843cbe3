using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>A sign-in at an issuer that a browser has begun.</summary>
/// <param name="Id">Made by the page; the session that comes of it has it too.</param>
/// <param name="Secret">Random; what goes to the issuer is derived from it with the shop's own key.</param>
public sealed record LoginAsk(string Id, string Issuer, string Secret, DateTimeOffset At)
{
    /// <summary>Who is invited, or signed in and wants to link an account; null for who only signs in.</summary>
    public Id<StaffMember>? Member { get; init; }

    public string? Invitation { get; init; }

    /// <summary>The session in which she asked to link an account.</summary>
    public string? Session { get; init; }

    public static LoginAsk Of(string id, string issuer, DateTimeOffset now) =>
        new(id, issuer, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)), now);
}

/// <summary>
/// Binds a sign-in at an issuer to the browser that has begun it: nobody can make another one finish his (RFC 6749,
/// 10.12), and nothing is stored before an answer comes.
/// </summary>
public sealed class LoginCookie(StaffTokens tokens, Settings settings, TimeProvider clock)
{
    private const string Name = "__Host-staff-login";
    private const string Kind = "login";

    public void Set(HttpRequest request, LoginAsk ask) =>
        Append(request, tokens.Mark(Kind, JsonSerializer.Serialize(ask, Json.Options)), ask.At + LoginAnswer.Life);

    public static void Drop(HttpRequest request) => Append(request, "", DateTimeOffset.UnixEpoch);

    /// <summary>What this browser has begun last; null where that is nothing, or too long ago.</summary>
    public LoginAsk? Read(HttpRequest request)
    {
        if (tokens.TextIn(Kind, request.Cookies[Name] ?? "") is not { } text) return null;
        var ask = JsonSerializer.Deserialize<LoginAsk>(text, Json.Options)!;
        return clock.GetUtcNow() < ask.At + LoginAnswer.Life ? ask : null;
    }

    /// <summary>What goes to the issuer, and comes back.</summary>
    public OidcAsk Words(LoginAsk ask) => new(
        $"{settings.SiteUrl}/api/staff/oidc/callback/{ask.Issuer}", StateOf(ask),
        tokens.NameOf($"login-nonce:{ask.Secret}"), tokens.NameOf($"login-verifier:{ask.Secret}"));

    /// <summary>Whether an answer belongs to what this browser has begun.</summary>
    public bool IsFor(LoginAsk ask, string? state) => state is not null && CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(StateOf(ask)));

    /// <summary>Where its answer is kept: by what only this browser has.</summary>
    public Id<LoginAnswer> IdOf(LoginAsk ask) => new(tokens.NameOf($"login-answer:{ask.Secret}"));

    private string StateOf(LoginAsk ask) => tokens.NameOf($"login-state:{ask.Secret}");

    // Lax, since the issuer sends the browser back: with Strict it would come without.
    private static void Append(HttpRequest request, string value, DateTimeOffset until) =>
        request.HttpContext.Response.Cookies.Append(Name, value, new()
        {
            HttpOnly = true,
            Secure = true,
            SameSite = SameSiteMode.Lax,
            Path = "/",
            Expires = until,
        });
}
