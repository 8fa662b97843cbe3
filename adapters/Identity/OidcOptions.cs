namespace Serverless.Adapters;

/// <summary>An issuer of identities that staff may sign in with, and the shop's account there.</summary>
/// <param name="Id">How addresses and settings name it: <c>entra</c>; small letters and digits.</param>
/// <param name="Name">How the button names it.</param>
/// <param name="Authority">
/// Its identifier, letter for letter as it stands in its tokens: <c>https://accounts.google.com</c>.
/// </param>
public sealed record OidcOptions(string Id, string Name, string Authority, string ClientId, string ClientSecret)
{
    /// <summary>The claim that proves a second factor, and its value: <c>amr</c> and <c>mfa</c> (RFC 8176).</summary>
    /// <remarks>Null: this issuer proves none, and the shop asks for its own.</remarks>
    public (string Claim, string Value)? Factor { get; init; }

    /// <summary>Only accounts of this domain come in: by <c>hd</c>, or by a verified e-mail. Null: any.</summary>
    public string? Domain { get; init; }

    /// <summary>After this the issuer counts as out of reach.</summary>
    public TimeSpan TimeOut { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether it is on this machine, where nobody listens: it need not speak TLS.</summary>
    public bool IsHere => new Uri(Authority).IsLoopback;

    /// <summary>What is wrong with the identifier; null where nothing is.</summary>
    /// <param name="mayBeHere">Whether the shop itself is on this machine alone.</param>
    public static string? FaultOf(string authority, bool mayBeHere)
    {
        if (!Uri.TryCreate(authority, UriKind.Absolute, out var address)
            || address.Query.Length > 0 || address.Fragment.Length > 0 || address.UserInfo.Length > 0)
            return "is no address of an issuer.";
        if (address.Scheme != Uri.UriSchemeHttps && !(address.IsLoopback && mayBeHere)) return "must begin with https.";
        // Under these anybody with an account of any organisation would have the same issuer as one's own people.
        string[] anybody = ["common", "organizations", "consumers"];
        return address.Segments.Any(part => anybody.Contains(part.Trim('/'), StringComparer.OrdinalIgnoreCase))
            ? "is for accounts of all organisations: name the id of your own tenant instead."
            : null;
    }
}
