using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>How a customer ends the mails of one purpose without signing in.</summary>
/// <param name="Page">For herself, in the mail's text; the token stands behind '#', where no server sees it.</param>
/// <param name="OneClick">For her mail program, in the mail's head (RFC 8058).</param>
public sealed record Unsubscription(string Page, Uri OneClick)
{
    public static Unsubscription From(Id<Customer> customer, string purpose, Tokens tokens, Settings settings)
    {
        var token = tokens.ForUnsubscribing(customer, purpose);
        return new(
            $"{settings.SiteUrl}/unsubscribe/{customer}#token={token}",
            new($"{settings.SiteUrl}/api/unsubscriptions/{customer}/{purpose}?token={token}"));
    }
}
