using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>The cart over HTTP: whoever holds its token fills it.</summary>
public sealed class CartFunctions(
    TableStore store, CartViews views, CourierQuotes courier, CustomerDoor door, Mailboxes mailboxes, Tokens tokens,
    ShopPolicy policy, TimeProvider clock)
{
    // What changes the parcel, and so what the courier asks for it.
    private const string Line = "line";
    private const string Delivered = "delivery";

    [Function("PutCart")]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "carts/{id}")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (!Id<Cart>.TryParse(id, out var cart)) return Answers.Problem(EdgeRefusals.Id);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var currency = fields.Currency("currency");
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        if (ShopCheck.Closed(policy) is { } closed) return Answers.Problem(closed);

        var opened = await store.Insert(
            cart, "opened", () => Cart.Open(cart, currency, policy, clock.GetUtcNow()), stop);
        if (opened.IsRefused(out var refusal, out var record)) return Answers.Problem(refusal);

        // Asked again before anything was put in: the first answer got lost. Later, only its token opens it.
        bool fresh = record.Lines.IsEmpty && record.Delivery is null && record.Currency == currency;
        if (!fresh && !tokens.Holds(request, cart)) return Answers.Problem(CartRefusals.Taken);
        var view = await views.Of(record, stop);
        return Answers.Created(new { Cart = view, Token = tokens.For(cart) });
    }

    [Function("GetCart")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "carts/{id}")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (!Id<Cart>.TryParse(id, out var cart) || !tokens.Holds(request, cart))
            return Answers.Problem(CartRefusals.Unknown);
        var stored = await store.Find(cart, stop);
        return stored is null ? Answers.Problem(CartRefusals.Unknown) : Answers.Ok(await views.Of(stored.Record, stop));
    }

    [Function("PutCartLine")]
    public async Task<IResult> PutLine(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "carts/{id}/lines/{sku}")] HttpRequest request,
        string id, string sku, CancellationToken stop)
    {
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        int quantity = fields.Number("quantity", 1, Cart.MaxQuantity);
        if (fields.Refusal is { } bad) return Answers.Problem(CartRefusals.Quantity with { Fields = bad.Fields });
        var price = await views.PriceOf(sku, stop);
        return await Change(
            request, id, Line,
            cart => cart.SetLine(sku, quantity, policy, clock.GetUtcNow(), price(cart.Currency)), stop, sku);
    }

    [Function("DeleteCartLine")]
    public Task<IResult> DeleteLine(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "carts/{id}/lines/{sku}")] HttpRequest request,
        string id, string sku, CancellationToken stop) =>
        Change(request, id, Line, cart => cart.RemoveLine(sku, policy, clock.GetUtcNow()), stop);

    [Function("PutCartDelivery")]
    public async Task<IResult> PutDelivery(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "carts/{id}/delivery")] HttpRequest request,
        string id, CancellationToken stop)
    {
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        if (ShopCheck.Closed(policy) is { } closed) return Answers.Problem(closed);
        var delivery = Deliveries.Parse(fields, policy);
        if (delivery.IsRefused(out var bad, out var value)) return Answers.Problem(bad);
        if (!Id<Cart>.TryParse(id, out var hers) || !tokens.Holds(request, hers))
            return Answers.Problem(CartRefusals.Unknown);
        var customer = await mailboxes.IdOf(value.Email, stop);
        return await Change(
            request, id, Delivered, cart => cart.DeliverTo(value, customer, policy, clock.GetUtcNow()), stop);
    }

    /// <summary>Points of the customer who is signed in, beside the cart's token.</summary>
    [Function("PutCartPoints")]
    public async Task<IResult> PutPoints(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "carts/{id}/points")] HttpRequest request,
        string id, CancellationToken stop)
    {
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        int points = fields.Number("points", 0, int.MaxValue);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        var now = clock.GetUtcNow();
        if (await door.Who(request, stop) is not { } customer) return Answers.Problem(StoredValueRefusals.NotYours);
        var value = await store.Find(StoredValue.PointsOf(customer), stop);
        if ((value?.Record.Available(now) ?? 0) < points) return Answers.Problem(StoredValueRefusals.TooFew);
        return await Change(request, id, "points", cart => cart.UsePoints(customer, points, policy, now), stop);
    }

    /// <summary>A coupon by its code, however it was typed; it must hold for what is in the cart.</summary>
    [Function("PutCartCoupon")]
    public async Task<IResult> PutCoupon(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "carts/{id}/coupon")] HttpRequest request,
        string id, CancellationToken stop)
    {
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var text = fields.Text("code", Coupon.LongestCode);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        if (!Coupon.TryParse(text, out var code)) return Answers.Problem(CouponRefusals.Unknown);
        if (!Id<Cart>.TryParse(id, out var cart) || !tokens.Holds(request, cart))
            return Answers.Problem(CartRefusals.Unknown);
        if (await store.Find(cart, stop) is not { } stored) return Answers.Problem(CartRefusals.Unknown);
        if (await views.Unlowered(stored.Record with { Coupon = code }, stop) is { } refusal)
            return Answers.Problem(refusal);
        return await Change(
            request, id, "coupon", cart => cart.UseCoupon(code, policy, clock.GetUtcNow()), stop);
    }

    [Function("DeleteCartCoupon")]
    public Task<IResult> DeleteCoupon(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "carts/{id}/coupon")] HttpRequest request,
        string id, CancellationToken stop) =>
        Change(request, id, "coupon", cart => cart.UseCoupon(null, policy, clock.GetUtcNow()), stop);

    private Result<Cart> Kept(Result<Cart> changed, CourierQuote? quote) =>
        changed.IsRefused(out var refusal, out var cart) ? refusal : cart.Keep(quote, clock.GetUtcNow());

    private async Task<IResult> Change(
        HttpRequest request, string id, string what, Func<Cart, Result<Cart>> rule, CancellationToken stop,
        string? sku = null)
    {
        if (!Id<Cart>.TryParse(id, out var cart) || !tokens.Holds(request, cart))
            return Answers.Problem(CartRefusals.Unknown);
        if (await store.Find(cart, stop) is not { } stored) return Answers.Problem(CartRefusals.Unknown);
        if (sku is not null && await views.Sells(sku, stored.Record.Currency, stop) is { } unsold)
            return Answers.Problem(unsold);
        if (what is Line or Delivered && rule(stored.Record).Value is { } next)
        {
            // What the delivery costs may be the courier's to say. Goods are changed without its answer, too: then the
            // view says what is missing.
            var asked = await courier.For(next, stop);
            if (what == Delivered && asked.Refusal is { } unsaid) return Answers.Problem(unsaid);
            var change = rule;
            rule = known => Kept(change(known), asked.Value?.Quote);
        }

        // Each request is a cause of its own: it sets a state, so a repetition changes nothing.
        var changed = await store.Update(cart, $"{what}-{Guid.NewGuid():N}", rule, stop);
        return changed.IsRefused(out var refusal, out var record)
            ? Answers.Problem(refusal)
            : Answers.Ok(await views.Of(record, stop));
    }
}
