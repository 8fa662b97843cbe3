using System.Globalization;

namespace Serverless.Commerce;

/// <summary>Which e-mail addresses are the same mailbox.</summary>
public static class EmailAddress
{
    private static readonly IdnMapping Hosts = new();

    /// <summary>
    /// One spelling for all that name one mailbox: through the case of the domain, its root dot, its international
    /// form (RFC 5891), and needless quotes (RFC 5321, section 4.1.2). What stands before the sign is its host's to
    /// understand (section 2.4): it stays as it is.
    /// </summary>
    public static string Identity(string email)
    {
        string text = email.Trim();
        int at = text.LastIndexOf('@');
        return at <= 0 ? text : $"{Unquoted(text[..at])}@{HostOf(text[(at + 1)..])}";
    }

    /// <summary>The same for limits, where it is no harm to take two mailboxes for one: most hosts do not look at
    /// case, at dots, or at what stands behind a plus.</summary>
    public static string ForLimits(string email)
    {
        string identity = Identity(email).ToLowerInvariant();
        int at = identity.LastIndexOf('@');
        if (at <= 0) return identity;
        string local = identity[..at].Split('+')[0].Replace(".", "", StringComparison.Ordinal);
        return local.Length > 0 ? $"{local}{identity[at..]}" : identity;
    }

    private static string Unquoted(string local)
    {
        if (local.Length < 3 || local[0] != '"' || local[^1] != '"') return local;
        string inner = local[1..^1];
        bool needsNone = inner[0] != '.' && inner[^1] != '.' && !inner.Contains("..", StringComparison.Ordinal)
            && inner.All(letter => char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-/=?^_`{|}~.".Contains(letter));
        return needsNone ? inner : local;
    }

    private static string HostOf(string host)
    {
        string plain = host.TrimEnd('.').ToLowerInvariant();
        try
        {
            return Hosts.GetAscii(plain);
        }
        catch (ArgumentException)
        {
            // No name that DNS could hold, which others refuse: it is nobody else's either.
            return plain;
        }
    }
}
