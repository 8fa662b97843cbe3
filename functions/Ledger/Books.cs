using System.Text.Json;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Goods that come in, together with the entry that says so; safe to repeat by cause.</summary>
public sealed class Books(TableStore store, Journal journal, StockNews news)
{
    public Task Post(JournalEntry entry, CancellationToken stop) => journal.Post(entry, stop);

    /// <summary>Goods bought from a supplier, as one lot; a repetition is booked as the first was.</summary>
    public async Task<Result<Stock>> Receive(string sku, string location, Lot lot, CancellationToken stop)
    {
        var received = await TakeIn(sku, location, lot, stop);
        if (received.IsRefused(out var refusal, out var stock)) return refusal;

        var fact = await store.FindFact(stock.Id, $"receipt-{lot.Id}", stop);
        if (fact?.Data.Deserialize<Movement>(Json.Options) is not { Cost: { } cost, At: { } at } first)
            throw new InvalidOperationException($"{stock.Id} lost the receipt '{lot.Id}'.");
        if ((first.Change, cost) != (lot.Quantity, lot.UnitCost * lot.Quantity)) return StockRefusals.OtherReceipt;
        await Post(Postings.Receipt($"receipt-{lot.Id}", at, cost), stop);
        return stock;
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
