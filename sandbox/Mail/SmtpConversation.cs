using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MimeKit;

namespace Serverless.Sandbox;

/// <summary>One client talking to the mail server: a subset of RFC 5321, with AUTH PLAIN that takes anybody.</summary>
internal sealed partial class SmtpConversation(Stream stream, Mailbox mailbox, Faults faults, SandboxLog log)
{
    private const int LongestCommand = 1000;
    private const int LargestMail = 10 * 1024 * 1024;
    private const int MostRecipients = 100;

    private static readonly string Extensions = string.Join(
        "\r\n", "250-sandbox", $"250-SIZE {LargestMail}", "250-8BITMIME", "250 AUTH PLAIN");

    private readonly SmtpLines lines = new(stream);
    private readonly List<string> recipients = [];
    private bool greeted;
    private string? sender;
    // Set when the conversation is to be cut off without another word.
    private bool dropped;

    public async Task Run(CancellationToken stop)
    {
        await lines.Write("220 sandbox ESMTP; nothing leaves this machine", stop);
        while (!dropped && await lines.Read(LongestCommand, stop) is { } line)
        {
            if (line.Length > LongestCommand)
            {
                await lines.Write("500 Line too long", stop);
                continue;
            }
            string command = Encoding.UTF8.GetString(line);
            string answer = await Obey(command.TrimEnd(), stop);
            if (!dropped)
                await lines.Write(answer, stop);
            if (answer.StartsWith("221", StringComparison.Ordinal))
                return;
        }
    }

    private async Task<string> Obey(string command, CancellationToken stop)
    {
        string verb = command.Split(' ')[0].ToUpperInvariant();
        string rest = command[verb.Length..].Trim();
        return verb switch
        {
            "EHLO" when rest.Length > 0 => Greet(Extensions),
            "HELO" when rest.Length > 0 => Greet("250 sandbox"),
            "EHLO" or "HELO" => "501 Say who you are",
            "NOOP" => "250 OK",
            "RSET" => Reset("250 Forgotten"),
            "QUIT" => "221 Goodbye",
            "VRFY" => "252 Everybody has a mailbox here",
            "AUTH" or "MAIL" or "RCPT" or "DATA" when !greeted => "503 Say EHLO first",
            "AUTH" => await Authenticate(rest, stop),
            "MAIL" => From(rest),
            "RCPT" => To(rest),
            "DATA" => await Data(rest, stop),
            "STARTTLS" or "HELP" or "EXPN" => "502 Not known here",
            _ => "500 What is that?",
        };
    }

    private string Greet(string answer)
    {
        greeted = true;
        return Reset(answer);
    }

    private string Reset(string answer)
    {
        sender = null;
        recipients.Clear();
        return answer;
    }

    private async Task<string> Authenticate(string rest, CancellationToken stop)
    {
        var words = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || !words[0].Equals("PLAIN", StringComparison.OrdinalIgnoreCase))
            return "504 Only PLAIN is known here";
        if (words.Length == 1)
        {
            await lines.Write("334 ", stop);
            if (await lines.Read(LongestCommand, stop) is not { Length: > 0 } line || line[0] == '*')
                return "501 Given up";
        }
        return "235 Welcome, whoever you are";
    }

    private string From(string rest)
    {
        if (sender is not null)
            return "503 There is a sender already";
        var match = FromForm().Match(rest);
        if (!match.Success)
            return "501 Write MAIL FROM:<address>";
        foreach (string parameter in match.Groups["more"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string name = parameter.Split('=')[0].ToUpperInvariant();
            if (name is not ("SIZE" or "BODY" or "AUTH"))
                return $"555 {name} is not known here";
            if (name == "SIZE" && SizeOf(parameter) > LargestMail)
                return $"552 At most {LargestMail} bytes";
        }
        sender = match.Groups["address"].Value;
        return "250 OK";
    }

    private string To(string rest)
    {
        if (sender is null)
            return "503 Say MAIL first";
        var match = ToForm().Match(rest);
        if (!match.Success || !match.Groups["address"].Value.Contains('@', StringComparison.Ordinal))
            return "501 Write RCPT TO:<name@place>";
        if (recipients.Count == MostRecipients)
            return $"452 At most {MostRecipients} recipients";
        recipients.Add(match.Groups["address"].Value);
        return "250 OK";
    }

    private async Task<string> Data(string rest, CancellationToken stop)
    {
        if (rest.Length > 0)
            return "501 DATA stands alone";
        if (recipients.Count == 0)
            return "503 Say RCPT first";
        await lines.Write("354 Go on, and end with a dot on a line of its own", stop);
        using var mail = new MemoryStream();
        bool whole = await ReadMail(mail, stop);
        string answer = mail.Length > LargestMail ? $"552 At most {LargestMail} bytes" : await Keep(mail, stop);
        dropped |= !whole;
        return Reset(answer);
    }

    /// <summary>Reads up to the lonely dot, taking back the dots that the client put before others (4.5.2).</summary>
    private async Task<bool> ReadMail(MemoryStream mail, CancellationToken stop)
    {
        while (await lines.Read(LargestMail, stop) is { } line)
        {
            if (line is [(byte)'.'])
                return true;
            if (mail.Length > LargestMail)
                continue;
            mail.Write(line is [(byte)'.', ..] ? line.AsSpan(1) : line);
            mail.Write("\r\n"u8);
        }
        // The client went away in the middle: nothing of it counts.
        mail.SetLength(LargestMail + 1);
        return false;
    }

    private async Task<string> Keep(MemoryStream mail, CancellationToken stop)
    {
        var fault = faults.Take("mail", "");
        if (fault?.Kind == "error")
            return "451 Try again later";
        await faults.Wait(fault, stop);
        try
        {
            mail.Position = 0;
            var letter = mailbox.Take(await MimeMessage.LoadAsync(mail, stop), [.. recipients]);
            log.Say($"mail {letter.Id} taken in{(letter.Copies > 1 ? $", copy {letter.Copies}" : "")}");
        }
        catch (FormatException)
        {
            return "554 This is no mail that can be read";
        }
        dropped = fault?.Kind == "drop";
        return "250 In the mailbox";
    }

    private static long SizeOf(string parameter) =>
        long.TryParse(parameter.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? size : 0;

    [GeneratedRegex(@"^FROM:\s*<(?<address>[^<>\s]*)>(?<more>(\s+\S+)*)$", RegexOptions.IgnoreCase)]
    private static partial Regex FromForm();

    [GeneratedRegex(@"^TO:\s*<(?<address>[^<>\s]+)>", RegexOptions.IgnoreCase)]
    private static partial Regex ToForm();
}
