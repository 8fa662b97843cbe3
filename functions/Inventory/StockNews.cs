using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Tells the catalog when a SKU's availability may have changed; seldom, not per sale.</summary>
public sealed class StockNews(IMessages messages, TimeProvider clock)
{
    public const string Queue = "stock-news";

    // What this instance told last; a forgotten entry costs one message too many, never one too few.
    private readonly ConcurrentDictionary<Id<Stock>, Availability> told = new();

    public async Task Tell(Stock stock, CancellationToken stop)
    {
        var now = Availabilities.Of(stock.Available(clock.GetUtcNow()));
        if (told.TryGetValue(stock.Id, out var last) && last == now) return;
        await messages.Send(Queue, new StockChanged(stock.Sku) { Stock = stock.Id }, stop);
        told[stock.Id] = now;
    }

    /// <summary>Goods have left by a movement: each is told, since demand is counted from them.</summary>
    public Task TellLeft(Stock stock, string movement, CancellationToken stop) =>
        messages.Send(Queue, new StockChanged(stock.Sku) { Stock = stock.Id, Movement = movement }, stop);
}

/// <summary>The availability of a SKU may have changed.</summary>
public sealed record StockChanged(string Sku)
{
    /// <summary>Where.</summary>
    public Id<Stock>? Stock { get; init; }

    /// <summary>The cause by which goods have left there; null where none have.</summary>
    public string? Movement { get; init; }
}

/// <summary>Keeps the catalog's availability beside the truth.</summary>
public sealed class StockFunctions(
    TableStore store, CatalogBlobs catalog, AvailabilityBlob availability, Replenishment replenishment,
    ShopPolicy policy, TimeProvider clock)
{
    [Function("HearStockNews")]
    public async Task Hear([QueueTrigger(StockNews.Queue)] StockChanged changed, CancellationToken stop)
    {
        await Refresh(changed.Sku, stop);
        if (changed.Stock is not { } stock) return;
        if (changed.Movement is { } movement) await replenishment.Count(stock, movement, stop);
        await replenishment.Look(stock, stop);
    }

    /// <summary>Holds end without a word, and a message can be lost: look at everything at times.</summary>
    [Function("RefreshAvailability")]
    public async Task RefreshAll([TimerTrigger("0 */5 * * * *")] TimerInfo timer, CancellationToken stop)
    {
        var snapshot = await catalog.Current(stop);
        foreach (var variant in snapshot.Products.SelectMany(product => product.Variants))
            await Refresh(variant.Sku, stop);
    }

    private Task Refresh(string sku, CancellationToken stop) => availability.Set(sku, look => Look(sku, look), stop);

    private async Task<Availability> Look(string sku, CancellationToken stop)
    {
        var stocks = await Task.WhenAll(
            policy.Locations.Select(location => store.Find(Stock.At(sku, location.Code), stop)));
        var now = clock.GetUtcNow();
        var available = stocks.Select(stock => (long)Math.Max(0, stock?.Record.Available(now) ?? 0));
        // What may come in several parcels counts together, else the location that has the most.
        return Availabilities.Of(policy.Sourcing == SourcingRule.Split ? available.Sum() : available.Max());
    }
}
