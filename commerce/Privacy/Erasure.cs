using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>A person asked to be forgotten: by whom, what was erased where, and what has to end first.</summary>
/// <remarks>RA 10173 section 16 (e); GDPR art. 17. It is the proof, and holds nothing of her but her id.</remarks>
public sealed record Erasure(Id<Erasure> Id, Id<Customer> Customer, Asker By, DateTimeOffset AskedAt)
{
    public ErasureStatus Status { get; init; }

    /// <summary>How much was erased, by place.</summary>
    public ImmutableSortedDictionary<string, int> Erased { get; init; } =
        ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>Orders that are still on their way, or whose return is: erased when they have ended.</summary>
    public ImmutableArray<Id<Order>> Waiting { get; init; } = [];

    /// <summary>Why staff did it for her.</summary>
    public string? Reason { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Something of hers is about to be erased: how much, by place.</summary>
    public Erasure Count(params ReadOnlySpan<(string Place, int Number)> found)
    {
        var erased = Erased;
        foreach (var (place, number) in found)
            if (number > 0) erased = erased.SetItem(place, erased.GetValueOrDefault(place) + number);
        return this with { Erased = erased };
    }

    /// <summary>Everything was looked through once more.</summary>
    public Erasure Report(ImmutableArray<Id<Order>> waiting, DateTimeOffset now) => this with
    {
        Status = waiting.IsEmpty ? ErasureStatus.Done : ErasureStatus.Waiting,
        Waiting = waiting,
        EndedAt = waiting.IsEmpty ? EndedAt ?? now : null,
    };
}

/// <summary>How far an erasure has come.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ErasureStatus>))]
public enum ErasureStatus { Asked, Waiting, Done }

/// <summary>Why something about a person's rights was refused.</summary>
public static class ErasureRefusals
{
    public static readonly Refusal Taken =
        new(Because.Conflict, "erasure.exists", "Another erasure has this id. Make a new id and ask again.");
    public static readonly Refusal Unknown = new(Because.Unknown, "erasure.unknown", "There is no such erasure.");
    public static readonly Refusal Stale = new(
        Because.Forbidden, "customer.stale_sign_in",
        "For this the sign-in must be fresh. Sign in again, then ask within fifteen minutes.");
}
