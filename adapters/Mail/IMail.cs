namespace Serverless.Adapters;

/// <summary>Sends mail. The message id makes a repetition recognisable to the receiver's side.</summary>
public interface IMail
{
    Task Send(MailMessage message, CancellationToken stop);
}

/// <summary>One mail, as text and HTML.</summary>
/// <param name="Id">Becomes the Message-ID (RFC 5322): the same for every repetition.</param>
public sealed record MailMessage(string Id, string To, string Subject, string Text, string Html);
