using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Goods that come in, together with the entry that says so; safe to repeat by cause.</summary>
public sealed class Books(TableStore store, Journal journal, StockNews news)
{
    public Task Post(JournalEntry entry, CancellationToken stop) => journal.Post(entry, stop);

    /// <summary>Goods bought from a supplier, as one lot.</summary>
    public async Task<Result<Stock>> Receive(string sku, string location, Lot lot, CancellationToken stop)
    {
        var received = await TakeIn(sku, location, lot, stop);
        if (received.Refusal is null)
            await Post(Postings.Receipt($"receipt-{lot.Id}", lot.ReceivedAt, lot.UnitCost * lot.Quantity), stop);
        return received;
    }

    /// <summary>Goods that were sold and came back, at the cost they had left with.</summary>
    /// <remarks>A cost that does not divide evenly becomes two lots, so that no centavo is lost.</remarks>
    public async Task<Result<bool>> Restock(
        string cause, string sku, string location, int quantity, Money cost, DateTimeOffset at, CancellationToken stop)
    {
        foreach (var lot in Lots.Splitting(cause, quantity, cost, at))
        {
            var received = await TakeIn(sku, location, lot, stop);
            if (received.IsRefused(out var refusal, out _)) return refusal;
        }

        await Post(Postings.Restock(cause, at, cost), stop);
        return true;
    }

    private async Task<Result<Stock>> TakeIn(string sku, string location, Lot lot, CancellationToken stop)
    {
        var id = Stock.At(sku, location);
        var received = await store.Put(id, $"receipt-{lot.Id}", stock => Stock.Receive(stock, id, lot), stop);
        if (received.Value is { } stock) await news.Tell(stock, stop);
        return received;
    }
}
