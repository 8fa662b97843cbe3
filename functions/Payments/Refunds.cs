using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Money back to the shopper: reserved on the order, paid by the provider, written into the books.</summary>
public sealed class Refunds(TableStore store, IPayments payments, Books books)
{
    /// <summary>Pays what is due for a shipment that came back.</summary>
    public async Task<Result<bool>> PayBack(
        Id<Order> order, Id<Shipment> shipment, ShopPolicy policy, DateTimeOffset at, CancellationToken stop)
    {
        // How much is decided where it is reserved: of two that come back at once, one is the last.
        var id = OrderShipments.BackOf(shipment);
        var reserved = await store.Update(
            order, $"{id}-reserved", now => now.ReserveRefund(id, now.DueBack(shipment)), stop);
        if (reserved.IsRefused(out var refusal, out var record)) return refusal;
        var amount = record.Refunds.First(refund => refund.Id == id).Amount;
        if (amount.Amount == 0) return true;
        var import = record.ImportIn(shipment, amount);
        return await Pay(
            order, id, amount, Postings.Refund($"{id}-refund", at, record, amount, import, policy), stop);
    }

    /// <summary>Pays a refund once, and writes it into the books as it came about.</summary>
    /// <param name="id">The refund's own id; also the provider's idempotency key.</param>
    public async Task<Result<bool>> Pay(
        Id<Order> order, string id, Money amount, JournalEntry entry, CancellationToken stop)
    {
        if (amount.Amount > 0 && await Send(order, id, amount, entry.At, stop) is { } unpaid) return unpaid;
        await books.Post(entry, stop);
        if (amount.Amount == 0) return true;
        return (await store.Update(order, $"{id}-paid", now => now.PayRefund(id), stop)).As(_ => true);
    }

    private async Task<Refusal?> Send(
        Id<Order> order, string id, Money amount, DateTimeOffset at, CancellationToken stop)
    {
        var reserved = await store.Update(order, $"{id}-reserved", now => now.ReserveRefund(id, amount), stop);
        if (reserved.IsRefused(out var refusal, out var record)) return refusal;
        var answer = await payments.Refund(new(id, order.Value, record.Payment!.Provider!, amount, at), stop);
        return answer.Succeeded ? null : OrderRefusals.RefundFailed;
    }
}
