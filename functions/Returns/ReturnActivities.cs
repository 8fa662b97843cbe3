using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>What a return does to its record, the order, the stock and the money.</summary>
public sealed class ReturnActivities(
    TableStore store, ICarrier carrier, Books books, Refunds refunds, IMessages messages, Policies policies)
{
    /// <summary>What a parcel weighs at least, with its box.</summary>
    private const int MinGrams = 100;

    /// <summary>Sets units of the order aside for the return, then opens it.</summary>
    [Function("OpenReturn")]
    public async Task<Result<ReturnStatus>> Open([ActivityTrigger] ReturnOpening opening, CancellationToken stop)
    {
        var (start, run, at) = opening;
        var policy = (await policies.Of(start.Policy.Number, stop)).Returns;
        var reserved = await store.Update(
            start.Order, $"return-{start.Return}",
            order => order.TakeBack(start.Return, start.Wish, policy, at), stop);
        if (reserved.IsRefused(out var refusal, out var record)) return refusal;
        var opened = await store.Insert(
            start.Return, run,
            () => Return.Request(start.Return, run, record, start.Wish, policy, at), stop);
        return opened.As(back => back.Status);
    }

    /// <summary>Accepts the return; units that are not accepted may be asked for again.</summary>
    [Function("ApproveReturn")]
    public async Task<Result<ReturnStatus>> Approve([ActivityTrigger] ReturnApproval approval, CancellationToken stop)
    {
        var (id, accepted) = approval;
        var approved = await store.Update(id, "approved", back => back.Approve(accepted), stop);
        if (approved.IsRefused(out var refusal, out var back)) return refusal;
        // Who sends a parcel is written to when it has its label.
        if (back.Store is not null) await messages.Send(PapersDue.Queue, PapersDue.Of(id), stop);
        if (accepted.IsEmpty) return back.Status;
        var freed = await store.Update(
            back.Order, $"return-{id}-approved", order => order.GiveUpUnits(id, accepted), stop);
        return freed.As(_ => back.Status);
    }

    [Function("DeclineReturn")]
    public Task<Result<ReturnStatus>> Decline([ActivityTrigger] Id<Return> id, CancellationToken stop) =>
        GiveUp(id, "declined", back => back.Decline(), stop);

    [Function("ExpireReturn")]
    public Task<Result<ReturnStatus>> Expire([ActivityTrigger] Id<Return> id, CancellationToken stop) =>
        GiveUp(id, "expired", back => back.Expire(), stop);

    /// <summary>Books the way back with the carrier, once per return.</summary>
    [Function("IssueLabel")]
    public async Task<Result<string>> Label([ActivityTrigger] Id<Return> id, CancellationToken stop)
    {
        if (await OrderOf(id, stop) is not { } order) return ReturnRefusals.Unknown;
        var shop = await policies.Of(order.PolicyVersion, stop);
        int weight = Math.Max(MinGrams, order.WeightOf(id));
        var (from, to) = (Places.Of(order.Delivery), Places.Of(shop.LocationOf(order.HomeOf(id))));
        var booked = await carrier.Book(
            new(id.Value, from, to, weight, IsReturn: true, DeliveryMethod.Standard), stop);
        var label = new Label(carrier.Name, booked.Tracking);
        var labelled = await store.Update(id, "label", back => back.IssueLabel(label), stop);
        if (labelled.Refusal is { } refusal) return refusal;
        await messages.Send(PapersDue.Queue, PapersDue.Of(id), stop);
        return booked.Tracking;
    }

    [Function("MoveReturn")]
    public async Task<Result<ReturnStatus>> Move([ActivityTrigger] ReturnMovement movement, CancellationToken stop)
    {
        var id = movement.Return;
        var stored = await store.Find(id, stop);
        if (stored is null) return ReturnRefusals.Unknown;
        if (movement.Movement == Movements.TakenIn) return await TakeIn(stored.Record, movement.Location, stop);

        // Whatever the carrier says first, the parcel is on its way; only we know when it is here.
        return stored.Record.Status == ReturnStatus.LabelIssued
            ? await Change(id, "in-transit", back => back.Travel(), stop)
            : stored.Record.Status;
    }

    [Function("InspectReturn")]
    public async Task<Result<ReturnStatus>> Inspect(
        [ActivityTrigger] ReturnInspection inspection, CancellationToken stop)
    {
        if (await OrderOf(inspection.Return, stop) is not { } order) return ReturnRefusals.Unknown;
        var policy = await policies.Of(inspection.Version, stop);
        return await Change(
            inspection.Return, "inspected", back => back.Inspect(inspection.Findings, order, policy), stop);
    }

    /// <summary>What is good as new goes back to the shelf, at the cost it had left with; the rest is lost.</summary>
    [Function("RestockReturn")]
    public async Task<Result<ReturnStatus>> Restock([ActivityTrigger] ReturnBooking booking, CancellationToken stop)
    {
        if (await OrderOf(booking.Return, stop) is not { } order) return ReturnRefusals.Unknown;
        var back = (await store.Find(booking.Return, stop))!.Record;
        var taken = order.TakenBack.First(taken => taken.Return == booking.Return);
        foreach (var line in back.Lines)
        {
            var units = taken.Lines.First(units => units.Sku == line.Sku).Units;
            var restocked = await Restock(back, order, line, units, booking.At, stop);
            if (restocked.IsRefused(out var refusal, out _)) return refusal;
        }

        return back.Status;
    }

    /// <summary>What the shopper is due goes back the way it came, or becomes store credit.</summary>
    [Function("SettleReturn")]
    public async Task<Result<ReturnStatus>> Settle([ActivityTrigger] ReturnBooking booking, CancellationToken stop)
    {
        var back = (await store.Find(booking.Return, stop))?.Record;
        if (back?.Reversal is not { } reversal) return ReturnRefusals.NotNow;
        var id = back.Id.Value;
        var none = reversal.Total with { Amount = 0 };
        var paid = await refunds.Pay(
            back.Order, id, order => order.ReserveRefund(id, reversal.Total, back.Payable),
            (_, refund) => ReturnPostings.Refund($"{id}-refund", booking.At, reversal, refund),
            booking.At, stop);
        if (paid.IsRefused(out var refusal, out var refund)) return refusal;
        var settled = await store.Update(
            back.Id, "settled", now => now.Settle(refund.Credit ?? none, refund.Before), stop);
        if (settled.IsRefused(out var notNow, out var record)) return notNow;
        return record.Remedy switch
        {
            Remedy.Refund => await Change(back.Id, "refunded", now => now.PayBack(), stop),
            Remedy.Credit when record.Replacement is null =>
                await Change(back.Id, "credited", now => now.Credit(), stop),
            _ => record.Status,
        };
    }

    /// <summary>The shopper has her due: what her account had of the purchase is taken back.</summary>
    [Function("CloseReturn")]
    public async Task<Result<ReturnStatus>> Close([ActivityTrigger] Id<Return> id, CancellationToken stop)
    {
        var closed = await store.Update(id, "closed", back => back.Close(), stop);
        if (closed.IsRefused(out var refusal, out var record)) return refusal;
        await messages.Send(CrmNews.Queue, CrmNews.Paid(record), stop);
        return record.Status;
    }

    private async Task<Result<ReturnStatus>> TakeIn(Return back, string? location, CancellationToken stop)
    {
        if ((await store.Find(back.Order, stop))?.Record is not { } order) return OrderRefusals.Unknown;
        var here = location ?? back.Store ?? order.HomeOf(back.Id);
        return await Change(back.Id, "received", now => now.Receive(here), stop);
    }

    private async Task<Result<bool>> Restock(
        Return back, Order order, ReturnLine line, ImmutableArray<int> units, DateTimeOffset at, CancellationToken stop)
    {
        int good = line.Found(Disposition.Restock), damaged = line.Found(Disposition.Damaged);
        int lost = line.Found(Disposition.Discard);
        var cause = $"{back.Id}-{line.Sku}";
        if (lost > 0)
        {
            var cost = order.CostOf(line.Sku, units.Skip(good + damaged).Take(lost));
            await books.Post(ReturnPostings.WriteOff($"{cause}-lost", at, cost), stop);
        }

        var shelved = await Shelve(cause, order, line, back.Location!, units.Take(good), at, stop);
        if (shelved.Refusal is not null || damaged == 0) return shelved;
        var spoilt = await Shelve(
            $"{cause}-damaged", order, line, back.Location!, units.Skip(good).Take(damaged), at, stop);
        if (spoilt.Refusal is not null) return spoilt;
        var aside = await store.Update(
            Stock.At(line.Sku, back.Location!), $"{cause}-aside",
            stock => stock.SetAside(Condition.Damaged, damaged, AdjustmentReason.Returned, back.Id.Value), stop);
        return aside.As(_ => true);
    }

    private async Task<Result<bool>> Shelve(
        string cause, Order order, ReturnLine line, string location, IEnumerable<int> units, DateTimeOffset at,
        CancellationToken stop)
    {
        var here = units.ToList();
        return here.Count == 0
            ? true
            : await books.Restock(cause, line.Sku, location, here.Count, order.CostOf(line.Sku, here), at, stop);
    }

    private async Task<Result<ReturnStatus>> GiveUp(
        Id<Return> id, string cause, Func<Return, Result<Return>> rule, CancellationToken stop)
    {
        var given = await store.Update(id, cause, rule, stop);
        if (given.IsRefused(out var refusal, out var back)) return refusal;
        var freed = await store.Update(back.Order, $"return-{id}-{cause}", order => order.GiveUpReturn(id), stop);
        return freed.As(_ => back.Status);
    }

    private async Task<Order?> OrderOf(Id<Return> id, CancellationToken stop)
    {
        var back = await store.Find(id, stop);
        return back is null ? null : (await store.Find(back.Record.Order, stop))?.Record;
    }

    private async Task<Result<ReturnStatus>> Change(
        Id<Return> id, string cause, Func<Return, Result<Return>> rule, CancellationToken stop) =>
        (await store.Update(id, cause, rule, stop)).As(back => back.Status);
}
