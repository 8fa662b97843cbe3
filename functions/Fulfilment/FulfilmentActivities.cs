using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>What a fulfilment does to the order, the stock and the parcel.</summary>
public sealed class FulfilmentActivities(TableStore store, ICarrier carrier, Books books, Refunds refunds)
{
    [Function("AllocateOrder")]
    public Task<Result<OrderStatus>> Allocate([ActivityTrigger] Id<Order> id, CancellationToken stop) =>
        Change(id, "allocated", order => order.Allocate(), stop);

    [Function("PickOrder")]
    public Task<Result<OrderStatus>> Pick([ActivityTrigger] Id<Order> id, CancellationToken stop) =>
        Change(id, "picking", order => order.Pick(), stop);

    [Function("PackOrder")]
    public Task<Result<OrderStatus>> Pack([ActivityTrigger] OrderPacking packing, CancellationToken stop) =>
        Change(packing.Order, "packed", order => order.Pack(packing.WeightGrams), stop);

    /// <summary>Books the parcel with the carrier, once per shipment.</summary>
    [Function("BookParcel")]
    public async Task<Result<string>> Book([ActivityTrigger] Id<Order> id, CancellationToken stop)
    {
        var order = (await store.Find(id, stop))?.Record;
        if (order?.Shipment is not { WeightGrams: { } weight } shipment) return OrderRefusals.NotNow;
        var to = Places.Of(order.Delivery);
        var label = await carrier.Book(
            new(shipment.Id, Places.Of(shipment.Location), to, weight, IsReturn: false), stop);
        var labelled = await store.Update(id, "label", now => now.Label(carrier.Name, label.Tracking), stop);
        return labelled.As(_ => label.Tracking);
    }

    /// <summary>The goods left: stock, cost of goods, sale. The money was captured before.</summary>
    [Function("ShipOrder")]
    public async Task<Result<OrderStatus>> Ship([ActivityTrigger] OrderShipping shipping, CancellationToken stop)
    {
        var order = (await store.Find(shipping.Order, stop))?.Record;
        if (order?.Shipment is not { } shipment || order.Payment is not { } payment) return OrderRefusals.NotNow;

        var costs = ImmutableArray.CreateBuilder<Money>(order.Lines.Length);
        foreach (var line in order.Lines)
        {
            var cost = await TakeOut(order.Id, Stock.At(line.Sku, shipment.Location), stop);
            if (cost.IsRefused(out var refusal, out var value)) return refusal;
            costs.Add(value);
        }

        var total = costs.Aggregate(Money.Zero(Currency.Php), (sum, cost) => sum + cost);
        await books.Post(Postings.CostOfGoods($"{order.Id}-cost", shipping.At, total), stop);
        await books.Post(Postings.Sale(order, shipping.Policy, shipping.At), stop);
        return await Change(order.Id, "shipped", now => now.Ship(payment, costs.ToImmutable()), stop);
    }

    [Function("SendOutOrder")]
    public Task<Result<OrderStatus>> SendOut([ActivityTrigger] Id<Order> id, CancellationToken stop) =>
        Note(id, OrderStatus.OutForDelivery, order => order.SendOut(), stop);

    [Function("FailDelivery")]
    public Task<Result<OrderStatus>> Fail([ActivityTrigger] Id<Order> id, CancellationToken stop) =>
        Note(id, OrderStatus.DeliveryFailed, order => order.FailDelivery(), stop);

    [Function("DeliverOrder")]
    public Task<Result<OrderStatus>> Deliver([ActivityTrigger] OrderMoment moment, CancellationToken stop) =>
        Change(moment.Order, "delivered", order => order.Deliver(moment.At), stop);

    /// <summary>The parcel came back undelivered: goods to the shelf, money to the shopper.</summary>
    [Function("SendBackOrder")]
    public async Task<Result<OrderStatus>> SendBack([ActivityTrigger] OrderShipping shipping, CancellationToken stop)
    {
        var order = (await store.Find(shipping.Order, stop))?.Record;
        if (order?.Shipment is not { } shipment) return OrderRefusals.NotNow;
        foreach (var line in order.Lines)
        {
            var cost = line.Cost ?? Money.Zero(Currency.Php);
            var back = await books.Restock(
                $"{order.Id}-back-{line.Sku}", line.Sku, shipment.Location, line.Quantity, cost, shipping.At, stop);
            if (back.IsRefused(out var refusal, out _)) return refusal;
        }

        var paid = await refunds.Pay(
            order.Id, $"{order.Id}-back", order.Totals.Total, shipping.Policy, shipping.At, stop);
        if (paid.IsRefused(out var unpaid, out _)) return unpaid;
        return await Change(order.Id, "returned-to-sender", now => now.SendBack(), stop);
    }

    /// <summary>Takes the goods of an order out of stock; a repetition learns the cost from the movement.</summary>
    private async Task<Result<Money>> TakeOut(Id<Order> order, Id<Stock> id, CancellationToken stop)
    {
        var cause = $"{order}-shipped";
        var shipped = await store.Update(id, cause, stock => stock.Ship(order), stop);
        if (shipped.IsRefused(out var refusal, out _)) return refusal;
        var fact = await store.FindFact(id, cause, stop);
        return fact?.Data.Deserialize<Movement>(Json.Options) is { Cost: { } cost }
            ? cost
            : throw new InvalidOperationException($"{id} lost the movement '{cause}'.");
    }

    // Delivery may fail and be tried again: each turn is a cause of its own; what comes late is dropped.
    private async Task<Result<OrderStatus>> Note(
        Id<Order> id, OrderStatus next, Func<Order, Result<Order>> rule, CancellationToken stop)
    {
        var stored = await store.Find(id, stop);
        if (stored is null) return OrderRefusals.Unknown;
        if (!Order.Lifecycle.Allows(stored.Record.Status, next)) return stored.Record.Status;
        return await Change(id, $"{next}-{stored.Version}", rule, stop);
    }

    private async Task<Result<OrderStatus>> Change(
        Id<Order> id, string cause, Func<Order, Result<Order>> rule, CancellationToken stop) =>
        (await store.Update(id, cause, rule, stop)).As(order => order.Status);
}
