using System.Text.Json;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Points that are given, taken and written into the books; safe to repeat by cause.</summary>
public sealed class Points(TableStore store, Journal journal, ShopPolicy policy, TimeProvider clock)
{
    /// <summary>Points for goods that were delivered; how many were given.</summary>
    public async Task<long> Earn(
        Id<Customer> customer, Shipment shipment, long points, DateTimeOffset at, Address to, CancellationToken stop)
    {
        if (points == 0) return 0;
        var (id, cause) = (StoredValue.PointsOf(customer), $"{shipment.Id}-earned");
        var until = policy.Points.ExpiryOf(at, to);
        var earned = await store.Put(
            id, cause, value => StoredValue.Earn(value, customer, cause, points, until, clock.GetUtcNow()), stop);
        earned.OrThrow();
        var entry = await Noted(id, cause, stop);
        await journal.Post(PointPostings.Given(cause, entry.At, entry.Change, policy), stop);
        return entry.Change;
    }

    /// <summary>What was earned on goods that came back; what is spent already is noted as a shortfall.</summary>
    public async Task Reverse(
        Id<Customer> customer, Return back, long points, DateTimeOffset earnedAt, Address to, CancellationToken stop)
    {
        if (points == 0) return;
        var (id, cause) = (StoredValue.PointsOf(customer), $"{back.Id}-reversed");
        var until = policy.Points.ExpiryOf(earnedAt, to);
        var reversed = await store.Update(
            id, cause, value => value.Reverse(cause, points, until, clock.GetUtcNow()), stop);
        reversed.OrThrow();
        var entry = await Noted(id, cause, stop);
        if (entry.Change == 0) return;
        await journal.Post(PointPostings.Reversed(cause, entry.At, -entry.Change, policy), stop);
    }

    /// <summary>What had been paid with points for goods that came back.</summary>
    public async Task Restore(Id<Customer> customer, string what, long points, Address to, CancellationToken stop)
    {
        if (points == 0) return;
        var (id, cause, now) = (StoredValue.PointsOf(customer), $"{what}-restored", clock.GetUtcNow());
        var until = policy.Points.ExpiryOf(now, to);
        (await store.Update(id, cause, value => value.Restore(cause, points, until, now), stop)).OrThrow();
        var entry = await Noted(id, cause, stop);
        await journal.Post(PointPostings.Restored($"{id}-{cause}", entry.At, entry.Change, policy), stop);
    }

    /// <summary>What had been spent on goods that were never sold: it is owed as before, and not booked.</summary>
    public async Task<Refusal?> GiveBack(
        Id<StoredValue> account, string what, long points, Address to, CancellationToken stop)
    {
        var (cause, now) = ($"{what}-restored", clock.GetUtcNow());
        var until = policy.Points.ExpiryOf(now, to);
        return (await store.Update(account, cause, value => value.Restore(cause, points, until, now), stop)).Refusal;
    }

    /// <summary>What has come to its end by then.</summary>
    public async Task Expire(Id<StoredValue> id, DateTimeOffset at, CancellationToken stop)
    {
        var cause = StoredValue.ExpiryCause(at);
        (await store.Update(id, cause, value => value.Expire(at), stop)).OrThrow();
        if (await store.FindFact(id, cause, stop) is null) return;
        var entry = await Noted(id, cause, stop);
        await journal.Post(PointPostings.Expired($"{id}-{cause}", entry.At, -entry.Change, policy), stop);
    }

    private async Task<ValueEntry> Noted(Id<StoredValue> id, string cause, CancellationToken stop) =>
        (await store.FindFact(id, cause, stop))?.Data.Deserialize<ValueEntry>(Json.Options)
        ?? throw new InvalidOperationException($"{id} lost the entry '{cause}'.");
}
