using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Serverless.Commerce;

namespace Serverless.Orchestrations;

/// <summary>Takes one shipment of a placed order from the shelf to the shopper's door.</summary>
public static class FulfilmentOrchestration
{
    // What a fulfilment asks of the world, and what it waits to hear.
    public static readonly Activity<Id<Shipment>, Allotment> AllocateShipment = new("AllocateShipment");
    public static readonly Activity<Id<Shipment>, ShipmentStatus> PickShipment = new("PickShipment");
    public static readonly Activity<Packing, ShipmentStatus> PackShipment = new("PackShipment");
    public static readonly Activity<ParcelMoment, bool> MakePapers = new("MakePapers");
    public static readonly Activity<Id<Shipment>, string> BookParcel = new("BookParcel");
    public static readonly Activity<OrderMoment, PaymentStatus> CapturePayment = new("CapturePayment");
    public static readonly Activity<ParcelBooking, ShipmentStatus> ShipParcel = new("ShipParcel");
    public static readonly Activity<Id<Shipment>, ShipmentStatus> SendOutParcel = new("SendOutParcel");
    public static readonly Activity<ParcelMoment, ShipmentStatus> DeliverParcel = new("DeliverParcel");
    public static readonly Activity<Id<Shipment>, ShipmentStatus> FailDelivery = new("FailDelivery");
    public static readonly Activity<ParcelBooking, ShipmentStatus> SendBackParcel = new("SendBackParcel");
    public static readonly Signal<GoodsCame> GoodsArrived = new("GoodsArrived");
    public static readonly Signal<PickingBegun> PickingHeard = new("PickingHeard");
    public static readonly Signal<PackingDone> PackingHeard = new("PackingHeard");
    public static readonly Signal<ParcelNews> ParcelMoved = new("ParcelMoved");
    public static readonly Signal<UnitsGone> UnitsOff = new("UnitsOff");

    private const string Cancelled = "shipment.cancelled";
    private const string Stale = "shipment.stale";

    /// <summary>Refusals by which a step says that units came off meanwhile.</summary>
    internal static readonly string[] Off = [Cancelled, "shipment.unpacked"];

    /// <summary>More often than anybody takes something off one parcel.</summary>
    private const int MaxPackings = 100;

    /// <summary>More movements than any parcel makes.</summary>
    private const int MaxMovements = 200;

    /// <summary>More deliveries than any order waits for.</summary>
    private const int MaxLooks = 200;

    // A UUID in its usual form.
    private const int OrderLength = 36;

    public static string InstanceOf(Id<Shipment> shipment) => $"{shipment}-fulfilment";

    /// <summary>The order that an instance is about: each process of an order begins with the order's id.</summary>
    public static Id<Order> OrderOf(string instance) => new(instance[..Math.Min(OrderLength, instance.Length)]);

    [Function(nameof(FulfilmentOrchestration))]
    public static async Task<ShipmentStatus> Run(
        [OrchestrationTrigger] TaskOrchestrationContext context, FulfilmentStart start)
    {
        var (id, policy) = start;
        if ((await Allot(context, id, policy)).IsRefused(out _, out var allotment)) return ShipmentStatus.Cancelled;

        if (start.Reached < ShipmentStatus.Picking)
        {
            var begun = await context.WaitOrAsk(
                PickingHeard, policy.WarehouseTime, "picking.late", UnitsOff, off => off.Ends);
            if (begun.End is not null) return ShipmentStatus.Cancelled;
        }

        var picked = await context.CallUnless(PickShipment, id, Cancelled);
        if (picked.Refusal is not null) return ShipmentStatus.Cancelled;

        // What comes off a packed parcel sends it back to the packing table.
        for (int packings = 0; packings < MaxPackings; packings++)
        {
            int edition = 0;
            if (start.Reached < ShipmentStatus.Packed || packings > 0)
            {
                if (await Pack(context, id, policy) is not { } packed) return ShipmentStatus.Cancelled;
                edition = packed;
            }

            var end = await Leave(context, start, allotment, edition);
            if (end != ShipmentStatus.Picking) return end;
        }

        throw new InvalidOperationException($"The parcel {id} was packed more than {MaxPackings} times.");
    }

    /// <summary>Waits for goods that are not there yet, however long; after the promise, somebody is asked.</summary>
    private static async Task<Result<Allotment>> Allot(
        TaskOrchestrationContext context, Id<Shipment> id, PolicyVersion policy)
    {
        var allotment = await context.CallUnless(AllocateShipment, id, Cancelled);
        for (int looks = 0; allotment.Value?.Status == ShipmentStatus.Backordered; looks++)
        {
            if (looks == MaxLooks) throw new InvalidOperationException($"{id} was looked at {MaxLooks} times.");
            var patience = allotment.Value.Promised - context.CurrentUtcDateTime ?? policy.WarehouseTime;
            var came = await context.WaitOrAsk(GoodsArrived, patience, "backorder.late", UnitsOff, off => off.Ends);
            if (came.End is not null) return ShipmentRefusals.Cancelled;
            allotment = await context.CallUnless(AllocateShipment, id, Cancelled);
        }

        return allotment;
    }

    /// <summary>Waits until what is left of it is packed; which edition, or null when it was cancelled.</summary>
    private static async Task<int?> Pack(TaskOrchestrationContext context, Id<Shipment> id, PolicyVersion policy)
    {
        for (int tries = 0; tries < MaxPackings; tries++)
        {
            var heard = await context.WaitOrAsk(
                PackingHeard, policy.WarehouseTime, "packing.late", UnitsOff, off => off.Ends);
            if (heard.Awaited is not { } packing) return null;
            var packed = await context.CallUnless(
                PackShipment, new(id, packing.WeightGrams) { Edition = packing.Edition }, Cancelled, Stale);
            if (packed.Refusal is null) return packing.Edition;
            // What was packed is not what is left: it is packed again.
            if (packed.Refusal.Code == Cancelled) return null;
        }

        throw new InvalidOperationException($"The parcel {id} was packed more than {MaxPackings} times.");
    }

    /// <summary>Sees a packed parcel to its end, or back to the packing table, which is <c>Picking</c>.</summary>
    private static async Task<ShipmentStatus> Leave(
        TaskOrchestrationContext context, FulfilmentStart start, Allotment allotment, int edition)
    {
        var (id, policy) = start;
        if (allotment.Fetched) return await PickupPath.HandOver(context, id, policy, edition);

        // A parcel that left before the backup was made has its papers, and has been through customs or needs a person.
        if (start.Reached >= ShipmentStatus.Shipped) return await Carry(context, start, null, edition);
        var papers = new ParcelMoment(id, context.CurrentUtcDateTime);
        var made = await context.Take(MakePapers, () => papers, edition);
        if (made.End is { } off) return off;
        var booked = await context.Take(BookParcel, () => id, edition);
        if (booked.End is { } late) return late;
        return await Carry(context, start, made.Value ? papers : null, edition);
    }

    /// <summary>The parcel is the carrier's; its notices may come late, twice or out of order.</summary>
    /// <param name="context">The process.</param>
    /// <param name="start">What it is about.</param>
    /// <param name="papers">When the papers for customs were made; null at home.</param>
    /// <param name="edition">Which packing of it this is.</param>
    private static async Task<ShipmentStatus> Carry(
        TaskOrchestrationContext context, FulfilmentStart start, ParcelMoment? papers, int edition)
    {
        var (id, policy) = start;
        bool shipped = start.Reached >= ShipmentStatus.Shipped;
        ClearanceEnd? customs = null;
        for (int movements = 0; movements < MaxMovements; movements++)
        {
            var heard = await context.WaitOrAsk(
                ParcelMoved, policy.CarrierTime, "parcel.silent", UnitsOff, off => off.Counts(edition));
            if (heard.Awaited is not { } news) return heard.End!.Result;
            if (!shipped && await Ship(context, id, policy, edition) is { } off) return off;
            if (!shipped && papers is not null) customs = await Clear(context, papers, policy);
            shipped = true;

            var status = await Follow(context, id, policy, news);
            if (status is not (ShipmentStatus.Delivered or ShipmentStatus.ReturnedToSender)) continue;

            if (customs?.Unsettled is { } release) await context.Call(ClearanceOrchestration.SettleImport, release);
            return status;
        }

        throw new InvalidOperationException($"The parcel {id} moved more than {MaxMovements} times.");
    }

    /// <summary>
    /// Takes a step of a packed parcel; or answers where the parcel stands that was cancelled, or is to be packed anew,
    /// also while a person is asked about that step.
    /// </summary>
    internal static async Task<(TOut? Value, ShipmentStatus? End)> Take<TIn, TOut>(
        this TaskOrchestrationContext context, Activity<TIn, TOut> step, Func<TIn> input, int edition)
    {
        var taken = await context.CallUnless(step, input, UnitsOff, off => off.Counts(edition), Off);
        if (taken.End is { } gone) return (default, gone.Result);
        if (!taken.Result!.IsRefused(out var off, out var value)) return (value, null);
        return (default, off.Code == Cancelled ? ShipmentStatus.Cancelled : ShipmentStatus.Picking);
    }

    // What the carrier says meanwhile is heard afterwards. A parcel that was refused comes back as any other.
    private static Task<ClearanceEnd> Clear(
        TaskOrchestrationContext context, ParcelMoment papers, PolicyVersion policy) =>
        context.CallSubOrchestratorAsync<ClearanceEnd>(
            nameof(ClearanceOrchestration), new ClearanceStart(papers.Shipment, papers.At, policy),
            new SubOrchestrationOptions(retry: null, ClearanceOrchestration.InstanceOf(papers.Shipment)));

    // Whatever the first notice says, the carrier has the parcel: the money is due, for all of the order at once.
    private static async Task<ShipmentStatus?> Ship(
        TaskOrchestrationContext context, Id<Shipment> id, PolicyVersion policy, int edition)
    {
        var captured = await context.Take(CapturePayment, () => Leaving(context, id), edition);
        if (captured.End is { } off) return off;
        await context.Call(ShipParcel, new(id, policy.Number, context.CurrentUtcDateTime));
        return null;
    }

    internal static OrderMoment Leaving(TaskOrchestrationContext context, Id<Shipment> id) =>
        new(Shipment.OrderOf(id), context.CurrentUtcDateTime) { Leaving = id };

    private static async Task<ShipmentStatus> Follow(
        TaskOrchestrationContext context, Id<Shipment> id, PolicyVersion policy, ParcelNews news) =>
        news.Movement switch
        {
            Movements.OutForDelivery => await context.Call(SendOutParcel, id),
            Movements.Delivered => await context.Call(DeliverParcel, new(id, news.At)),
            Movements.DeliveryFailed => await context.Call(FailDelivery, id),
            Movements.ReturnedToSender =>
                await context.Call(SendBackParcel, new(id, policy.Number, context.CurrentUtcDateTime)),
            _ => ShipmentStatus.Shipped,
        };
}

/// <summary>A shipment to fulfil, under the policy it was bought with.</summary>
public sealed record FulfilmentStart(Id<Shipment> Shipment, PolicyVersion Policy)
{
    /// <summary>How far it had come in a backup from which the shop was restored.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ShipmentStatus Reached { get; init; }
}

/// <summary>Whether a shipment's goods are there, and how they go.</summary>
/// <param name="Promised">When goods that are not there should leave; null when nobody said.</param>
/// <param name="Fetched">Whether the shopper comes for them.</param>
public sealed record Allotment(ShipmentStatus Status, DateTimeOffset? Promised, bool Fetched);

/// <summary>Goods came in that the shipment may have waited for.</summary>
public sealed record GoodsCame(string Id) : ISignal;

/// <summary>A packed shipment and its weight.</summary>
public sealed record Packing(Id<Shipment> Shipment, int WeightGrams)
{
    /// <summary>Which edition of its contents was packed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Edition { get; init; }
}

/// <summary>Something that happens to a parcel at a time.</summary>
public sealed record ParcelMoment(Id<Shipment> Shipment, DateTimeOffset At);

/// <summary>Goods that leave or come back, written into the books of that moment.</summary>
public sealed record ParcelBooking(Id<Shipment> Shipment, int Version, DateTimeOffset At);

/// <summary>Somebody took the shipment to pick it.</summary>
public sealed record PickingBegun(string Id) : ISignal;

/// <summary>Somebody packed and weighed it.</summary>
public sealed record PackingDone(string Id, int WeightGrams) : ISignal
{
    /// <summary>Which edition of its contents was packed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Edition { get; init; }
}

/// <summary>Units came off a shipment: all that was left of it, or some of what was packed.</summary>
/// <param name="Id">The cancellation's.</param>
/// <param name="Ends">Whether nothing is left.</param>
/// <param name="Edition">The edition of its contents that is left.</param>
public sealed record UnitsGone(string Id, bool Ends, int Edition) : ISignal
{
    /// <summary>Where the shipment stands now: it is over, or at the packing table.</summary>
    [JsonIgnore]
    public ShipmentStatus Result => Ends ? ShipmentStatus.Cancelled : ShipmentStatus.Picking;

    /// <summary>Whether it tells somebody who packed an edition anything new.</summary>
    public bool Counts(int packed) => Ends || Edition > packed;
}

/// <summary>The carrier says where a parcel is.</summary>
/// <param name="Movement">One of <see cref="Movements"/>.</param>
public sealed record ParcelNews(string Id, string Movement, DateTimeOffset At) : ISignal
{
    /// <summary>Where the shop took it in, when it did.</summary>
    public string? Location { get; init; }
}

/// <summary>What parcels do, in the words that travel.</summary>
public static class Movements
{
    public const string Collected = nameof(Collected);
    public const string InTransit = nameof(InTransit);
    public const string OutForDelivery = nameof(OutForDelivery);
    public const string Delivered = nameof(Delivered);
    public const string DeliveryFailed = nameof(DeliveryFailed);
    public const string ReturnedToSender = nameof(ReturnedToSender);

    /// <summary>A member of the warehouse took the parcel in.</summary>
    public const string TakenIn = nameof(TakenIn);
}
