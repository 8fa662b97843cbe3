using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>Tells that a stock has changed so that somebody may care; seldom, not per sale.</summary>
public sealed class StockNews(IMessages messages, TimeProvider clock)
{
    public const string Queue = "stock-news";

    // What this instance told last; a forgotten entry costs one message too many, never one too few.
    private readonly ConcurrentDictionary<Id<Stock>, ShelfGlance> told = new();

    // The last change that this instance has seen to.
    private readonly ConcurrentDictionary<Id<Stock>, long> heard = new();

    public async Task Tell(Stock stock, CancellationToken stop)
    {
        var now = ShelfGlance.Of(stock, clock.GetUtcNow());
        bool same = told.TryGetValue(stock.Id, out var last) && last == now;
        if (same && !stock.Served().Any()) return;
        await messages.Send(Queue, new StockChanged(stock.Id, stock.Version), stop);
        told[stock.Id] = now;
    }

    /// <summary>Goods have left by a movement: each is told, since demand is counted from them.</summary>
    public Task TellLeft(Stock stock, string movement, CancellationToken stop) =>
        messages.Send(Queue, new StockChanged(stock.Id, stock.Version) { Movement = movement }, stop);

    /// <summary>Whether a message says nothing that was not seen to already.</summary>
    public bool IsOld(StockChanged changed) =>
        heard.TryGetValue(changed.Stock, out long known) && changed.Version <= known;

    /// <summary>Everything up to this state of a stock was seen to.</summary>
    public void Done(Stock stock) =>
        heard.AddOrUpdate(stock.Id, stock.Version, (_, known) => Math.Max(known, stock.Version));
}

/// <summary>A stock has changed; what it has become is asked, never believed.</summary>
public sealed record StockChanged(
    [property: JsonRequired] Id<Stock> Stock, [property: JsonRequired] long Version)
{
    /// <summary>The cause by which goods have left there; null where none have.</summary>
    public string? Movement { get; init; }
}

/// <summary>Sees to what follows from a change of stock: what the catalog says, and who has waited.</summary>
public sealed class StockFunctions(
    TableStore store, CatalogBlobs catalog, SkuBlob<Availability> availability, SkuBlob<StockGlance> shelves,
    StockNews news, Replenishment replenishment, ShopPolicy policy, TimeProvider clock)
{
    [Function("HearStockNews")]
    public async Task Hear(
        [QueueTrigger(StockNews.Queue)] StockChanged changed, [DurableClient] DurableTaskClient client,
        CancellationToken stop)
    {
        // Demand grows whichever movement is told last, so each is a reason to look whether it is time to order.
        if (changed.Movement is { } movement)
        {
            await replenishment.Count(changed.Stock, movement, stop);
            await replenishment.Look(changed.Stock, stop);
        }

        if (news.IsOld(changed) || await store.Find(changed.Stock, stop) is not { Record: var stock }) return;
        await Refresh(stock.Sku, stop);
        await Serve(stock, client, stop);
        if (changed.Movement is null) await replenishment.Look(stock.Id, stop);
        news.Done(stock);
    }

    /// <summary>Holds end without a word, and a message can be lost: look at everything at times.</summary>
    [Function("RefreshAvailability")]
    public async Task RefreshAll(
        [TimerTrigger("0 */5 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client,
        CancellationToken stop)
    {
        var snapshot = await catalog.Current(stop);
        foreach (var variant in snapshot.Products.SelectMany(product => product.Variants))
        {
            await Refresh(variant.Sku, stop);
            foreach (var stock in await StocksOf(variant.Sku, stop)) await Serve(stock, client, stop);
        }
    }

    /// <summary>Tells the fulfilments that had to wait for these goods, and need not any more.</summary>
    private async Task Serve(Stock stock, DurableTaskClient client, CancellationToken stop)
    {
        foreach (var id in stock.Served())
        {
            var order = (await store.Find(id, stop))?.Record;
            // One that is about to wait is told as well: it looks before it waits, and hears what came between.
            var waiting = order?.Shipments.Where(shipment =>
                shipment.Status <= ShipmentStatus.Backordered && shipment.Location == stock.Location) ?? [];
            foreach (var shipment in waiting)
            {
                await Processes.Tell(
                    client, FulfilmentOrchestration.InstanceOf(shipment.Id), FulfilmentOrchestration.GoodsArrived,
                    new GoodsCame($"{stock.Id}-{stock.Version}"), stop);
            }
        }
    }

    private Task Refresh(string sku, CancellationToken stop) => Task.WhenAll(
        availability.Set(sku, async look => WordOf(await StocksOf(sku, look)), stop),
        shelves.Set(sku, async look => StockGlance.Of(await StocksOf(sku, look), clock.GetUtcNow()), stop));

    private Availability WordOf(IEnumerable<Stock> stocks)
    {
        var now = clock.GetUtcNow();
        var available = stocks.Select(stock => (long)Math.Max(0, stock.Promisable(now))).DefaultIfEmpty(0).ToList();
        // What may come in several parcels counts together, else the location that has the most.
        return Availabilities.Of(policy.Sourcing == SourcingRule.Split ? available.Sum() : available.Max());
    }

    private async Task<IEnumerable<Stock>> StocksOf(string sku, CancellationToken stop)
    {
        var found = await Task.WhenAll(
            policy.Locations.Select(location => store.Find(Stock.At(sku, location.Code), stop)));
        return found.OfType<Stored<Stock>>().Select(stored => stored.Record);
    }
}
