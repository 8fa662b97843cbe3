using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Serverless.Commerce;

namespace Serverless.Orchestrations;

/// <summary>Takes one placed order from the shelf to the shopper's door.</summary>
public static class FulfilmentOrchestration
{
    // What a fulfilment asks of the world, and what it waits to hear.
    public static readonly Activity<Id<Order>, OrderStatus> AllocateOrder = new("AllocateOrder");
    public static readonly Activity<Id<Order>, OrderStatus> PickOrder = new("PickOrder");
    public static readonly Activity<OrderPacking, OrderStatus> PackOrder = new("PackOrder");
    public static readonly Activity<Id<Order>, string> BookParcel = new("BookParcel");
    public static readonly Activity<Id<Order>, PaymentStatus> CapturePayment = new("CapturePayment");
    public static readonly Activity<OrderShipping, OrderStatus> ShipOrder = new("ShipOrder");
    public static readonly Activity<Id<Order>, OrderStatus> SendOutOrder = new("SendOutOrder");
    public static readonly Activity<OrderMoment, OrderStatus> DeliverOrder = new("DeliverOrder");
    public static readonly Activity<Id<Order>, OrderStatus> FailDelivery = new("FailDelivery");
    public static readonly Activity<OrderShipping, OrderStatus> SendBackOrder = new("SendBackOrder");
    public static readonly Signal<PickingBegun> PickingHeard = new("PickingHeard");
    public static readonly Signal<PackingDone> PackingHeard = new("PackingHeard");
    public static readonly Signal<ParcelNews> ParcelMoved = new("ParcelMoved");

    /// <summary>More movements than any parcel makes.</summary>
    private const int MaxMovements = 200;

    private const string Suffix = "-fulfilment";

    public static string InstanceOf(Id<Order> order) => order + Suffix;

    /// <summary>The order that an instance is about; a checkout bears its order's own id.</summary>
    public static Id<Order> OrderOf(string instance) =>
        new(instance.EndsWith(Suffix, StringComparison.Ordinal) ? instance[..^Suffix.Length] : instance);

    [Function(nameof(FulfilmentOrchestration))]
    public static async Task<OrderStatus> Run(
        [OrchestrationTrigger] TaskOrchestrationContext context, FulfilmentStart start)
    {
        var (id, policy) = start;
        await context.Call(AllocateOrder, id);

        await context.WaitOrAsk(PickingHeard, policy.WarehouseTime, "picking.late");
        await context.Call(PickOrder, id);

        var packing = await context.WaitOrAsk(PackingHeard, policy.WarehouseTime, "packing.late");
        await context.Call(PackOrder, new(id, packing.WeightGrams));

        await context.Call(BookParcel, id);
        return await Carry(context, id, policy);
    }

    /// <summary>The parcel is the carrier's; its notices may come late, twice or out of order.</summary>
    private static async Task<OrderStatus> Carry(TaskOrchestrationContext context, Id<Order> id, ShopPolicy policy)
    {
        bool shipped = false;
        for (int movements = 0; movements < MaxMovements; movements++)
        {
            var news = await context.WaitOrAsk(ParcelMoved, policy.CarrierTime, "parcel.silent");
            if (!shipped) await Ship(context, id, policy);
            shipped = true;

            var status = await Follow(context, id, policy, news);
            if (status is OrderStatus.Delivered or OrderStatus.ReturnedToSender) return status;
        }

        throw new InvalidOperationException($"The parcel of {id} moved more than {MaxMovements} times.");
    }

    // Whatever the first notice says, the carrier has the parcel: the money is due.
    private static async Task Ship(TaskOrchestrationContext context, Id<Order> id, ShopPolicy policy)
    {
        await context.Call(CapturePayment, id);
        await context.Call(ShipOrder, new(id, policy, context.CurrentUtcDateTime));
    }

    private static async Task<OrderStatus> Follow(
        TaskOrchestrationContext context, Id<Order> id, ShopPolicy policy, ParcelNews news) => news.Movement switch
        {
            Movements.OutForDelivery => await context.Call(SendOutOrder, id),
            Movements.Delivered => await context.Call(DeliverOrder, new(id, news.At)),
            Movements.DeliveryFailed => await context.Call(FailDelivery, id),
            Movements.ReturnedToSender =>
                await context.Call(SendBackOrder, new(id, policy, context.CurrentUtcDateTime)),
            _ => OrderStatus.Shipped,
        };
}

/// <summary>An order to fulfil, under the policy it was bought with.</summary>
public sealed record FulfilmentStart(Id<Order> Order, ShopPolicy Policy);

/// <summary>A packed order and its weight.</summary>
public sealed record OrderPacking(Id<Order> Order, int WeightGrams);

/// <summary>Goods that leave or come back, written into the books of that moment.</summary>
public sealed record OrderShipping(Id<Order> Order, ShopPolicy Policy, DateTimeOffset At);

/// <summary>Somebody took the order to pick it.</summary>
public sealed record PickingBegun(string Id) : ISignal;

/// <summary>Somebody packed and weighed it.</summary>
public sealed record PackingDone(string Id, int WeightGrams) : ISignal;

/// <summary>The carrier says where a parcel is.</summary>
/// <param name="Movement">One of <see cref="Movements"/>.</param>
public sealed record ParcelNews(string Id, string Movement, DateTimeOffset At) : ISignal;

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
