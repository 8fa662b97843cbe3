using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>What a checkout does to the order's coupon: set one use aside, use it, give it back.</summary>
/// <remarks>The customer's count comes first: it is the narrower limit, and nobody waits for it.</remarks>
public sealed class CouponActivities(TableStore store)
{
    [Function("HoldCoupon")]
    public async Task<Result<bool>> Hold([ActivityTrigger] Id<Order> id, CancellationToken stop)
    {
        if (await Find(id, stop) is not { } parts) return true;
        if ((await store.Find(parts.Coupon, stop))?.Record.Terms is not { } terms) return CouponRefusals.Unknown;
        var cause = $"{id}-{CouponUseKind.Held}";
        var hers = await store.Put(
            parts.Holder, cause, known => CouponHolder.Hold(known, parts.Holder, id, terms), stop);
        if (hers.Refusal is { } used) return used;
        return (await store.Update(parts.Coupon, cause, coupon => coupon.Hold(id), stop)).As(_ => true);
    }

    [Function("UseCoupon")]
    public Task<Result<bool>> Use([ActivityTrigger] Id<Order> id, CancellationToken stop) => Settle(
        id, CouponUseKind.Used, (known, holder) => CouponHolder.Use(known, holder, id), coupon => coupon.Use(id), stop);

    /// <summary>Somebody else can use it; a hold that comes late is refused.</summary>
    [Function("GiveCouponBack")]
    public Task<Result<bool>> GiveBack([ActivityTrigger] Id<Order> id, CancellationToken stop) => Settle(
        id, CouponUseKind.GivenBack, (known, holder) => CouponHolder.GiveBack(known, holder, id),
        coupon => coupon.GiveBack(id), stop);

    private async Task<Result<bool>> Settle(
        Id<Order> id, CouponUseKind kind, Func<CouponHolder?, Id<CouponHolder>, Result<CouponHolder>> hers,
        Func<Coupon, Result<Coupon>> all, CancellationToken stop)
    {
        if (await Find(id, stop) is not { } parts) return true;
        var cause = $"{id}-{kind}";
        var held = await store.Put(parts.Holder, cause, known => hers(known, parts.Holder), stop);
        if (held.Refusal is { } refusal) return refusal;
        return (await store.Update(parts.Coupon, cause, all, stop)).As(_ => true);
    }

    private async Task<(Id<Coupon> Coupon, Id<CouponHolder> Holder)?> Find(Id<Order> id, CancellationToken stop) =>
        (await store.Find(id, stop))?.Record is { Coupon: { } coupon, Customer: { } customer }
            ? (coupon, CouponHolder.Of(coupon, customer))
            : null;
}
