using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>One try to have the money of a placed order promised anew, on whatever card.</summary>
/// <param name="Id">Made by the asker; that of the correction, where one makes the order dearer.</param>
/// <param name="Amount">What the bank is asked to promise.</param>
/// <param name="At">When it began.</param>
public sealed record PaymentAttempt(Id<PaymentAttempt> Id, Money Amount, DateTimeOffset At)
{
    /// <summary>How it stands at the provider; null until that has answered.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Payment? Payment { get; init; }

    /// <summary>When it came to its end; one that has none is under way.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it came to nothing; null where it pays for the order.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Refusal? Reason { get; init; }

    /// <summary>The promise whose place it took.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Payment? Replaced { get; init; }

    /// <summary>Whether nothing was decided yet.</summary>
    [JsonIgnore]
    public bool IsOpen => EndedAt is null;
}

/// <summary>Why a placed order is not paid anew.</summary>
public static class AttemptRefusals
{
    public static readonly Refusal Unknown =
        new(Because.Unknown, "payment.unknown", "There is no such payment of this order.");
    public static readonly Refusal Taken = new(
        Because.Conflict, "payment.exists", "Another payment has this id. Make a new id and ask again.");
    public static readonly Refusal NotNeeded = new(
        Because.Conflict, "payment.not_needed",
        "This order need not be paid again. Nothing was charged; look at it anew.");
    public static readonly Refusal UnderWay = new(
        Because.Conflict, "payment.under_way",
        "This order is being paid already. Confirm it at your bank, or wait until that has expired.");
    public static readonly Refusal Interrupted = new(
        Because.Conflict, "payment.interrupted",
        "The shop was interrupted while this was being paid. Nothing was charged; pay again.");
    public static readonly Refusal OtherAmount = new(
        Because.Conflict, "payment.other_amount",
        "The order comes to another amount by now. Nothing was charged; look at it anew and pay that.");
    public static readonly Refusal TooOften = new(
        Because.Conflict, "payment.too_often",
        "This order was paid for in vain too often. Nothing was charged; write to the shop, which can help.");
}
