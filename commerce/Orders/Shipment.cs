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

    /// <summary>When it should leave, where its goods were not there when they were bought.</summary>
    public DateTimeOffset? Promised { get; init; }

    /// <summary>How it is fetched in a store, once it is ready there.</summary>
    public Pickup? Pickup { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>When the carrier, or she at the counter, was known to take it: nothing comes off since.</summary>
    public DateTimeOffset? LeavingAt { get; init; }

    /// <summary>How often its contents changed after picking had begun: each packing is of one edition.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Edition { get; init; }

    /// <summary>Labels of earlier packings: a parcel that leaves with one of these is the wrong one.</summary>
    public ImmutableArray<string> Recalled { get; init; } = [];

    /// <summary>How often it has gone out for delivery, or come back from there: each turn is told once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Turns { get; init; }

    public static readonly Lifecycle<ShipmentStatus> Lifecycle = new()
    {
        { Held, Backordered, Allocated, Cancelled },
        { Backordered, Allocated, Cancelled },
        { Allocated, Picking, Cancelled },
        { Picking, Packed, Cancelled },
        // Units that come off a packed parcel send it back to the packing table.
        { Packed, ReadyForPickup, Shipped, Picking, Cancelled },
        { ReadyForPickup, PickedUp, Picking, Cancelled },
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
        return good && number > 0 && id.Value == text;
    }

    public static Shipment Of(Id<Order> order, int number, Source source) => new(
        Named(order, number), source.Location,
        [.. source.Goods.Select(goods => new ShipmentLine(goods.Sku, goods.Quantity))], Held)
    {
        Promised = source.Promised,
    };

    /// <summary>Whether it has left the shop.</summary>
    [JsonIgnore]
    public bool HasLeft => Status >= Shipped && Status != Cancelled;

    /// <summary>Whether the shopper has it.</summary>
    [JsonIgnore]
    public bool IsHers => Status is Delivered or PickedUp;

    /// <summary>Whether nothing more happens to it.</summary>
    [JsonIgnore]
    public bool IsOver => Lifecycle.IsFinal(Status);

    [JsonIgnore]
    public int Units => Lines.Sum(line => line.Quantity);

    /// <summary>The same parcel with more in it.</summary>
    internal Shipment With(ImmutableArray<Goods> more) => this with
    {
        Lines =
        [
            .. Lines.Select(line => line with
            {
                Quantity = line.Quantity + more.Where(one => one.Sku == line.Sku).Sum(one => one.Quantity),
            }),
            .. more.Where(one => Lines.All(line => line.Sku != one.Sku))
                .Select(one => new ShipmentLine(one.Sku, one.Quantity)),
        ],
    };

    /// <summary>Its goods are not there yet, or not any more.</summary>
    public Result<Shipment> Await() => Become(Backordered);

    public Result<Shipment> Allocate() => Become(Allocated);

    // What is packed goes back to the packing table only with what comes off it.
    public Result<Shipment> Pick() =>
        Status is Packed or ReadyForPickup ? ShipmentRefusals.NotNow : Become(Picking);

    /// <param name="weightGrams">With box and filling.</param>
    /// <param name="edition">Which edition of its contents was packed.</param>
    public Result<Shipment> Pack(int weightGrams, int edition = 0) => edition == Edition
        ? Become(Packed, shipment => shipment with { WeightGrams = weightGrams })
        : ShipmentRefusals.Stale;

    /// <summary>Notes what the carrier calls the parcel; a fact, not a status.</summary>
    public Result<Shipment> Label(string carrier, string tracking)
    {
        if (Tracking == tracking) return this;
        if (Recalled.Contains(tracking)) return ShipmentRefusals.Unpacked;
        return Off is { } off ? off : this with { Carrier = carrier, Tracking = tracking };
    }

    /// <summary>Why nothing more is done about its label: it was cancelled, or is to be packed anew.</summary>
    [JsonIgnore]
    public Refusal? Off => Status switch
    {
        Cancelled => ShipmentRefusals.Cancelled,
        Picking => ShipmentRefusals.Unpacked,
        _ => null,
    };

    /// <summary>The carrier has it, or she stands at the counter: from now on nothing comes off it.</summary>
    public Result<Shipment> Leave(DateTimeOffset at)
    {
        if (LeavingAt is not null || HasLeft) return this;
        return Off is { } off ? off : this with { LeavingAt = at };
    }

    /// <summary>Units came off, and others are left: a parcel that was packed is to be packed anew.</summary>
    /// <param name="edition">Which edition of its contents that is; before picking there are none.</param>
    public Result<Shipment> Lighten(int edition)
    {
        if (Status < Picking || edition <= Edition) return this;
        if (HasLeft || Status == Cancelled) return ShipmentRefusals.NotNow;
        var next = this with { Edition = edition };
        if (Status == Picking) return next;
        return next with
        {
            Status = Picking,
            WeightGrams = null,
            Pickup = null,
            Tracking = null,
            Recalled = Tracking is null ? Recalled : Recalled.Add(Tracking),
        };
    }

    /// <summary>The carrier has it: the goods have left at a cost.</summary>
    public Result<Shipment> Ship(ImmutableArray<Money> costs)
    {
        if (Status == OnHoldCustoms) return this;
        return Become(Shipped, shipment => shipment with { Lines = shipment.At(costs) });
    }

    /// <summary>Customs hold it where it goes.</summary>
    public Result<Shipment> Detain() => Become(OnHoldCustoms);

    /// <summary>Customs let it go on.</summary>
    public Result<Shipment> Free() => Status == OnHoldCustoms ? Become(Shipped) : this;

    /// <summary>It waits in the store for who knows the code.</summary>
    public Result<Shipment> MakeReady(string codeHash) =>
        Become(ReadyForPickup, shipment => shipment with { Pickup = new(codeHash, []) });

    /// <summary>Somebody said a code that is wrong; after too many, none is right until a person has looked.</summary>
    public Result<Shipment> MissCode(string hash)
    {
        if (Status != ReadyForPickup || Pickup is not { } pickup) return ShipmentRefusals.NotNow;
        return pickup.IsLocked || pickup.Misses.Contains(hash)
            ? this
            : this with { Pickup = pickup with { Misses = pickup.Misses.Add(hash) } };
    }

    /// <summary>A person has looked: codes count again.</summary>
    public Result<Shipment> Unlock() =>
        Pickup is null or { Misses.IsEmpty: true } ? this : this with { Pickup = Pickup with { Misses = [] } };

    /// <summary>The shopper has fetched it: the goods have left at a cost.</summary>
    public Result<Shipment> HandOver(ImmutableArray<Money> costs, DateTimeOffset at) =>
        Become(PickedUp, shipment => shipment with { Lines = shipment.At(costs), DeliveredAt = at });

    /// <summary>Nobody fetched it, or all of it was taken off.</summary>
    public Result<Shipment> Cancel() => Become(Cancelled);

    public Result<Shipment> SendOut() => Become(OutForDelivery, Turned);

    public Result<Shipment> Deliver(DateTimeOffset at) =>
        Become(Delivered, shipment => shipment with { DeliveredAt = at });

    public Result<Shipment> FailDelivery() => Become(DeliveryFailed, Turned);

    public Result<Shipment> SendBack() => Become(ReturnedToSender);

    private static Shipment Turned(Shipment shipment) => shipment with { Turns = shipment.Turns + 1 };

    private ImmutableArray<ShipmentLine> At(ImmutableArray<Money> costs) =>
        [.. Lines.Select((line, at) => line with { Cost = costs[at] })];

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
    Held, Backordered, Allocated, Picking, Packed, ReadyForPickup, Shipped, OnHoldCustoms, OutForDelivery,
    DeliveryFailed, Delivered, ReturnedToSender, PickedUp, Cancelled,
}

/// <summary>How a shipment is fetched: by a code that only the shopper knows.</summary>
/// <param name="CodeHash">Keyed with a secret of the shop, so that it says nothing to who reads it.</param>
/// <param name="Misses">Wrong codes so far, hashed as well; the same one twice is a slip of the finger.</param>
public sealed record Pickup(string CodeHash, ImmutableArray<string> Misses)
{
    public const int MaxMisses = 10;

    [JsonIgnore]
    public bool IsLocked => Misses.Length >= MaxMisses;
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
    public static readonly Refusal WrongCode =
        new(Because.Forbidden, "pickup.code", "This is not the code of the parcel. Ask the shopper to look again.");
    public static readonly Refusal Locked = new(
        Because.Forbidden, "pickup.locked", "Too many wrong codes were said. Somebody has to look at the order first.");
    public static readonly Refusal NotCollected = new(
        Because.Conflict, "pickup.not_collected", "Nobody fetched the goods in time. Nothing was charged.");
    public static readonly Refusal Cancelled = new(
        Because.Conflict, "shipment.cancelled",
        "It was cancelled: do not pick, pack or send it. Put what you have of it back on the shelf.");
    public static readonly Refusal Unpacked = new(
        Because.Conflict, "shipment.unpacked", "A part of it was cancelled: unpack it, and pack what is left anew.");
    public static readonly Refusal Stale = new(
        Because.Conflict, "shipment.stale", "Its contents have changed. Load it again, and pack what is left.");
    public static readonly Refusal LeftCancelled = new(
        Because.Conflict, "parcel.left_cancelled",
        "The carrier has taken a parcel that was cancelled; the shopper has her money. Ask the carrier to bring it "
        + "back and put it on the shelf; what does not come back is written off as lost.");
    public static readonly Refusal NotNow =
        new(Because.Conflict, "shipment.not_now", "The shipment is not in a state that allows this.");
    public static readonly Refusal NotBooked = new(
        Because.Conflict, "waybill.not_booked", "The parcel is not booked with the carrier yet. Pack it first.");
    public static readonly Refusal NoWaybill = new(
        Because.Conflict, "waybill.late", "The carrier has not given the waybill yet. Try again.");
    public static readonly Refusal NoPickList = new(
        Because.Invalid, "pick_list.parcels",
        "Some parcels cannot stand on this list: unknown, at another location, or not to be picked.");
}
