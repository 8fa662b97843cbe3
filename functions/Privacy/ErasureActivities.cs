using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>Forgets a person in every place; done again, it finds nothing left to do.</summary>
/// <remarks>Amounts, goods and dates stay, since the books stand on them (NIRC section 235).</remarks>
public sealed class ErasureActivities(
    TableStore store, PersonRecords hers, ReturnPhotos photos, CustomsFiles customs, CreditNotes notes, TextSeal seal,
    ShopPolicy policy, TimeProvider clock)
{
    [Function("ErasePerson")]
    public async Task<Result<int>> Erase([ActivityTrigger] ErasureStart start, CancellationToken stop)
    {
        var erased = new Dictionary<string, int>();
        var waiting = ImmutableArray.CreateBuilder<Id<Order>>();
        await foreach (var order in hers.Orders(start.Customer, stop))
        {
            var returns = await hers.Returns(order, stop);
            if (order.IsOver && returns.All(back => back.IsOver)) await Erase(order, returns, start, erased, stop);
            else waiting.Add(order.Id);
        }

        var forgotten = await store.Update(start.Customer, CauseOf(start), customer => customer.Forget(), stop);
        if (forgotten.Refusal is null) Count(erased, "account");
        var asked = (await store.Find(start.Id, stop))?.Record ?? Asked(start);
        var reported = await store.Put(
            start.Id, CauseOf(start),
            known => (known ?? asked).Report(erased, waiting.ToImmutable(), clock.GetUtcNow()), stop);
        return reported.As(_ => waiting.Count);
    }

    private Erasure Asked(ErasureStart start) => new(start.Id, start.Customer, start.By, start.AskedAt)
    {
        Reason = start.Reason is { } text ? seal.Open<string>(start.Id.Value, text) : null,
    };

    private async Task Erase(
        Order order, IReadOnlyList<Return> returns, ErasureStart start, Dictionary<string, int> erased,
        CancellationToken stop)
    {
        var cause = $"erasure-{start.Id}";
        Count(erased, "photos", await photos.Delete(order.Id, returns.Select(back => back.Id), stop));
        foreach (var shipment in order.Shipments)
            Count(erased, "customs papers", await customs.Delete(shipment.Id, stop));
        // The order stays on her list, so that after a crash all of this is done again.
        if ((await store.Erase(order.Cart, cause, stop)).Refusal is null) Count(erased, "carts");
        var forgotten = (await store.Erase(order.Id, cause, stop)).OrThrow();
        foreach (var back in returns)
        {
            await Reprint(back, forgotten, stop);
            (await store.Erase(back.Id, cause, stop)).OrThrow();
            Count(erased, "returns");
        }

        Count(erased, "orders");
    }

    // The law keeps the paper, with its number, its day and its sums.
    private async Task Reprint(Return back, Order order, CancellationToken stop)
    {
        if (await store.FindFact(back.Id, "credit-note", stop) is { } issued
            && CreditNote.Of(back, order, policy.Seller, issued.At) is { } note)
            await notes.Replace(note, stop);
    }

    private static string CauseOf(ErasureStart start) => $"erasure-{start.Id}-{start.Round}";

    private static void Count(Dictionary<string, int> erased, string place, int more = 1)
    {
        if (more > 0) erased[place] = erased.GetValueOrDefault(place) + more;
    }
}
