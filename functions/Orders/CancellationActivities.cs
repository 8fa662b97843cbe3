using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>What a cancellation does to the order, the stock, the carrier and its papers.</summary>
public sealed class CancellationActivities(
    TableStore store, StockNews news, ICarrier carrier, CreditNotes papers, IMessages messages, Policies policies,
    AddedStock added, TimeProvider clock)
{
    /// <summary>Takes the units off, in one write that the warehouse's steps are serialised with.</summary>
    [Function("TakeUnitsOff")]
    public async Task<Result<Removal>> Take([ActivityTrigger] CancellationStart start, CancellationToken stop)
    {
        if (await store.Find(start.Order, stop) is not { Record: var known }) return OrderRefusals.Unknown;
        // Units that were added a moment ago are the order's before any come off.
        if ((await added.Keep(start.Order, stop)).Refusal is { } unkept) return unkept;
        var policy = await policies.Of(known.PolicyVersion, stop);
        var taken = await store.Update(
            start.Order, $"cancelled-{start.Id}", order => order.TakeOff(start.Wish, policy, start.At!.Value), stop);
        if (taken.Refusal?.Code == CancelRefusals.BeingChanged.Code)
            throw new InvalidOperationException($"{start.Order} is being changed: it is looked at again.");
        if (taken.IsRefused(out var refusal, out var order)) return refusal;
        var cut = order.TakenOff.First(off => off.Id == start.Id);
        bool labels = cut.Ended.Concat(cut.Unpacked)
            .Any(id => cut.Unpacked.Contains(id) || order.Find(id)!.WeightGrams is not null);
        return new Removal(cut.Sums.Total, cut.IsRefund, cut.IsAll, labels);
    }

    /// <summary>Wakes the fulfilments that wait for something that will not come, or for a parcel to leave.</summary>
    [Function("TellFulfilments")]
    public async Task<Result<bool>> Tell(
        [ActivityTrigger] UnitsCut cut, [DurableClient] DurableTaskClient client, CancellationToken stop)
    {
        if (await Find(cut, stop) is not ({ } order, { } off)) return CancelRefusals.Unknown;
        foreach (var id in off.Ended.Concat(off.Unpacked))
        {
            var gone = new UnitsGone($"{off.Id}-{id}", off.Ended.Contains(id), order.Find(id)!.Edition);
            await Processes.Tell(
                client, FulfilmentOrchestration.InstanceOf(id), FulfilmentOrchestration.UnitsOff, gone, stop);
        }

        return true;
    }

    /// <summary>Others can have the goods.</summary>
    [Function("FreeUnits")]
    public async Task<Result<bool>> Free([ActivityTrigger] UnitsCut cut, CancellationToken stop)
    {
        if (await Find(cut, stop) is not ({ } order, { } off)) return CancelRefusals.Unknown;
        foreach (var (id, units) in order.FreedBy(off))
        {
            var freed = await store.Update(
                id, $"{order.Id}-off-{off.Id}", stock => stock.Release(order.Id, units), stop);
            if (freed.IsRefused(out var refusal, out var stock)) return refusal;
            await news.Tell(stock, stop);
        }

        return true;
    }

    /// <summary>Gives the carrier's bookings back; one that was fetched already is a case for a person.</summary>
    [Function("RecallLabels")]
    public async Task<Result<bool>> Recall([ActivityTrigger] UnitsCut cut, CancellationToken stop)
    {
        if (await Find(cut, stop) is not ({ } order, { } off)) return CancelRefusals.Unknown;
        foreach (var id in off.Ended.Concat(off.Unpacked))
        {
            // The booking of what is left, where something is, is not touched.
            int bookings = order.Find(id)!.Edition + (off.Ended.Contains(id) ? 1 : 0);
            bool back = true;
            for (int each = 0; each < bookings; each++) back &= await carrier.Cancel(id.Value, each, stop);
            if (back) continue;
            var left = new Attention(
                ShipmentRefusals.LeftCancelled.Code, ShipmentRefusals.LeftCancelled.Message, cut.At);
            var asked = await store.Update(
                order.Id, $"{off.Id}-{id}-left", now => now.AskForPerson(left), stop);
            if (asked.Refusal is { } refusal) return refusal;
        }

        return true;
    }

    /// <summary>Takes a number for the part of the sale that is taken back, and prints.</summary>
    [Function("NoteUnitsBack")]
    public async Task<Result<string>> Note([ActivityTrigger] UnitsCut cut, CancellationToken stop)
    {
        if (await Find(cut, stop) is not ({ } order, { } off)) return CancelRefusals.Unknown;
        if (off.Sums.Goods.Amount == 0 && off.Sums.Total.Amount == 0) return "";
        var seller = (await policies.Of(order.PolicyVersion, stop)).Seller;
        var number = await CreditNoteNumbers.Take(store, seller, off.Id.Value, stop);
        var numbered = await store.Update(
            order.Id, $"{off.Id}-credit-note", now => now.NumberTakenOff(off.Id, number), stop);
        if (numbered.IsRefused(out var refusal, out var record)) return refusal;
        var noted = record.TakenOff.First(one => one.Id == off.Id);
        await papers.Keep(CreditNote.Of(noted, record, seller, cut.At)!, stop);
        return number;
    }

    /// <summary>All of it is done: whoever keeps accounts of the customer hears of it, and she herself.</summary>
    [Function("FinishCancellation")]
    public async Task<Result<bool>> Finish([ActivityTrigger] UnitsCut cut, CancellationToken stop)
    {
        var finished = await store.Update(
            cut.Order, $"{cut.Id}-finished", now => now.FinishTakingOff(cut.Id, clock.GetUtcNow()), stop);
        if (finished.IsRefused(out var refusal, out var order)) return refusal;
        await messages.Send(CrmNews.Queue, CrmNews.Over(order, ShipmentStatus.Cancelled), stop);
        await messages.Send(OrderCancelled.Queue, new OrderCancelled(order.Id, cut.Id), stop);
        return true;
    }

    private async Task<(Order?, TakenOff?)> Find(UnitsCut cut, CancellationToken stop)
    {
        var order = (await store.Find(cut.Order, stop))?.Record;
        return (order, order?.TakenOff.FirstOrDefault(off => off.Id == cut.Id));
    }
}
