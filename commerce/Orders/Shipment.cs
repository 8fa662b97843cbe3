using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using static Serverless.Commerce.ShipmentStatus;

namespace Serverless.Commerce;

/// <summary>One parcel of an order: goods that leave one location together.</summary>
/// <param name="Id">The order's id and a number from 1, <c>{order}-1</c>; also the carrier's reference.</param>
public sealed record Shipment(
    Id<Shipment> Id, string Location, ImmutableArray<ShipmentLine> Lines, ShipmentStatus Status)
{
    // A UUID in its usual form.
    private const int OrderLength = 36;

    public int? WeightGrams { get; init; }

    public string? Carrier { get; init; }

    public string? Tracking { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }

    public static readonly Lifecycle<ShipmentStatus> Lifecycle = new()
    {
        { Held, Allocated },
        { Allocated, Picking },
        { Picking, Packed },
        { Packed, Shipped },
        { Shipped, OnHoldCustoms, OutForDelivery, Delivered, DeliveryFailed, ReturnedToSender },
        { OnHoldCustoms, Shipped, ReturnedToSender },
        { OutForDelivery, Delivered, DeliveryFailed, ReturnedToSender },
        { DeliveryFailed, OutForDelivery, Delivered, ReturnedToSender },
    };

    /// <summary>The order that it is a part of.</summary>
    public static Id<Order> OrderOf(Id<Shipment> id) => new(id.Value[..OrderLength]);

    /// <summary>The name of an order's shipment; they are counted from 1.</summary>
    public static Id<Shipment> Named(Id<Order> order, int number) => new($"{order}-{number}");

    /// <summary>Reads an order's id in its usual form, a dash, and a number.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Id<Shipment> id)
    {
        id = default;
        if (text is not { Length: > OrderLength + 1 and < OrderLength + 5 } || text[OrderLength] != '-') return false;
        if (!Id<Order>.TryParse(text[..OrderLength], out var order)) return false;
        bool good = int.TryParse(
            text.AsSpan(OrderLength + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        id = Named(order, number);
        return good && number > 0;
    }

    public static Shipment Of(Id<Order> order, int number, Source source) => new(
        Named(order, number), source.Location,
        [.. source.Goods.Select(goods => new ShipmentLine(goods.Sku, goods.Quantity))], Held);

    /// <summary>Whether it has left the shop.</summary>
    [JsonIgnore]
    public bool HasLeft => Status >= Shipped;

    /// <summary>Whether nothing more happens to it.</summary>
    [JsonIgnore]
    public bool IsOver => Lifecycle.IsFinal(Status);

    [JsonIgnore]
    public int Units => Lines.Sum(line => line.Quantity);

    public Result<Shipment> Allocate() => Become(Allocated);

    public Result<Shipment> Pick() => Become(Picking);

    public Result<Shipment> Pack(int weightGrams) =>
        Become(Packed, shipment => shipment with { WeightGrams = weightGrams });

    /// <summary>Notes what the carrier calls the parcel; a fact, not a status.</summary>
    public Result<Shipment> Label(string carrier, string tracking) => Tracking == tracking
        ? this
        : this with { Carrier = carrier, Tracking = tracking };

    /// <summary>The carrier has it: the goods have left at a cost.</summary>
    public Result<Shipment> Ship(ImmutableArray<Money> costs)
    {
        if (Status == OnHoldCustoms) return this;
        return Become(Shipped, shipment => shipment with
        {
            Lines = [.. shipment.Lines.Select((line, at) => line with { Cost = costs[at] })],
        });
    }

    /// <summary>Customs hold it where it goes.</summary>
    public Result<Shipment> Detain() => Become(OnHoldCustoms);

    /// <summary>Customs let it go on.</summary>
    public Result<Shipment> Free() => Status == OnHoldCustoms ? Become(Shipped) : this;

    public Result<Shipment> SendOut() => Become(OutForDelivery);

    public Result<Shipment> Deliver(DateTimeOffset at) =>
        Become(Delivered, shipment => shipment with { DeliveredAt = at });

    public Result<Shipment> FailDelivery() => Become(DeliveryFailed);

    public Result<Shipment> SendBack() => Become(ReturnedToSender);

    private Result<Shipment> Become(ShipmentStatus next, Func<Shipment, Shipment>? change = null)
    {
        if (Status == next) return this;
        if (!Lifecycle.Allows(Status, next)) return ShipmentRefusals.NotNow;
        return (change?.Invoke(this) ?? this) with { Status = next };
    }
}

/// <summary>Where a shipment stands; participles, in the order in which they mostly happen.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ShipmentStatus>))]
public enum ShipmentStatus
{
    Held, Allocated, Picking, Packed, Shipped, OnHoldCustoms, OutForDelivery, DeliveryFailed, Delivered,
    ReturnedToSender,
}

/// <summary>How many of one SKU are in a shipment, and what they had cost the shop once they have left.</summary>
public sealed record ShipmentLine(string Sku, int Quantity)
{
    public Money? Cost { get; init; }
}

/// <summary>Why a shipment said no.</summary>
public static class ShipmentRefusals
{
    public static readonly Refusal Unknown =
        new(Because.Unknown, "shipment.unknown", "There is no such shipment.");
    public static readonly Refusal NotNow =
        new(Because.Conflict, "shipment.not_now", "The shipment is not in a state that allows this.");
}
