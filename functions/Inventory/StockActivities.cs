using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>What a checkout does to stock: hold, keep, give back.</summary>
public sealed class StockActivities(
    TableStore store, Sources sources, StockNews news, Policies policies, TimeProvider clock)
{
    /// <summary>How often it is chosen anew where rivals were faster.</summary>
    private const int MaxTries = 5;

    /// <summary>Holds the goods of an order where they come from, or moves the holds' end; how many parcels.</summary>
    [Function("HoldStock")]
    public async Task<Result<int>> Hold([ActivityTrigger] StockHold hold, CancellationToken stop)
    {
        var order = (await store.Find(hold.Order, stop))?.Record;
        if (order is null) return OrderRefusals.Unknown;
        if (!order.Shipments.IsEmpty) return await Extend(order, hold.Until, stop);

        var wanted = order.Lines.Select(line => new Goods(line.Sku, line.Quantity)).ToImmutableArray();
        var policy = (await policies.Of(hold.Version, stop)).For(order.Delivery);
        for (int tries = 0; tries < MaxTries; tries++)
        {
            var chosen = await sources.Choose(policy, order.Delivery.Address, wanted, order.Id, stop);
            if (chosen.IsRefused(out var tooFew, out var parcels)) return tooFew;
            if (await HoldAll(order.Id, parcels, hold.Until, $"{hold.Until.UtcTicks}-{tries}", stop))
                return await Note(order.Id, parcels, stop);
        }

        return StockRefusals.TooFew;
    }

    /// <summary>Turns the holds of an order into promises that do not end; how many parcels.</summary>
    [Function("KeepStock")]
    public async Task<Result<int>> Keep([ActivityTrigger] Id<Order> id, CancellationToken stop)
    {
        var order = (await store.Find(id, stop))?.Record;
        if (order is null || order.Shipments.IsEmpty) return OrderRefusals.NotNow;
        foreach (var shipment in order.Shipments)
        {
            foreach (var line in shipment.Lines)
            {
                var kept = await store.Update(
                    Stock.At(line.Sku, shipment.Location), $"{id}-kept",
                    stock => stock.Allocate(id, line.Quantity, clock.GetUtcNow(), shipment.Promised is not null), stop);
                if (kept.IsRefused(out var refusal, out var now)) return refusal;
                await news.Tell(now, stop);
            }
        }

        return order.Shipments.Length;
    }

    /// <summary>Gives back whatever is held or kept for an order, wherever that is.</summary>
    [Function("ReleaseStock")]
    public async Task<Result<bool>> Release([ActivityTrigger] StockRelease release, CancellationToken stop)
    {
        var order = (await store.Find(release.Order, stop))?.Record;
        if (order is null) return true;
        foreach (var location in (await policies.Of(release.Version, stop)).Locations)
            foreach (var line in order.Lines)
                await ReleaseAt(order.Id, Stock.At(line.Sku, location.Code), "released", stop);
        return true;
    }

    private async Task<Result<int>> Extend(Order order, DateTimeOffset until, CancellationToken stop)
    {
        foreach (var shipment in order.Shipments)
        {
            foreach (var line in shipment.Lines)
            {
                var hold = new Hold(order.Id, line.Quantity, until);
                var held = await HoldAt(
                    Stock.At(line.Sku, shipment.Location), hold, shipment.Promised is not null, $"{until.UtcTicks}",
                    stop);
                if (!held) return StockRefusals.TooFew;
            }
        }

        return order.Shipments.Length;
    }

    private async Task<Result<int>> Note(Id<Order> id, ImmutableArray<Source> parcels, CancellationToken stop)
    {
        var noted = await store.Update(id, "stock-held", order => order.HoldStock(parcels), stop);
        return noted.As(order => order.Shipments.Length);
    }

    /// <summary>Holds everything, or nothing.</summary>
    private async Task<bool> HoldAll(
        Id<Order> order, ImmutableArray<Source> parcels, DateTimeOffset until, string attempt, CancellationToken stop)
    {
        List<Id<Stock>> mine = [];
        foreach (var parcel in parcels)
        {
            foreach (var (sku, quantity) in parcel.Goods)
            {
                mine.Add(Stock.At(sku, parcel.Location));
                var hold = new Hold(order, quantity, until);
                if (await HoldAt(mine[^1], hold, parcel.Promised is not null, attempt, stop)) continue;
                foreach (var stock in mine) await ReleaseAt(order, stock, $"passed-{attempt}", stop);
                return false;
            }
        }

        return true;
    }

    private async Task<bool> HoldAt(Id<Stock> id, Hold hold, bool late, string attempt, CancellationToken stop)
    {
        var order = hold.Order;
        var held = await store.Update(
            id, $"{order}-held-{attempt}",
            stock => stock.HoldFor(order, hold.Quantity, hold.Until, clock.GetUtcNow(), late), stop);
        // A repetition may find that this very hold was given back meanwhile.
        if (held.IsRefused(out _, out var now) || !now.IsKeptFor(order)) return false;
        await news.Tell(now, stop);
        return true;
    }

    private async Task ReleaseAt(Id<Order> order, Id<Stock> id, string cause, CancellationToken stop)
    {
        var released = await store.Update(id, $"{order}-{cause}", stock => stock.Release(order), stop);
        if (released.Value is { } now) await news.Tell(now, stop);
    }
}
