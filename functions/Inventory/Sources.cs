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
        var late = Sourcing.LateFrom(policy);
        foreach (var location in Sourcing.InOrder(policy, to))
        {
            var stocks = await Task.WhenAll(
                wanted.Select(goods => store.Find(Stock.At(goods.Sku, location.Code), stop)));
            foreach (var stock in stocks.OfType<Stored<Stock>>().Select(stored => stored.Record))
                shelves = With(shelves, stock, order, location == late);
            if (shelves.HasAll(location.Code, wanted)) break;
        }

        return shelves;
    }

    private Shelves With(Shelves shelves, Stock stock, Id<Order>? order, bool late)
    {
        var now = clock.GetUtcNow();
        int mine = stock.Holds.Where(hold => hold.Order == order && hold.Until > now).Sum(hold => hold.Quantity);
        return shelves.With(stock.Sku, stock.Location, stock.Available(now) + mine)
            .With(stock.Sku, late ? stock.Backorder?.Late(stock.Promisable(now) + mine, now) : null);
    }
}
