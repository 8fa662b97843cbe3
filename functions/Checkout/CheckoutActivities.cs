using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>What a checkout does to the cart and the order.</summary>
public sealed class CheckoutActivities(
    TableStore store, CartViews carts, Coupons coupons, Borders borders, Mailboxes mailboxes, IMessages messages,
    OrderSearch search, Policies policies, TimeProvider clock)
{
    /// <summary>Freezes the cart and opens the order at today's prices, if they are what was shown.</summary>
    [Function("OpenOrder")]
    public async Task<Result<Id<Order>>> Open([ActivityTrigger] OrderOpening opening, CancellationToken stop)
    {
        var (start, run, at) = opening;
        var frozen = await store.Update(
            start.Cart, $"{start.Order}-{run}-checkout",
            cart => cart.EnterCheckout(start.Order, clock.GetUtcNow()), stop);
        if (frozen.IsRefused(out var refusal, out var cart)) return refusal;

        var (border, unknown) = await borders.Accepted(cart.Delivery, start.Rates, stop);
        if (unknown is not null) return unknown;
        if ((await coupons.TermsFor(cart, at, stop)).IsRefused(out var ended, out var terms)) return ended;
        var policy = await policies.Of(start.Policy.Number, stop);
        var way = start.IsReplacement ? Replacement.Terms(policy) : policy;
        var quote = Quote.Of(cart, await carts.OffersFor(cart, stop), way, border, terms);
        if (quote.IsRefused(out var unpriced, out var priced)) return unpriced;
        var (customer, known) = (start.Credit?.Customer ?? cart.Points?.Customer) is { } signedIn
            ? new Mailbox(signedIn, (await store.Find(signedIn, stop))?.Record)
            : await mailboxes.Find(cart.Delivery!.Email, stop);
        var tier = policy.Points.TierFor(known?.Spent(at));
        var opened = await store.Insert(
            start.Order, run, () => Opened(opening, cart, priced, policy).As(
                order => order with
                {
                    Customer = customer,
                    Tier = tier.Name,
                    PolicyVersion = start.Policy.Number,
                }), stop);
        return opened.Refusal?.Code == "record.exists" ? OrderRefusals.OtherRun : opened.As(order => order.Id);
    }

    private static Result<Order> Opened(OrderOpening opening, Cart cart, Quote quote, ShopPolicy policy)
    {
        var (start, run, at) = opening;
        if (quote.Points != start.Points || quote.Coupon != start.Coupon) return CartRefusals.PriceChanged;
        var opened = Order.Open(start.Order, run, cart, quote, start.Total, at);
        if (opened.IsRefused(out var refusal, out var order)) return refusal;
        return start.Credit is { } credit ? order.PayWithCredit(credit, policy) : order;
    }

    /// <summary>Places the order, closes its cart, and tells everybody who wants to know.</summary>
    [Function("PlaceOrder")]
    public async Task<Result<OrderStatus>> Place([ActivityTrigger] OrderMoment moment, CancellationToken stop)
    {
        var placed = await store.Update(moment.Order, "placed", order => order.Place(moment.At), stop);
        if (placed.IsRefused(out var refusal, out var order)) return refusal;
        var closed = await store.Update(order.Cart, $"{order.Id}-placed", cart => cart.CheckOut(order.Id), stop);
        if (closed.IsRefused(out var open, out _)) return open;
        await messages.Send(OrderPlaced.Queue, new OrderPlaced(order.Id), stop);
        await messages.Send(CrmNews.Queue, CrmNews.Placed(order), stop);
        return order.Status;
    }

    [Function("CompensateOrder")]
    public async Task<Result<OrderStatus>> Compensate([ActivityTrigger] OrderFailure failure, CancellationToken stop) =>
        (await store.Update(failure.Order, "compensating", order => order.Compensate(failure.Reason), stop))
        .As(order => order.Status);

    /// <summary>Everything is taken back: the order failed, or expired.</summary>
    [Function("CloseOrder")]
    public async Task<Result<OrderStatus>> Close([ActivityTrigger] OrderFailure failure, CancellationToken stop)
    {
        bool expired = failure.Reason.Code == OrderRefusals.Expired.Code;
        var closed = await store.Update(
            failure.Order, "closed", order => expired ? order.Expire() : order.Fail(), stop);
        // Who could not pay asks, too.
        if (closed.Value is { } failed) await search.Keep(failed, stop);
        return closed.As(order => order.Status);
    }

    /// <summary>Gives the shopper her cart back.</summary>
    [Function("ReleaseCart")]
    public async Task<Result<bool>> ReleaseCart([ActivityTrigger] OrderOpening opening, CancellationToken stop)
    {
        var (start, run, _) = opening;
        var released = await store.Update(
            start.Cart, $"{start.Order}-{run}-released", cart => cart.LeaveCheckout(start.Order), stop);
        return released.Refusal?.Code == "record.unknown" ? true : released.As(_ => true);
    }
}

/// <summary>An order was placed.</summary>
public sealed record OrderPlaced([property: JsonRequired] Id<Order> Order) : IKnownById
{
    public const string Queue = "order-placed";

    string IKnownById.MessageId => Order.Value;
}
