using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>What happens to a purchase order after a person approved it.</summary>
public sealed class PurchaseActivities(TableStore store, Expectations expectations, IMessages messages)
{
    [Function("SendPurchaseOrder")]
    public async Task<Result<DateTimeOffset>> Send([ActivityTrigger] PurchaseSending sending, CancellationToken stop)
    {
        if (await Find(sending.Order, stop) is not ({ } order, { } supplier)) return PurchaseRefusals.Unknown;
        var sent = await store.Update(
            order.Id, "sent", now => now.Send(supplier, sending.Policy, sending.At), stop);
        return sent.As(now => now.DueAt ?? sending.At);
    }

    /// <summary>Tells the shelf what is on its way.</summary>
    [Function("ExpectGoods")]
    public async Task<Result<PurchaseStatus>> Expect([ActivityTrigger] Id<PurchaseOrder> id, CancellationToken stop)
    {
        if ((await store.Find(id, stop))?.Record is not { } order) return PurchaseRefusals.Unknown;
        foreach (var line in order.Lines)
        {
            var expected = await expectations.Open(order, line, stop);
            if (expected.IsRefused(out var refusal, out _)) return refusal;
        }

        return order.Status;
    }

    /// <summary>Has the supplier written to, whenever a mail server takes it: goods may come all the same.</summary>
    [Function("MailPurchaseOrder")]
    public async Task<Result<PurchaseStatus>> Mail([ActivityTrigger] Id<PurchaseOrder> id, CancellationToken stop)
    {
        if ((await store.Find(id, stop))?.Record is not { } order) return PurchaseRefusals.Unknown;
        await messages.Send(PurchaseTold.Queue, new PurchaseTold(id), stop);
        return order.Status;
    }

    [Function("ConfirmDelivery")]
    public async Task<Result<DateTimeOffset>> Confirm([ActivityTrigger] PurchaseDue due, CancellationToken stop)
    {
        var confirmed = await store.Update(
            due.Order, due.News, known => known.Confirm(due.Due), stop);
        if (confirmed.IsRefused(out var refusal, out var order)) return refusal;
        foreach (var line in order.Lines) await expectations.Move(order, line, due.News, stop);
        return order.DueAt ?? due.Due;
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
            known => ending.InPart ? known.CloseShort(ending.At) : known.Cancel(ending.At), stop);
        if (closed.IsRefused(out var refusal, out var order)) return refusal;
        foreach (var line in order.Lines) await expectations.Close(order, line, stop);
        return order.Status;
    }

    private async Task<(PurchaseOrder?, Supplier?)> Find(Id<PurchaseOrder> id, CancellationToken stop)
    {
        var order = (await store.Find(id, stop))?.Record;
        return order is null ? default : (order, (await store.Find(order.Supplier, stop))?.Record);
    }
}
