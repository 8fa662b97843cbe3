using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>Units that came off an order before they had left, and what goes back for them.</summary>
/// <param name="Lines">Which units; the lines of the order and the numbers of its units stay as they are.</param>
/// <param name="Sums">Exactly what was paid for them in goods, discount and tax.</param>
public sealed record TakenOff(
    Id<TakenOff> Id, CancelledBy By, CancelReason Reason, ImmutableArray<TakenLine> Lines, Reversal Sums,
    DateTimeOffset At)
{
    /// <summary>Whether it is paid back; else its money had not been taken yet, and is not taken.</summary>
    public bool IsRefund { get; init; }

    /// <summary>The part of its sum that store credit had paid, where nothing had been taken yet.</summary>
    public Money? Credit { get; init; }

    /// <summary>Whether nothing of the order was left after it.</summary>
    public bool IsAll { get; init; }

    /// <summary>Parcels of which nothing was left.</summary>
    public ImmutableArray<Id<Shipment>> Ended { get; init; } = [];

    /// <summary>Parcels that were packed, and have to be packed anew.</summary>
    public ImmutableArray<Id<Shipment>> Unpacked { get; init; } = [];

    /// <summary>When stock, money, points and coupon were back; null while they are on their way.</summary>
    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>The number of the paper that takes this part of the sale back, where it was booked.</summary>
    public string? CreditNote { get; init; }

    /// <summary>The name of its refund, on the order and at the provider.</summary>
    [JsonIgnore]
    public string Refund => $"{Id}-off";

    /// <summary>What her card keeps, or gets back.</summary>
    [JsonIgnore]
    public Money OnCard => Sums.Total - (Credit ?? Sums.Total with { Amount = 0 });
}

/// <summary>Who took units off an order.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CancelledBy>))]
public enum CancelledBy { Shopper, Staff }

/// <summary>Why units came off; a closed list, so that nobody writes about people here.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CancelReason>))]
public enum CancelReason { ChangedMind, Withdrawal, OutOfStock, Damaged, Undeliverable, Unpaid, Fraud, Mistake, Other }

/// <summary>What somebody wants to come off an order.</summary>
/// <param name="Shipment">Of this parcel alone; null: wherever it is.</param>
/// <param name="Lines">How many of what; none: all that has not left.</param>
public sealed record CancelWish(
    Id<TakenOff> Id, CancelledBy By, CancelReason Reason, Id<Shipment>? Shipment, ImmutableArray<Goods> Lines);

/// <summary>How many units of one SKU could come off now.</summary>
public sealed record CancelOffer(string Sku, int Quantity);

/// <summary>Why nothing came off.</summary>
public static class CancelRefusals
{
    public static readonly Refusal Lines = new(
        Because.Invalid, "cancellation.lines",
        "Name each thing once, with at least one unit; or name nothing, for all that has not left.");
    public static readonly Refusal NotThere = new(
        Because.Invalid, "cancellation.units",
        "The order, or this parcel, has not so many units of this that are not cancelled yet.");
    public static readonly Refusal NothingLeft = new(
        Because.Conflict, "cancellation.nothing_left", "All of it is cancelled already.");
    public static readonly Refusal BeingPicked = new(
        Because.Conflict, "cancellation.being_picked",
        "The warehouse is at work on it. Ask the shop, or send it back once you have it.");
    public static readonly Refusal HasLeft = new(
        Because.Conflict, "cancellation.has_left",
        "It has left the shop and cannot be cancelled. It can be sent back once it has arrived.");
    public static readonly Refusal BeingChanged = new(
        Because.Conflict, "cancellation.being_changed",
        "Something is just being added to this order. Ask again in a moment.");
    public static readonly Refusal NotPlaced = new(
        Because.Conflict, "cancellation.not_placed",
        "The order is not placed. While it is being paid for, just do not pay: it ends by itself.");
    public static readonly Refusal Taken = new(
        Because.Conflict, "cancellation.exists", "Another cancellation has this id. Make a new id and ask again.");
    public static readonly Refusal Unknown =
        new(Because.Unknown, "cancellation.unknown", "There is no such cancellation.");
}
