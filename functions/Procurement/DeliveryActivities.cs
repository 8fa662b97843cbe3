using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>What a supplier's delivery does to the purchase order, the shelf and the books.</summary>
public sealed class DeliveryActivities(
    TableStore store, Books books, Expectations expectations, RateSheets sheets)
{
    /// <summary>Notes the delivery on its purchase order, at the cost of its day; or refuses it.</summary>
    [Function("CountDelivery")]
    public async Task<Result<PurchaseStatus>> Count(
        [ActivityTrigger] PurchaseReceiptStart start, CancellationToken stop)
    {
        var (id, receipt) = start;
        if ((await store.Find(id, stop))?.Record is not { } order) return PurchaseRefusals.Unknown;
        var priced = order.Price(receipt, await RatesFor(order, stop));
        if (priced.IsRefused(out var unpriced, out var costed)) return unpriced;
        var counted = await store.Update(id, $"receipt-{receipt.Id}", now => now.Receive(costed), stop);
        return counted.As(now => now.Status);
    }

    /// <summary>One line of it becomes a lot and an entry; as it was counted, however often it is asked.</summary>
    [Function("ShelveDelivery")]
    public async Task<Result<int>> Shelve([ActivityTrigger] DeliveredLine line, CancellationToken stop)
    {
        var order = (await store.Find(line.Order, stop))?.Record;
        if (order?.Receipts.FirstOrDefault(known => known.Id == line.Receipt) is not { } receipt)
            return PurchaseRefusals.Unknown;
        var goods = receipt.Goods().ElementAt(line.Line);
        var shelved = await books.Receive(goods.Sku, goods.Location, goods.Lot, stop);
        if (shelved.IsRefused(out var refusal, out var stock)) return refusal;
        await expectations.Meet(order, goods, stop);
        return stock.OnHand;
    }

    // Without rates a foreign price has no cost: that is a fault, tried again until there are some.
    private async Task<RateSheet?> RatesFor(PurchaseOrder order, CancellationToken stop) =>
        order.Total.Currency == Currency.Php ? null : (await sheets.Current(stop)).OrThrow();
}
