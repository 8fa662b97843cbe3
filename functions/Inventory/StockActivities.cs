using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>What a checkout does to stock: hold, keep, give back.</summary>
public sealed class StockActivities(TableStore store, StockNews news, TimeProvider clock)
{
    /// <summary>Holds all goods of an order at the first location that has all; or moves the hold's end.</summary>
    [Function("HoldStock")]
    public async Task<Result<string>> Hold([ActivityTrigger] StockHold hold, CancellationToken stop)
    {
        var order = (await store.Find(hold.Order, stop))?.Record;
        if (order is null) return OrderRefusals.Unknown;

        Refusal refusal = StockRefusals.TooFew;
        foreach (var location in order.Shipment is { } known ? [known.Location] : hold.Locations)
        {
            var held = await HoldAt(order, location, hold.Until, stop);
            if (!held.IsRefused(out var tooFew, out _)) return await Note(order, location, stop);
            refusal = tooFew;
            if (order.Shipment is null) await ReleaseAt(order, location, "passed", stop);
        }

        return refusal;
    }

    /// <summary>Turns the holds of an order into promises that do not end.</summary>
    [Function("KeepStock")]
    public async Task<Result<string>> Keep([ActivityTrigger] Id<Order> id, CancellationToken stop)
    {
        var order = (await store.Find(id, stop))?.Record;
        if (order?.Shipment is not { } shipment) return OrderRefusals.NotNow;
        foreach (var line in order.Lines)
        {
            var kept = await store.Update(
                Stock.At(line.Sku, shipment.Location), $"{id}-kept",
                stock => stock.Allocate(id, line.Quantity, clock.GetUtcNow()), stop);
            if (kept.IsRefused(out var refusal, out _)) return refusal;
        }

        return shipment.Location;
    }

    /// <summary>Gives back whatever is held or kept for an order, wherever that is.</summary>
    [Function("ReleaseStock")]
    public async Task<Result<bool>> Release([ActivityTrigger] StockRelease release, CancellationToken stop)
    {
        var order = (await store.Find(release.Order, stop))?.Record;
        if (order is null) return true;
        foreach (var location in release.Locations.Add(order.Shipment?.Location ?? release.Locations[0]).Distinct())
            await ReleaseAt(order, location, "released", stop);
        return true;
    }

    private async Task<Result<string>> Note(Order order, string location, CancellationToken stop)
    {
        if (order.Shipment is not null) return location;
        var noted = await store.Update(order.Id, "stock-held", now => now.HoldStock(location), stop);
        return noted.As(_ => location);
    }

    private async Task<Result<bool>> HoldAt(
        Order order, string location, DateTimeOffset until, CancellationToken stop)
    {
        foreach (var line in order.Lines)
        {
            var held = await store.Update(
                Stock.At(line.Sku, location), $"{order.Id}-held-{until.UtcTicks}",
                stock => stock.HoldFor(order.Id, line.Quantity, until, clock.GetUtcNow()), stop);
            if (held.IsRefused(out var refusal, out var now))
                return refusal.Code == "record.unknown" ? StockRefusals.TooFew : refusal;

            // A repetition may find that this very hold was given back meanwhile.
            if (!now.IsKeptFor(order.Id)) return StockRefusals.TooFew;
            await news.Tell(now, stop);
        }

        return true;
    }

    private async Task ReleaseAt(Order order, string location, string cause, CancellationToken stop)
    {
        foreach (var line in order.Lines)
        {
            var released = await store.Update(
                Stock.At(line.Sku, location), $"{order.Id}-{cause}", stock => stock.Release(order.Id), stop);
            if (released.Value is { } now) await news.Tell(now, stop);
        }
    }
}
