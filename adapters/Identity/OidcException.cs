using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>
/// Why nobody is let in for what an issuer said or did, in words that may stand in a log: nothing of what it said is in
/// them.
/// </summary>
/// <param name="refusal">What she is told; by default that it cannot be trusted.</param>
public sealed class OidcException(string reason, Refusal? refusal = null) : Exception(reason)
{
    public Refusal Refusal { get; } = refusal ?? LoginRefusals.NotTrusted;

    /// <summary>What went wrong while it was asked; null for what is not its doing.</summary>
    internal static OidcException? Of(Exception fault, string asked, CancellationToken stop) => fault switch
    {
        OidcException known => known,
        OperationCanceledException when !stop.IsCancellationRequested => Away($"{asked} did not come in time"),
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
            Away($"{asked} is too large"),
        HttpRequestException { StatusCode: { } status } => Away($"{asked} came with status {(int)status}"),
        HttpRequestException or IOException => Away($"{asked} did not come"),
        JsonException or ArgumentException or FormatException or InvalidOperationException or SecurityTokenException =>
            Away($"{asked} cannot be read"),
        _ => null,
    };

    private static OidcException Away(string reason) => new(reason, LoginRefusals.Unreachable);
}
