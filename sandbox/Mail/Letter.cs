namespace Serverless.Sandbox;

/// <summary>One mail in the mailbox, as a reader sees it.</summary>
/// <param name="Copies">How often it came; the same Message-ID is shown once.</param>
internal sealed record Letter(
    string Id, string? MessageId, string From, IReadOnlyList<string> To, string Subject, string? Text, string? Html,
    DateTimeOffset ReceivedAt, int Copies);
