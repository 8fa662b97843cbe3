using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>Which mail server the shop sends through, and as whom.</summary>
/// <param name="From">
/// The address that mails come from; its domain also ends every Message-ID. A name before it
/// (<c>The Shop &lt;orders@shop.example&gt;</c>) stands on all of them instead of <see cref="MailMessage.FromName"/>.
/// </param>
/// <param name="User">Null where the server asks nobody.</param>
public sealed record SmtpOptions(string Host, int Port, string From, string? User = null, string? Password = null)
{
    // RFC 8314, section 3.3: on this port TLS is spoken from the first byte.
    private const int ImplicitTls = 465;

    public TimeSpan TimeOut { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Where there is a password it is never sent in the clear, whatever the server or the way says.</summary>
    internal SecureSocketOptions Security =>
        Port == ImplicitTls ? SecureSocketOptions.SslOnConnect
        : User is null ? SecureSocketOptions.StartTlsWhenAvailable
        : SecureSocketOptions.StartTls;
}

/// <summary>The mail server did not take a mail. Says its code only, since its words may repeat addresses.</summary>
public sealed class MailNotTakenException(int code) : Exception($"The mail server did not take a mail: {code}.")
{
    /// <summary>The reply code of RFC 5321: 4xx may pass, 5xx will not.</summary>
    public int Code { get; } = code;
}

/// <summary>Mail over SMTP; encrypted whenever the server can, and always where a password is sent.</summary>
public sealed class SmtpMail(SmtpOptions options, TimeProvider time) : IMail
{
    public async Task Send(MailMessage message, CancellationToken stop)
    {
        // Who was forgotten has no address any more, and nobody waits for the letter.
        if (message.To == Register.Forgotten) return;
        using var mail = Compose(message);
        using var smtp = new SmtpClient { Timeout = (int)options.TimeOut.TotalMilliseconds };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(options.TimeOut);
        try
        {
            await smtp.ConnectAsync(options.Host, options.Port, options.Security, limit.Token);
            if (options.User is { } user)
                await smtp.AuthenticateAsync(user, options.Password ?? "", limit.Token);
            await smtp.SendAsync(mail, limit.Token);
            await smtp.DisconnectAsync(quit: true, limit.Token);
        }
        catch (SmtpCommandException refused)
        {
            throw new MailNotTakenException((int)refused.StatusCode);
        }
    }

    private MimeMessage Compose(MailMessage message)
    {
        var from = MailboxAddress.Parse(options.From);
        var body = new BodyBuilder { TextBody = message.Text, HtmlBody = message.Html };
        foreach (var file in message.Attachments)
            body.Attachments.Add(file.Name, [.. file.Content], ContentType.Parse(file.ContentType));
        var mail = new MimeMessage
        {
            Subject = message.Subject,
            Date = time.GetUtcNow(),
            MessageId = $"{message.Id}@{from.Domain}",
            Body = body.ToMessageBody(),
        };
        mail.From.Add(new MailboxAddress(from.Name is { Length: > 0 } name ? name : message.FromName, from.Address));
        mail.To.Add(MailboxAddress.Parse(message.To));
        if (message.Unsubscribe is { } stop)
        {
            mail.Headers.Add(HeaderId.ListUnsubscribe, $"<{stop.AbsoluteUri}>");
            mail.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        }

        return mail;
    }
}
