using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Money back to the shopper: reserved on the order, given to card or credit, and booked.</summary>
public sealed class Refunds(
    TableStore store, IPayments payments, OutsideNews outside, Books books, Mailboxes mailboxes)
{
    /// <summary>How often a refund that the provider refuses is set anew at once.</summary>
    private const int MaxTries = 3;

    /// <summary>Pays what is due for a shipment that came back.</summary>
    public async Task<Result<bool>> PayBack(
        Id<Order> order, Id<Shipment> shipment, DateTimeOffset at, CancellationToken stop)
    {
        // How much is decided where it is reserved: of two that come back at once, one is the last.
        var id = OrderShipments.BackOf(shipment);
        var cleared = await store.Find(ClearanceActivities.IdOf(shipment), stop);
        bool crossed = cleared?.Record.Status == ClearanceStatus.Released;
        var paid = await Pay(
            order, id, now => now.ReserveRefund(id, now.DueBack(shipment)),
            (record, refund) => Postings.Refund(
                $"{id}-refund", at, record, refund, record.CouponIn(shipment),
                new(record.ImportIn(shipment), crossed)),
            at, stop);
        return paid.As(_ => true);
    }

    /// <summary>Pays a refund once, however often it is asked for; answers what went where.</summary>
    /// <param name="id">The refund's own id; also the provider's idempotency key.</param>
    /// <param name="reserve">Reserves it on the order, under this id.</param>
    /// <param name="entry">How it is written into the books.</param>
    /// <param name="at">When it was decided; the day of the books.</param>
    public async Task<Result<Refund>> Pay(
        Id<Order> order, string id, Func<Order, Result<Order>> reserve, Func<Order, Refund, JournalEntry> entry,
        DateTimeOffset at, CancellationToken stop)
    {
        if (await store.Find(order, stop) is not { } stored) return OrderRefusals.Unknown;
        // What went back at the provider is set against this before anything is paid.
        if ((await outside.Hear(stored.Record, stop)).Refusal is { } deaf) return deaf;
        var reserved = await store.Update(order, $"{id}-reserved", reserve, stop);
        if (reserved.IsRefused(out var refusal, out var record)) return refusal;
        if ((await ToCard(record, id, at, stop)).IsRefused(out var failed, out var refund)) return failed;
        if (refund.Credit is { Amount: > 0 } credit && await Give(record, id, credit, at, stop) is { } not) return not;
        await books.Post(entry(record, refund), stop);
        var paid = await store.Update(order, $"{id}-paid", now => now.PayRefund(id), stop);
        if (paid.IsRefused(out var unpaid, out var known)) return unpaid;
        // The provider may have said that it failed before it was noted here that it had seemed to succeed.
        if (known.Refunds.First(one => one.Id == id).FailedAt is not null) await outside.Book(known, stop);
        return refund;
    }

    /// <summary>Has the provider pay the card; what somebody paid there meanwhile is not paid again.</summary>
    private async Task<Result<Refund>> ToCard(Order order, string id, DateTimeOffset at, CancellationToken stop)
    {
        var refund = order.Refunds.First(refund => refund.Id == id);
        for (int tries = 0; refund.Amount.Amount > 0; tries++)
        {
            var ask = new RefundOrder(
                id, order.Id.Value, order.Payment!.Provider!, refund.Amount, at, refund.Refits);
            if ((await payments.Refund(ask, stop)).Succeeded) return refund;
            if ((await outside.Hear(order, stop)).IsRefused(out var deaf, out _)) return deaf;
            var refitted = await store.Update(
                order.Id, $"{id}-refitted-{refund.Refits + 1}", now => now.RefitRefund(id), stop);
            if (refitted.IsRefused(out var refusal, out var known)) return refusal;
            var anew = known.Refunds.First(refund => refund.Id == id);
            if (anew == refund || tries == MaxTries) return OrderRefusals.RefundFailed;
            refund = anew;
        }

        return refund;
    }

    private async Task<Refusal?> Give(
        Order order, string cause, Money credit, DateTimeOffset at, CancellationToken stop)
    {
        // Whoever has asked to be forgotten has no account any more that could take it.
        if (order.Customer is null && order.Delivery.Email == Register.Forgotten)
            return OrderRefusals.CustomerForgotten;
        var customer = order.Customer ?? await mailboxes.IdOf(order.Delivery.Email, stop);
        var given = await store.Put(
            StoredValue.CreditOf(customer, credit.Currency), cause,
            value => StoredValue.Issue(value, customer, cause, credit, at), stop);
        return given.Refusal;
    }
}
