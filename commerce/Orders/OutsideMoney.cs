using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>What the provider's books say of one payment, beside that it was authorised.</summary>
/// <param name="Moved">Every refund and dispute, whoever made it.</param>
/// <param name="Elsewhere">What somebody captured without the shop, as in the provider's dashboard.</param>
public sealed record PaymentStatement(ImmutableArray<OutsideMoney> Moved, Money? Elsewhere);

/// <summary>Money that moved at the payment provider, and not because the shop had asked.</summary>
/// <param name="Id">The provider's id of the refund or the dispute.</param>
/// <param name="Amount">In the currency of the order.</param>
/// <param name="Moves">Each time that it went or came back; told in any order, it is the same.</param>
public sealed record OutsideMoney(string Id, OutsideKind Kind, Money Amount, ImmutableArray<OutsideMove> Moves)
{
    /// <summary>The shop's own refund that it is, by the metadata; then it is not the shop's news.</summary>
    [JsonIgnore]
    public string? Refund { get; init; }

    /// <summary>How the dispute stands.</summary>
    public DisputeStanding Standing { get; init; }

    /// <summary>What of a dispute that is lost no return had been set against: gone for nothing.</summary>
    public OutsideLoss? Loss { get; init; }

    /// <summary>Whether the shopper has the money now.</summary>
    [JsonIgnore]
    public bool IsGone => Moves.Count(move => !move.Back) > Moves.Count(move => move.Back);

    /// <summary>When it happened first.</summary>
    [JsonIgnore]
    public DateTimeOffset? At => Moves.IsEmpty ? null : Moves.Min(move => move.At);

    /// <summary>The same with what is newly told; never less than was known.</summary>
    public OutsideMoney With(OutsideMoney told)
    {
        var more = told.Moves.Where(move => Moves.All(known => known.Id != move.Id)).ToList();
        if (more.Count == 0 && told.Standing <= Standing) return this;
        var standing = told.Standing > Standing ? told.Standing : Standing;
        return this with { Moves = [.. Moves, .. more], Standing = standing };
    }
}

/// <summary>Money that once went to the shopper, or came back from her bank.</summary>
/// <param name="Id">The provider's id of the movement.</param>
/// <param name="Back">Whether it came back: the refund failed, the dispute was won.</param>
/// <param name="Fee">What the provider took for it; of money that comes back, what it gave back.</param>
public sealed record OutsideMove(string Id, DateTimeOffset At, bool Back, Money? Fee);

/// <summary>What a dispute cost, and when that was known.</summary>
public sealed record OutsideLoss(Money Amount, DateTimeOffset At);

/// <summary>What moved money at the provider.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OutsideKind>))]
public enum OutsideKind { Refund, Dispute }

/// <summary>How a dispute stands; what is lost or won stays so.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DisputeStanding>))]
public enum DisputeStanding { Open, Won, Lost }

/// <summary>The money of an order that somebody captured before the shop did.</summary>
public sealed record Advance(Money Amount, DateTimeOffset At)
{
    /// <summary>When all of it was back with the shopper, where that was before anything was sold.</summary>
    public DateTimeOffset? BackAt { get; init; }
}
