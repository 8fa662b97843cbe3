using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>What the shelf knows of goods on their way, line by line of a purchase order; safe to repeat.</summary>
public sealed class Expectations(TableStore store, StockNews news)
{
    /// <summary>A line was sent to its supplier.</summary>
    public Task<Result<Stock>> Open(PurchaseOrder order, PurchaseLine line, CancellationToken stop)
    {
        var id = Stock.At(line.Sku, order.Location);
        return store.Put<Stock>(
            id, $"expected-{order.Id}",
            stock => StockStates.Expect(stock, id, order.Id, line.Quantity, order.DueAt), stop);
    }

    /// <summary>The supplier named another day; what is here already is not expected again.</summary>
    public Task Move(PurchaseOrder order, PurchaseLine line, string cause, CancellationToken stop)
    {
        var id = Stock.At(line.Sku, order.Location);
        return store.Update(
            id, $"{cause}-{order.Id}",
            stock => stock.Incoming.Any(incoming => incoming.Purchase == order.Id)
                ? StockStates.Expect(stock, id, order.Id, line.Quantity, order.DueAt)
                : stock,
            stop);
    }

    /// <summary>Goods are on the shelf. They may be faster than the word that they are on their way.</summary>
    public async Task Meet(PurchaseOrder order, Receipt goods, CancellationToken stop)
    {
        if (order.Lines.FirstOrDefault(line => line.Sku == goods.Sku) is not { } line) return;
        await Open(order, line, stop);
        var met = await store.Update(
            Stock.At(goods.Sku, order.Location), $"arrived-{goods.Id}",
            stock => stock.Arrive(order.Id, goods.Id, goods.Quantity), stop);
        await news.Tell(met.OrThrow(), stop);
    }

    /// <summary>Nothing more of it will come.</summary>
    public Task Close(PurchaseOrder order, PurchaseLine line, CancellationToken stop) => store.Update(
        Stock.At(line.Sku, order.Location), $"closed-{order.Id}", stock => stock.StopExpecting(order.Id), stop);
}
