using Serverless.Adapters;

namespace Serverless.Functions;

/// <summary>The issuers that the settings name.</summary>
public sealed class OidcIssuers(IEnumerable<OidcOptions> options, TimeProvider clock) : IDisposable
{
    public IReadOnlyList<OidcIssuer> All { get; } = [.. options.Select(one => new OidcIssuer(one, clock))];

    public OidcIssuer? Find(string id) => All.FirstOrDefault(issuer => issuer.Options.Id == id);

    public void Dispose()
    {
        foreach (var issuer in All) issuer.Dispose();
    }
}
