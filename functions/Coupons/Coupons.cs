using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Looks up what a cart's coupon takes off, and whether it still does.</summary>
public sealed class Coupons(TableStore store, Mailboxes mailboxes)
{
    public const string All = "coupons";

    public static readonly RecordKind<Coupon> Kind = new("coupons")
    {
        Status = coupon => coupon.Uses.Known.LastOrDefault()?.Kind.ToString() ?? "Issued",
        // Which order, or which terms: the record keeps only the latest uses.
        Fact = (coupon, before) => coupon.Uses == before?.Uses || before is null
            ? coupon.Terms
            : coupon.Uses.Known.LastOrDefault(),
        Lists = coupon => [new(All, coupon.Id.Value)],
    };

    public static readonly RecordKind<CouponHolder> Holders = new("couponholders")
    {
        Status = holder => holder.Uses.Known.LastOrDefault()?.Kind.ToString() ?? "Opened",
        Fact = (holder, _) => holder.Uses.Known.LastOrDefault(),
    };

    /// <summary>The terms of the cart's coupon; nothing where it has none, refused where it does not hold.</summary>
    /// <remarks>An order that is being paid for has its use: only an open cart is asked for the limits.</remarks>
    public async Task<Result<CouponTerms?>> TermsFor(Cart cart, DateTimeOffset now, CancellationToken stop)
    {
        if (cart.Coupon is not { } code) return new Result<CouponTerms?>();
        if ((await store.Find(code, stop))?.Record is not { } coupon) return CouponRefusals.Unknown;
        if (cart.Status != CartStatus.Open) return coupon.Terms;
        if (coupon.Closed(now) is { } closed) return closed;
        if (coupon.Terms.PerCustomer is null) return coupon.Terms;
        if (await CustomerOf(cart, stop) is not { } customer) return coupon.Terms;
        var holder = (await store.Find(CouponHolder.Of(code, customer), stop))?.Record;
        return holder?.Closed(coupon.Terms) is { } used ? used : coupon.Terms;
    }

    /// <summary>The order is placed: its use counts.</summary>
    public Task<Result<bool>> Use(Id<Order> id, CancellationToken stop) => Change(
        id, "used", (known, holder, _) => CouponHolder.Use(known, holder, id), coupon => coupon.Use(id), stop);

    /// <summary>A placed order came to nothing: its use of a coupon is free again.</summary>
    public Task<Result<bool>> Restore(Id<Order> id, CancellationToken stop) => Change(
        id, "restored", (known, holder, _) => CouponHolder.Restore(known, holder, id), coupon => coupon.Restore(id),
        stop);

    /// <summary>Changes both counts of an order's coupon, if it has one.</summary>
    /// <remarks>The customer's comes first: it is the narrower limit, and nobody else waits for it.</remarks>
    public async Task<Result<bool>> Change(
        Id<Order> id, string what, Func<CouponHolder?, Id<CouponHolder>, CouponTerms, Result<CouponHolder>> hers,
        Func<Coupon, Result<Coupon>> all, CancellationToken stop)
    {
        if ((await store.Find(id, stop))?.Record is not { Coupon: { } code, Customer: { } customer }) return true;
        if ((await store.Find(code, stop))?.Record.Terms is not { } terms) return CouponRefusals.Unknown;
        var (holder, cause) = (CouponHolder.Of(code, customer), $"{id}-{what}");
        var counted = await store.Put(holder, cause, known => hers(known, holder, terms), stop);
        if (counted.Refusal is { } refusal) return refusal;
        return (await store.Update(code, cause, all, stop)).As(_ => true);
    }

    private async Task<Id<Customer>?> CustomerOf(Cart cart, CancellationToken stop)
    {
        if (cart.Points is { } points) return points.Customer;
        return cart.Delivery is { } delivery ? await mailboxes.IdOf(delivery.Email, stop) : null;
    }
}
