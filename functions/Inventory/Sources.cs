using System.Collections.Immutable;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Looks at the shelves, and says from where goods would come now.</summary>
public sealed class Sources(TableStore store, TimeProvider clock)
{
    /// <summary>Where goods would be taken; what is held for this order already counts as free for it.</summary>
    public async Task<Result<ImmutableArray<Source>>> Choose(
        ShopPolicy policy, Address? to, ImmutableArray<Goods> wanted, Id<Order>? order, CancellationToken stop) =>
        Sourcing.Choose(policy, to, wanted, await Look(policy, to, wanted, order, stop));

    /// <summary>What lies where, as far as one has to look: the first location that has all is the answer.</summary>
    public async Task<Shelves> Look(
        ShopPolicy policy, Address? to, ImmutableArray<Goods> wanted, Id<Order>? order, CancellationToken stop)
    {
        var shelves = Shelves.Empty;
        foreach (var location in Sourcing.InOrder(policy, to))
        {
            var here = await Task.WhenAll(wanted.Select(goods => Free(goods.Sku, location.Code, order, stop)));
            foreach (var (goods, free) in wanted.Zip(here)) shelves = shelves.With(goods.Sku, location.Code, free);
            if (shelves.HasAll(location.Code, wanted)) break;
        }

        return shelves;
    }

    private async Task<int> Free(string sku, string location, Id<Order>? order, CancellationToken stop)
    {
        if (await store.Find(Stock.At(sku, location), stop) is not { Record: var stock }) return 0;
        var now = clock.GetUtcNow();
        return stock.Available(now)
            + stock.Holds.Where(hold => hold.Order == order && hold.Until > now).Sum(hold => hold.Quantity);
    }
}
