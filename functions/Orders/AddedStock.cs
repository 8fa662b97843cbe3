using System.Collections.Immutable;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Stock for units that a correction adds: held in its own name, then joined to the order's promise.</summary>
public sealed class AddedStock(
    TableStore store, Sources sources, StockNews news, Policies policies, TimeProvider clock)
{
    /// <summary>How often it is chosen anew where rivals were faster.</summary>
    private const int MaxTries = 5;

    /// <summary>Longer than a correction hangs until a person has seen to it; then the units are anybody's.</summary>
    private static readonly TimeSpan HoldTime = TimeSpan.FromDays(14);

    /// <summary>Holds units where the order's own parcels leave, or else elsewhere; nobody waits for them.</summary>
    public async Task<Result<ImmutableArray<Source>>> Hold(
        Order order, Id<Correction> id, ImmutableArray<Goods> wanted, CancellationToken stop)
    {
        var policy = (await policies.Of(order.PolicyVersion, stop)).For(order.Delivery);
        var near = policy with
        {
            Locations = [.. policy.Locations.Where(one => order.Shipments.Any(sent => sent.Location == one.Code))],
        };
        for (int tries = 0; tries < MaxTries; tries++)
        {
            // Also what an attempt had held that died before it could tell.
            await Release(order, id, wanted, stop);
            var chosen = await Choose(near, order, wanted, stop) ?? await Choose(policy, order, wanted, stop);
            if (chosen is not { } found) return StockRefusals.TooFew;
            if (await HoldAll(id, found, stop)) return found;
        }

        await Release(order, id, wanted, stop);
        return StockRefusals.TooFew;
    }

    /// <summary>Makes the held units of an order's corrections part of what the order is promised.</summary>
    /// <returns>Whether nothing is left to keep.</returns>
    public async Task<Result<bool>> Keep(Id<Order> id, CancellationToken stop)
    {
        var order = (await store.Find(id, stop))?.Record;
        foreach (var open in order?.Corrections?.Where(one => !one.IsKept) ?? [])
        {
            foreach (var source in open.Added)
            {
                foreach (var goods in source.Goods)
                {
                    var joined = await store.Update(
                        Stock.At(goods.Sku, source.Location), $"{open.Id}-kept",
                        stock => stock.Join(id, open.Holder), stop);
                    if (joined.IsRefused(out var refusal, out var now)) return refusal;
                    await news.Tell(now, stop);
                }
            }

            var kept = await store.Update(id, $"{open.Id}-kept", now => now.KeepAdded(open.Id), stop);
            if (kept.Refusal is { } gone) return gone;
        }

        return true;
    }

    /// <summary>Gives back what is held for a correction, wherever that is.</summary>
    public async Task Release(Order order, Id<Correction> id, ImmutableArray<Goods> wanted, CancellationToken stop)
    {
        var holder = Correction.HolderOf(id);
        foreach (var location in (await policies.Of(order.PolicyVersion, stop)).Locations)
        {
            foreach (var sku in wanted.Select(goods => goods.Sku).Distinct())
            {
                var at = Stock.At(sku, location.Code);
                if ((await store.Find(at, stop))?.Record.IsKeptFor(holder) != true) continue;
                var released = await store.Update(at, Once(holder, "released"), stock => stock.Release(holder), stop);
                if (released.Value is { } now) await news.Tell(now, stop);
            }
        }
    }

    private async Task<ImmutableArray<Source>?> Choose(
        ShopPolicy policy, Order order, ImmutableArray<Goods> wanted, CancellationToken stop)
    {
        if (policy.Locations.IsEmpty) return null;
        var chosen = await sources.Choose(policy, order.Delivery.Address, wanted, order: null, stop);
        return chosen.Refusal is null && chosen.Value.All(source => source.Promised is null) ? chosen.Value : null;
    }

    private async Task<bool> HoldAll(Id<Correction> id, ImmutableArray<Source> parcels, CancellationToken stop)
    {
        var holder = Correction.HolderOf(id);
        var until = clock.GetUtcNow() + HoldTime;
        foreach (var parcel in parcels)
        {
            foreach (var (sku, quantity) in parcel.Goods)
            {
                var held = await store.Update(
                    Stock.At(sku, parcel.Location), Once(holder, "held"),
                    stock => stock.HoldFor(holder, quantity, until, clock.GetUtcNow()), stop);
                if (held.IsRefused(out _, out var now)) return false;
                await news.Tell(now, stop);
            }
        }

        return true;
    }

    // The rules themselves change nothing when repeated; an attempt after another is a change of its own.
    private static string Once(Id<Order> holder, string what) => $"{holder}-{what}-{Guid.NewGuid():N}";
}
