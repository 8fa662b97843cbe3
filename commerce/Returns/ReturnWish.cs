using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>What a shopper asks for: which goods go back, and what she wants for them.</summary>
public sealed record ReturnWish(ImmutableArray<ReturnAsk> Lines, Remedy Remedy = Remedy.Refund)
{
    /// <summary>The location to which she brings the goods herself; null: they travel with a label.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Store { get; init; }

    /// <summary>What she wants to have instead, in an exchange.</summary>
    public ImmutableArray<CartLine> Instead { get; init; } = [];

    /// <summary>What that costs, as she was shown; its delivery is free.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Money? Total { get; init; }

    /// <summary>Whether so much can be accepted: something, and no more than was asked for; else why not.</summary>
    public Refusal? Accepts(ImmutableArray<Acceptance> accepted)
    {
        if (accepted.IsEmpty) return null;
        bool fits = accepted.DistinctBy(one => one.Sku).Count() == accepted.Length && accepted.All(one =>
            one.Quantity > 0 && Lines.Any(line => line.Sku == one.Sku && line.Quantity >= one.Quantity));
        return fits ? null : ReturnRefusals.Acceptance;
    }

    /// <summary>Whether it asks for the same as another.</summary>
    public bool IsSame(ReturnWish other) =>
        (Remedy, Store, Total) == (other.Remedy, other.Store, other.Total)
        && Lines.SequenceEqual(other.Lines) && Instead.SequenceEqual(other.Instead);
}

/// <summary>Some units of one SKU that a shopper wants to send back.</summary>
public sealed record ReturnAsk(string Sku, int Quantity, ReturnReason Reason);

/// <summary>Why goods come back.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReturnReason>))]
public enum ReturnReason { ChangedMind, WrongSize, Damaged, WrongItem, NotAsDescribed }

/// <summary>Who a reason blames.</summary>
public static class ReturnReasons
{
    /// <summary>The goods are not what was promised, or not whole.</summary>
    public static bool IsOurFault(this ReturnReason reason) => reason switch
    {
        ReturnReason.ChangedMind or ReturnReason.WrongSize => false,
        ReturnReason.Damaged or ReturnReason.WrongItem or ReturnReason.NotAsDescribed => true,
    };
}
