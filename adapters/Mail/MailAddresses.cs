using System.Globalization;
using System.Text.RegularExpressions;
using MimeKit;

namespace Serverless.Adapters;

/// <summary>Which addresses mail can be sent to.</summary>
public static partial class MailAddresses
{
    private const int LongestLocal = 64;
    private const int LongestHost = 253;

    private static readonly IdnMapping Hosts = new() { UseStd3AsciiRules = true };

    /// <summary>Whether the mail library can address it, and its host is a name that DNS could hold.</summary>
    /// <remarks>
    /// RFC 5321, section 4.1.2: a dot-string before the sign, since quoted ones travel badly, and no address literal
    /// behind it. A host may be international (RFC 5891); what stands before the sign may not, since not every server
    /// on the way speaks SMTPUTF8.
    /// </remarks>
    public static bool CanReach(string text)
    {
        int at = text.LastIndexOf('@');
        return at is > 0 and <= LongestLocal && DotString().IsMatch(text[..at]) && IsHost(text[(at + 1)..])
            && MailboxAddress.TryParse(text, out _);
    }

    private static bool IsHost(string text)
    {
        try
        {
            string host = Hosts.GetAscii(text).ToLowerInvariant();
            return host.Length <= LongestHost && HostName().IsMatch(host);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\z")]
    private static partial Regex DotString();

    // Labels of 1 to 63, no hyphen at their ends (RFC 1123, section 2.1); the last is never all digits.
    [GeneratedRegex(
        @"\A(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?=[0-9-]*[a-z])[a-z0-9][a-z0-9-]{0,61}[a-z0-9]\z")]
    private static partial Regex HostName();
}
