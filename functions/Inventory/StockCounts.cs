using System.Text.Json;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Reads all that is known of a stock, to count it anew.</summary>
public sealed class StockCounts(TableStore store)
{
    private const int PageSize = 100;

    // Where orders stand from the promise of their goods until these leave.
    private static readonly string[] Waiting = ["backordered", "to-pick", "to-pack", "to-ship", "to-collect"];

    /// <summary>How a stock differs from what it must be; null when nothing was ever received.</summary>
    /// <remarks>
    /// A promise and its order are two records, and one is changed first: what differs is looked at again.
    /// </remarks>
    /// <param name="wanting">Orders that may wait for it; they are asked anew.</param>
    public async Task<Drift?> Count(Id<Stock> id, IEnumerable<Id<Order>> wanting, CancellationToken stop)
    {
        var candidates = wanting.ToList();
        var found = await CountOnce(id, candidates, stop);
        return found is null or { IsNone: true } ? found : await CountOnce(id, candidates, stop);
    }

    /// <summary>The orders whose goods have not all left, by where these lie.</summary>
    public async Task<ILookup<Id<Stock>, Id<Order>>> Wanting(CancellationToken stop)
    {
        List<(Id<Stock> Stock, Id<Order> Order)> all = [];
        foreach (var list in Waiting)
        {
            string? cursor = null;
            do
            {
                var page = await store.List<Order>($"orders.{list}", PageSize, cursor, stop);
                all.AddRange(
                    from stored in page.Items
                    from shipment in stored.Record.Shipments
                    where shipment.Status < ShipmentStatus.Shipped
                    from line in stored.Record.GoodsOf(shipment)
                    select (Stock.At(line.Sku, shipment.Location), stored.Record.Id));
                cursor = page.Cursor;
            }
            while (cursor is not null);
        }

        return all.Distinct().ToLookup(pair => pair.Stock, pair => pair.Order);
    }

    private async Task<Drift?> CountOnce(Id<Stock> id, List<Id<Order>> wanting, CancellationToken stop)
    {
        if (await Read(id, stop) is not var (stock, movements)) return null;
        var orders = new List<Order>();
        foreach (var order in Drift.Promised(id, movements).Union(wanting))
            if (await store.Find(order, stop) is { Record: var known }) orders.Add(known);
        return Drift.Of(stock, movements, orders);
    }

    /// <summary>The record and its movements, of one moment.</summary>
    private async Task<(Stock, List<Movement>)?> Read(Id<Stock> id, CancellationToken stop)
    {
        if (await store.Find(id, stop) is not { Record: var stock, Version: var version }) return null;
        var facts = await store.Timeline(id, stop);
        // While it is sold, what came after the record was read does not count; else every movement does, even one
        // that the record has forgotten.
        bool still = (await store.Find(id, stop))?.Version == version;
        return (stock, [.. facts.Where(fact => still || fact.Version <= version)
            .Select(fact => fact.Data.Deserialize<Movement>(Json.Options)).OfType<Movement>()]);
    }
}
