using Microsoft.Azure.Functions.Worker;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>What a checkout does to the order's coupon: set one use aside, use it, give it back.</summary>
public sealed class CouponActivities(Coupons coupons)
{
    [Function("HoldCoupon")]
    public Task<Result<bool>> Hold([ActivityTrigger] Id<Order> id, CancellationToken stop) => coupons.Change(
        id, "held", (known, holder, terms) => CouponHolder.Hold(known, holder, id, terms), coupon => coupon.Hold(id),
        stop);

    [Function("UseCoupon")]
    public Task<Result<bool>> Use([ActivityTrigger] Id<Order> id, CancellationToken stop) => coupons.Use(id, stop);

    /// <summary>Somebody else can use it; a hold that comes late is refused.</summary>
    [Function("GiveCouponBack")]
    public Task<Result<bool>> GiveBack([ActivityTrigger] Id<Order> id, CancellationToken stop) => coupons.Change(
        id, "given-back", (known, holder, _) => CouponHolder.GiveBack(known, holder, id),
        coupon => coupon.GiveBack(id), stop);
}
