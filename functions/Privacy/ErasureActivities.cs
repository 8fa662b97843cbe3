using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>Forgets a person in every place; done again, it finds nothing left to do.</summary>
/// <remarks>Amounts, goods and dates stay, since the books stand on them (NIRC section 235).</remarks>
public sealed class ErasureActivities(
    TableStore store, OrderSearch search, PersonRecords hers, Mailboxes mailboxes, ReturnPhotos photos,
    CustomsFiles customs, Waybills waybills, CreditNotes notes, TextSeal seal, ErasureList list, Policies policies,
    TimeProvider clock)
{
    [Function("ErasePerson")]
    public async Task<Result<int>> Erase([ActivityTrigger] ErasureStart start, CancellationToken stop)
    {
        // First of all in the vault: a restore must know of it, whatever happens here.
        await list.NoteAsked(start.Customer.Value, start.Id.Value, $"{start.By}", stop);
        var asked = Asked(start);
        (await store.Put(start.Id, "asked", known => known ?? asked, stop)).OrThrow();
        var waiting = ImmutableArray.CreateBuilder<Id<Order>>();
        await foreach (var order in hers.Orders(start.Customer, stop))
        {
            var returns = await hers.Returns(order, stop);
            if (order.IsOver && returns.All(back => back.IsOver)) await Erase(order, returns, start, stop);
            else waiting.Add(order.Id);
        }

        // After the orders: what is being paid for by now has one, or is about to.
        foreach (var order in await EraseCarts(start, stop))
            if (!waiting.Contains(order)) waiting.Add(order);
        await EraseRequests(start, stop);
        await EraseAccount(start, stop);
        var reported = await store.Put(
            start.Id, $"erasure-{start.Id}-{start.Round}",
            known => known!.Report(waiting.ToImmutable(), clock.GetUtcNow()), stop);
        return reported.As(_ => waiting.Count);
    }

    private Erasure Asked(ErasureStart start) => new(start.Id, start.Customer, start.By, start.AskedAt)
    {
        Reason = start.Reason is { } text ? seal.Open<string>(start.Id.Value, text) : null,
    };

    private async Task Erase(
        Order order, IReadOnlyList<Return> returns, ErasureStart start, CancellationToken stop)
    {
        var cause = $"erasure-{start.Id}";
        var backs = returns.Select(back => back.Id).ToList();
        int papers = 0;
        foreach (var shipment in order.Shipments) papers += await customs.Count(shipment.Id, stop);
        var (pictures, hasCart) = (await photos.Count(order.Id, backs, stop), await hers.Cart(order, stop) is not null);
        // Counted before it is gone, and once: who is killed in between finds less.
        await Count(
            start, order.Id.Value, stop, ("orders", 1), ("carts", hasCart ? 1 : 0), ("returns", backs.Count),
            ("photos", pictures), ("customs papers", papers), ("waybills", await waybills.Count(order.Id, stop)));

        await photos.Delete(order.Id, backs, stop);
        foreach (var shipment in order.Shipments) await customs.Delete(shipment.Id, stop);
        await waybills.Delete(order.Id, stop);
        await EraseCart(order.Cart, start, stop);
        var forgotten = RecordSeal.Forget(order);
        foreach (var off in order.TakenOff) await Reprint(off, forgotten, stop);
        foreach (var back in returns)
        {
            await Reprint(back, forgotten, stop);
            (await store.Erase(back.Id, cause, stop)).OrThrow();
        }

        await search.Forget(order.Id, stop);
        // Last, since it leaves her list with this: what is killed before begins again.
        (await store.Erase(order.Id, cause, stop)).OrThrow();
        // And what somebody wrote who had read the order a moment before.
        await search.Forget(order.Id, stop);
    }

    /// <summary>Bags that she has filled and left; answers the orders that some of them are becoming.</summary>
    private async Task<IReadOnlyList<Id<Order>>> EraseCarts(ErasureStart start, CancellationToken stop)
    {
        List<Id<Order>> becoming = [];
        foreach (var cart in await hers.Carts(start.Customer, stop))
        {
            // With its order, which stands on her list until it has ended.
            if (cart.Status == CartStatus.CheckedOut) continue;
            if (cart.Status == CartStatus.Open) await Count(start, cart.Id.Value, stop, ("carts", 1));
            if (await EraseCart(cart.Id, start, stop) is { } order) becoming.Add(order);
        }

        return becoming;
    }

    /// <summary>Answers the order that it is becoming, where it is; then it waits for that.</summary>
    private async Task<Id<Order>?> EraseCart(Id<Cart> id, ErasureStart start, CancellationToken stop)
    {
        var cause = $"erasure-{start.Id}";
        var forgotten = await store.Update(id, $"{cause}-{start.Round}", known => known.Forget(), stop);
        if (forgotten.Refusal?.Code == CartRefusals.InCheckout.Code)
            return (await store.Find(id, stop))?.Record is { Status: CartStatus.InCheckout, Order: { } order }
                ? order
                : await EraseCart(id, start, stop);
        // Refused only where it is there no more.
        await store.Erase(id, cause, stop);
        return null;
    }

    // That she asked, and what came of it, is proof and stays; what staff wrote about it goes.
    private async Task EraseRequests(ErasureStart start, CancellationToken stop)
    {
        foreach (var one in await hers.Rectifications(start.Customer, stop))
        {
            await Count(start, one.Id.Value, stop, ("requests", 1));
            (await store.Erase(one.Id, $"erasure-{start.Id}", stop)).OrThrow();
        }

        foreach (var one in await hers.Objections(start.Customer, stop))
        {
            await Count(start, one.Id.Value, stop, ("requests", 1));
            (await store.Erase(one.Id, $"erasure-{start.Id}", stop)).OrThrow();
        }
    }

    private async Task EraseAccount(ErasureStart start, CancellationToken stop)
    {
        if ((await store.Find(start.Customer, stop))?.Record is not { } account) return;
        await Count(start, "account", stop, ("account", 1), ("search keys", account.SearchKeys.Length));
        foreach (var known in account.SearchKeys.Prepend(start.Customer)) await store.NoteErased(known, stop);
        await mailboxes.Remove(account.SearchKeys, stop);
        (await store.Update(
            start.Customer, $"erasure-{start.Id}-{start.Round}", customer => customer.Forget(clock.GetUtcNow()),
            stop)).OrThrow();
    }

    private async Task Count(
        ErasureStart start, string what, CancellationToken stop, params (string Place, int Number)[] found) =>
        (await store.Update(start.Id, $"erases-{what}", known => known.Count(found), stop)).OrThrow();

    private async Task Reprint(TakenOff off, Order order, CancellationToken stop)
    {
        var seller = (await policies.Of(order.PolicyVersion, stop)).Seller;
        if (await store.FindFact(order.Id, $"{off.Id}-credit-note", stop) is { } issued
            && CreditNote.Of(off, order, seller, issued.At) is { } note)
            await notes.Replace(note, stop);
    }

    // The law keeps the paper, with its number, its day and its sums.
    private async Task Reprint(Return back, Order order, CancellationToken stop)
    {
        var seller = (await policies.Of(order.PolicyVersion, stop)).Seller;
        if (await store.FindFact(back.Id, "credit-note", stop) is { } issued
            && CreditNote.Of(back, order, seller, issued.At) is { } note)
            await notes.Replace(note, stop);
    }
}
