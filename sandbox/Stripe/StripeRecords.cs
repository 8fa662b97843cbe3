using System.Text.Json.Serialization;

namespace Serverless.Sandbox;

/// <summary>A shopper's card as the provider keeps it: a token, and never the number.</summary>
/// <param name="Card">The token of the test card that it behaves like.</param>
/// <param name="UsedBy">The payment that it was used for; without a customer it serves one only.</param>
internal sealed record CardMethod(
    string Id, string Card, int ExpMonth, int ExpYear, DateTimeOffset Created, string? UsedBy,
    Dictionary<string, string> Billing)
{
    // Not kept: the card knows its number.
    [JsonIgnore]
    public TestCard TestCard => TestCard.ByToken(Card)!;
}

/// <summary>Why a payment failed last time.</summary>
internal sealed record CardFailure(string Code, string? DeclineCode, string Message, string Method);

/// <summary>A payment intent.</summary>
internal sealed record Intent(
    string Id, string Secret, long Amount, string Currency, string Status, string CaptureMethod,
    Dictionary<string, string> Metadata, DateTimeOffset Created)
{
    public string? Method { get; init; }

    public string? ReturnUrl { get; init; }

    public string? Description { get; init; }

    public string? Charge { get; init; }

    public CardFailure? Failure { get; init; }

    public DateTimeOffset? CanceledAt { get; init; }

    public string? CancellationReason { get; init; }
}

/// <summary>One attempt to move money for a payment intent.</summary>
internal sealed record Charge(
    string Id, string Intent, string Method, long Amount, string Currency, DateTimeOffset Created,
    Dictionary<string, string> Metadata)
{
    public bool Captured { get; init; }

    public long AmountCaptured { get; init; }

    public long AmountRefunded { get; init; }

    /// <summary>A bank took its money back, or asks for it; while that stands, nothing can be refunded.</summary>
    public bool Disputed { get; init; }

    /// <summary>The authorisation was given back or ran out.</summary>
    public bool Released { get; init; }

    public CardFailure? Failure { get; init; }

    public long Refundable => AmountCaptured - AmountRefunded;
}

/// <summary>Money on its way back to a shopper.</summary>
internal sealed record CardRefund(
    string Id, string Charge, string Intent, long Amount, string Currency, string Status, string? FailureReason,
    string? Reason, DateTimeOffset Created, Dictionary<string, string> Metadata);

/// <summary>A shopper asked her bank for her money.</summary>
/// <param name="Status"><c>needs_response</c>, and in the end <c>won</c> or <c>lost</c>.</param>
/// <param name="Moves">What was taken off the shop's balance for it, and given back.</param>
internal sealed record CardDispute(
    string Id, string Charge, string Intent, long Amount, string Currency, string Status, DateTimeOffset Created,
    IReadOnlyList<BalanceMove> Moves);

/// <summary>A movement on the shop's balance: below zero where it was taken.</summary>
internal sealed record BalanceMove(string Id, long Amount, long Fee, string Currency, DateTimeOffset Created);

/// <summary>Something that happened at the provider, as it is told by webhook.</summary>
internal sealed record StripeEvent(string Id, string Type, long Created, string Body);

/// <summary>What was answered under an idempotency key.</summary>
internal sealed record RememberedAnswer(string Fingerprint, int Status, string Body, DateTimeOffset At);
