using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>What a correction does to the order, its stock and its parcels.</summary>
public sealed class CorrectionActivities(
    TableStore store, AddedStock stock, CorrectionBases bases, IMessages messages, Policies policies)
{
    /// <summary>Of corrections that were begun before there were others than of where letters go.</summary>
    [Function("CorrectOrder")]
    public async Task<Result<OrderStatus>> Correct([ActivityTrigger] CorrectionStart start, CancellationToken stop)
    {
        var corrected = await store.Update(
            start.Order, $"corrected-{start.Id}", order => order.Redirect(bases.EmailOf(start)), stop);
        return corrected.As(order => order.Status);
    }

    [Function("HoldAdded")]
    public async Task<Result<AddedGoods>> Hold([ActivityTrigger] CorrectionStart start, CancellationToken stop)
    {
        var order = (await store.Find(start.Order, stop))?.Record;
        if (order is null) return OrderRefusals.Unknown;
        // Asked again after the order was changed: where they are is on it.
        if (order.Find(start.Id) is { } done) return new AddedGoods(done.Added);
        if (order.ForbidsCorrection() is { } refusal) return refusal;
        return (await stock.Hold(order, start.Id, Wanted(start), stop)).As(sources => new AddedGoods(sources));
    }

    [Function("ReleaseAdded")]
    public async Task<Result<bool>> Release([ActivityTrigger] CorrectionStart start, CancellationToken stop)
    {
        if ((await store.Find(start.Order, stop))?.Record is { } order)
            await stock.Release(order, start.Id, Wanted(start), stop);
        return true;
    }

    [Function("ChangeOrder")]
    public async Task<Result<OrderStatus>> Change([ActivityTrigger] CorrectionChange change, CancellationToken stop)
    {
        var start = change.Start;
        var order = (await store.Find(start.Order, stop))?.Record;
        if (order is null) return OrderRefusals.Unknown;
        if (order.Find(start.Id) is not null) return order.Status;
        var wish = bases.WishOf(start);
        if ((await bases.Accepted(order, wish, start.Rates, stop)).IsRefused(out var unknown, out var basis))
            return unknown;
        var changed = await store.Update(
            order.Id, $"corrected-{start.Id}-{start.Parts}",
            now => now.Correct(start.Id, wish, basis, start.Total, change.Added, change.At), stop);
        return changed.As(now => now.Status);
    }

    /// <summary>Begins to have the money promised that the order comes to then.</summary>
    [Function("PayForCorrection")]
    public async Task<Result<bool>> Pay([ActivityTrigger] CorrectionChange change, CancellationToken stop)
    {
        var start = change.Start;
        var order = (await store.Find(start.Order, stop))?.Record;
        if (order is null) return OrderRefusals.Unknown;
        var wish = bases.WishOf(start);
        if ((await bases.Accepted(order, wish, start.Rates, stop)).IsRefused(out var unknown, out var basis))
            return unknown;
        var begun = await store.Update(
            order.Id, $"payment-{start.Id}-begun",
            now => now.Reckon(wish, basis).IsRefused(out var refusal, out var next)
                ? refusal
                : now.PayFor(start.Id, next, change.At),
            stop);
        return begun.As(_ => true);
    }

    [Function("KeepAdded")]
    public Task<Result<bool>> Keep([ActivityTrigger] CorrectionStart start, CancellationToken stop) =>
        stock.Keep(start.Order, stop);

    /// <summary>Parcels that the correction has added go their own way, like all others.</summary>
    [Function("FulfilAdded")]
    public async Task<Result<bool>> Fulfil(
        [ActivityTrigger] CorrectionStart start, [DurableClient] DurableTaskClient client, CancellationToken stop)
    {
        var order = (await store.Find(start.Order, stop))?.Record;
        if (order?.Find(start.Id) is not { } correction) return OrderRefusals.NotNow;
        var policy = PolicyVersion.Of(await policies.Of(order.PolicyVersion, stop));
        foreach (var source in correction.Added)
        {
            foreach (var shipment in order.Shipments.Where(one => one.Location == source.Location))
            {
                var begun = await Processes.Start(
                    client, nameof(FulfilmentOrchestration), FulfilmentOrchestration.InstanceOf(shipment.Id),
                    new FulfilmentStart(shipment.Id, policy), (_, _) => true, OrderRefusals.Taken);
                if (begun.Refusal is { } refusal) return refusal;
            }
        }

        return true;
    }

    [Function("TellCorrection")]
    public async Task<Result<bool>> Tell([ActivityTrigger] CorrectionStart start, CancellationToken stop)
    {
        await messages.Send(OrderCorrected.Queue, new OrderCorrected(start.Order, start.Id), stop);
        return true;
    }

    private ImmutableArray<Goods> Wanted(CorrectionStart start) =>
        [.. bases.WishOf(start).Added.Select(line => new Goods(line.Sku, line.Quantity))];
}

/// <summary>An order was changed.</summary>
public sealed record OrderCorrected(
    [property: System.Text.Json.Serialization.JsonRequired] Id<Order> Order,
    [property: System.Text.Json.Serialization.JsonRequired] Id<Correction> Correction) : IKnownById
{
    public const string Queue = "order-corrected";

    string IKnownById.MessageId => Correction.Value;
}
