using Microsoft.Extensions.Configuration;
using Serverless.Adapters;

namespace Serverless.Functions;

/// <summary>The issuers that staff may sign in with: settings <c>Oidc__{id}__…</c>, any number of them.</summary>
public static class OidcSettings
{
    /// <summary>Those that have a client id; the others are not offered.</summary>
    /// <exception cref="InvalidOperationException">Something is missing or wrong; what it is, is named.</exception>
    public static IReadOnlyList<OidcOptions> From(IConfiguration configuration)
    {
        bool isHere = Uri.TryCreate(configuration["SiteUrl"], UriKind.Absolute, out var site) && site.IsLoopback;
        return
        [
            .. configuration.GetSection("Oidc").GetChildren().Select(one => one.Key.ToLowerInvariant()).Order()
                .Where(id => configuration[$"Oidc:{id}:ClientId"] is { Length: > 0 })
                .Select(id => One(configuration, id, isHere)),
        ];
    }

    private static OidcOptions One(IConfiguration configuration, string id, bool isHere)
    {
        if (id.Length > 20 || !id.All(char.IsAsciiLetterOrDigit))
            throw new InvalidOperationException($"Oidc__{id}: a name of at most 20 letters and digits is needed.");
        var options = new OidcOptions(
            id, Settings.Need(configuration, $"Oidc:{id}:Name"), Settings.Need(configuration, $"Oidc:{id}:Authority"),
            Settings.Need(configuration, $"Oidc:{id}:ClientId"),
            Settings.Need(configuration, $"Oidc:{id}:ClientSecret"))
        {
            Domain = configuration[$"Oidc:{id}:Domain"] is { Length: > 0 } domain ? domain : null,
            Factor = FactorIn(id, configuration[$"Oidc:{id}:Factor"]),
        };
        return OidcOptions.FaultOf(options.Authority, isHere) is { } fault
            ? throw new InvalidOperationException($"Oidc__{id}__Authority {fault}")
            : options;
    }

    // claim=value: amr=mfa
    private static (string, string)? FactorIn(string id, string? text) => text?.Split('=', 2) switch
    {
        null or [""] => null,
        [{ Length: > 0 } claim, { Length: > 0 } value] => (claim, value),
        _ => throw new InvalidOperationException($"Oidc__{id}__Factor is written as a claim and its value: amr=mfa."),
    };
}
