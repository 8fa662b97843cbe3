using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>What happens to a purchase order after a person approved it.</summary>
public sealed class PurchaseActivities(TableStore store, PurchaseMail mail)
{
    [Function("SendPurchaseOrder")]
    public async Task<Result<DateTimeOffset>> Send([ActivityTrigger] PurchaseSending sending, CancellationToken stop)
    {
        if (await Find(sending.Order, stop) is not ({ } order, { } supplier)) return PurchaseRefusals.Unknown;
        var sent = await store.Update(
            order.Id, "sent", now => now.Send(supplier, sending.Policy, sending.At), stop);
        return sent.As(now => now.DueAt ?? sending.At);
    }

    [Function("MailPurchaseOrder")]
    public async Task<Result<PurchaseStatus>> Mail([ActivityTrigger] Id<PurchaseOrder> id, CancellationToken stop)
    {
        if (await Find(id, stop) is not ({ } order, { } supplier)) return PurchaseRefusals.Unknown;
        await mail.Send(order, supplier, stop);
        return order.Status;
    }

    [Function("ConfirmDelivery")]
    public async Task<Result<DateTimeOffset>> Confirm([ActivityTrigger] PurchaseDue due, CancellationToken stop)
    {
        var confirmed = await store.Update(
            due.Order, due.News, order => order.Confirm(due.Due), stop);
        return confirmed.As(order => order.DueAt ?? due.Due);
    }

    /// <summary>Notes that goods are late, where they are; answers how the order stands.</summary>
    [Function("WatchDelivery")]
    public async Task<Result<PurchaseStatus>> Watch([ActivityTrigger] PurchaseMoment moment, CancellationToken stop)
    {
        var (id, at, grace) = moment;
        var watched = await store.Update(
            id, $"late-{at.UtcTicks}", order => order.DueAt + grace > at ? order : order.Miss(at), stop);
        return watched.As(order => order.Status);
    }

    [Function("ClosePurchaseOrder")]
    public async Task<Result<PurchaseStatus>> Close([ActivityTrigger] PurchaseEnding ending, CancellationToken stop)
    {
        var closed = await store.Update(
            ending.Order, "closed",
            order => ending.InPart ? order.CloseShort(ending.At) : order.Cancel(ending.At), stop);
        return closed.As(order => order.Status);
    }

    private async Task<(PurchaseOrder?, Supplier?)> Find(Id<PurchaseOrder> id, CancellationToken stop)
    {
        var order = (await store.Find(id, stop))?.Record;
        return order is null ? default : (order, (await store.Find(order.Supplier, stop))?.Record);
    }
}
