using System.Collections.Immutable;

namespace Serverless.Adapters;

/// <summary>Sends mail. The message id makes a repetition recognisable to the receiver's side.</summary>
public interface IMail
{
    Task Send(MailMessage message, CancellationToken stop);
}

/// <summary>One mail, as text and HTML.</summary>
/// <param name="Id">Becomes the Message-ID (RFC 5322): the same for every repetition.</param>
public sealed record MailMessage(string Id, string To, string Subject, string Text, string Html)
{
    /// <summary>Who writes, as mail programs show it: the shop's name; empty where it has none yet.</summary>
    public required string FromName { get; init; }

    public ImmutableArray<MailAttachment> Attachments { get; init; } = [];

    /// <summary>
    /// Where the reader's mail program ends such mails with one click of hers (RFC 8058): it sends a POST there; null
    /// for mail that comes whether she wants news or not.
    /// </summary>
    public Uri? Unsubscribe { get; init; }
}

/// <summary>A file that goes with a mail.</summary>
/// <param name="ContentType">As <c>text/csv; charset=utf-8</c>.</param>
public sealed record MailAttachment(string Name, string ContentType, ImmutableArray<byte> Content);
