using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Serverless.Adapters;

/// <summary>What an issuer says of itself and its keys (OpenID Connect Discovery 1.0), as read last.</summary>
/// <remarks>
/// Read anew twice a day; at once where a token is signed by a key that is not known, but not more often than each
/// minute; and not sooner than some seconds after it could not be read: nobody can make us ask endlessly.
/// </remarks>
internal sealed class OidcMetadata(OidcOptions options, HttpClient http, TimeProvider clock)
    : IDocumentRetriever, IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(12);
    private static readonly TimeSpan BetweenRenewals = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim reading = new(1);
    private OpenIdConnectConfiguration? known;
    private long readAt;
    private long? renewedAt;
    private (OidcException Fault, long At)? failed;

    /// <summary>What it says.</summary>
    /// <exception cref="OidcException">It cannot be read, or cannot be used.</exception>
    public async Task<OpenIdConnectConfiguration> Now(CancellationToken stop)
    {
        if (known is { } young && clock.GetElapsedTime(readAt) < Fresh) return young;
        await reading.WaitAsync(stop);
        try
        {
            if (known is { } read && clock.GetElapsedTime(readAt) < Fresh) return read;
            return await Read(stop);
        }
        finally
        {
            reading.Release();
        }
    }

    /// <summary>The same read anew, where a key was missing in it; itself, where that was tried a moment ago.</summary>
    /// <exception cref="OidcException">It cannot be read, or cannot be used.</exception>
    public async Task<OpenIdConnectConfiguration> After(OpenIdConnectConfiguration old, CancellationToken stop)
    {
        await reading.WaitAsync(stop);
        try
        {
            if (known is { } newer && newer != old) return newer;
            if (renewedAt is { } at && clock.GetElapsedTime(at) < BetweenRenewals) return old;
            renewedAt = clock.GetTimestamp();
            return await Read(stop);
        }
        finally
        {
            reading.Release();
        }
    }

    private async Task<OpenIdConnectConfiguration> Read(CancellationToken stop)
    {
        if (failed is { } last && clock.GetElapsedTime(last.At) < AfterFault) throw last.Fault;
        try
        {
            string address = $"{options.Authority.TrimEnd('/')}/.well-known/openid-configuration";
            var read = await OpenIdConnectConfigurationRetriever.GetAsync(address, this, stop);
            Check(read);
            (known, readAt, failed) = (read, clock.GetTimestamp(), null);
            return read;
        }
        catch (Exception fault) when (OidcException.Of(fault, "what it says of itself", stop) is { } said)
        {
            failed = (said, clock.GetTimestamp());
            throw said;
        }
    }

    private void Check(OpenIdConnectConfiguration read)
    {
        // Section 4.3 of Discovery; an issuer with a place for any tenant's id differs here as well.
        if (!string.Equals(read.Issuer, options.Authority, StringComparison.Ordinal))
            throw new OidcException("it names another issuer than the setting Authority");
        foreach (var address in new[] { read.AuthorizationEndpoint, read.TokenEndpoint, read.JwksUri }) Open(address);
        if (read.SigningKeys.Count == 0) throw new OidcException("it shows no key");
    }

    /// <summary>An address of the issuer's that may be asked.</summary>
    public Uri Open(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (options.IsHere && uri.IsLoopback))
            ? uri
            : throw new OidcException("it names an address that is missing, or not https");

    Task<string> IDocumentRetriever.GetDocumentAsync(string address, CancellationToken cancel) =>
        http.GetStringAsync(Open(address), cancel);

    public void Dispose() => reading.Dispose();
}
