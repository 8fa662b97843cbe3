namespace Serverless.Sandbox;

/// <summary>One mail in the mailbox, as a reader sees it.</summary>
/// <param name="Copies">How often it came; the same Message-ID is shown once.</param>
internal sealed record Letter(
    string Id, string? MessageId, string From, IReadOnlyList<string> To, string Subject, string? Text, string? Html,
    DateTimeOffset ReceivedAt, int Copies)
{
    public IReadOnlyList<Enclosure> Enclosures { get; init; } = [];

    /// <summary>Where one click in a mail program ends such mails (RFC 8058), if the mail says so.</summary>
    public string? OneClick { get; init; }
}

/// <summary>A file that came with a mail.</summary>
/// <param name="Content">In base64.</param>
internal sealed record Enclosure(string Name, string Type, string Content);
