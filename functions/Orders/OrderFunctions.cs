using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>The order over HTTP: placed with the cart's token, followed with its own.</summary>
public sealed class OrderFunctions(
    TableStore store, CartViews carts, Coupons coupons, Borders borders, OrderViews views, ValueViews value,
    CustomerDoor door, Tokens tokens, ShopPolicy policy, TimeProvider clock)
{
    [Function("PutOrder")]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "orders/{id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, CancellationToken stop)
    {
        if (!Id<Order>.TryParse(id, out var order)) return Answers.Problem(EdgeRefusals.Id);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var asked = Parse(order, fields, await door.Who(request, stop));
        if (asked.IsRefused(out var bad, out var start)) return Answers.Problem(bad);
        if (!tokens.Holds(request, start.Cart)) return Answers.Problem(CartRefusals.Unknown);

        var known = await Known(client, start, stop);
        if (known is { } status)
            return status.IsRefused(out var taken, out var now)
                ? Answers.Problem(taken)
                : Accepted(request, order, now);

        if ((await Check(start, stop)).IsRefused(out var refusal, out var priced)) return Answers.Problem(refusal);
        start = start with { Points = priced.Points, Coupon = priced.Coupon };
        var begun = await Processes.Start(
            client, nameof(CheckoutOrchestration), order.Value, start, Same, OrderRefusals.Taken);
        return begun.IsRefused(out var exists, out _)
            ? Answers.Problem(exists)
            : Accepted(request, order, OrderStatus.Started);
    }

    [Function("GetOrder")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "orders/{id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, CancellationToken stop)
    {
        if (!Id<Order>.TryParse(id, out var order) || !tokens.Holds(request, order))
            return Answers.Problem(OrderRefusals.Unknown);
        return await views.Answer(request, client, order, forStaff: false, stop);
    }

    private Result<CheckoutStart> Parse(Id<Order> order, Fields fields, Id<Customer>? customer)
    {
        var (cart, total, credit) = (fields.Id<Cart>("cart"), fields.Money("total"), fields.OptionalMoney("credit"));

        // Where nothing is left to pay, however that came about, no card is asked for.
        bool due = total.Amount != (credit?.Amount ?? 0);
        var method = due ? fields.Text("paymentMethod", 200) : "";
        var rates = fields.Optional("rates", 40);
        if (fields.Refusal is { } bad) return bad;
        var start = new CheckoutStart(order, cart, method, total, PolicyVersion.Of(policy))
        {
            Rates = rates is null ? null : new Id<RateSheet>(rates),
        };
        if (credit is not { Amount: > 0 } amount) return start;
        return customer is { } payer ? start with { Credit = new(payer, amount) } : StoredValueRefusals.NotYours;
    }

    private IResult Accepted(HttpRequest request, Id<Order> order, OrderStatus status) => Answers.Accepted(
        request, $"/api/orders/{order}", new { Id = order, Status = status, Token = tokens.For(order) });

    /// <summary>What is known of this id already: how it stands, or that it is another's; null when new.</summary>
    private async Task<Result<OrderStatus>?> Known(
        DurableTaskClient client, CheckoutStart start, CancellationToken stop)
    {
        var stored = await store.Find(start.Order, stop);
        if (stored is null) return null;
        var instance = await client.GetInstanceAsync(start.Order.Value, getInputsAndOutputs: true, stop);
        bool same = instance?.ReadInputAs<CheckoutStart>() is { } first
            ? Same(first, start)
            : stored.Record.Cart == start.Cart && stored.Record.Totals.Total == start.Total;
        return same ? stored.Record.Status : OrderRefusals.Taken;
    }

    /// <summary>What the order would cost, unless it would be refused.</summary>
    private async Task<Result<Quote>> Check(CheckoutStart start, CancellationToken stop)
    {
        if (ShopCheck.Closed(policy) is { } unready) return unready;
        var stored = await store.Find(start.Cart, stop);
        if (stored is null) return CartRefusals.Unknown;
        var cart = stored.Record;
        if (cart.EnterCheckout(start.Order, clock.GetUtcNow()).IsRefused(out var refusal, out _)) return refusal;
        var (border, outdated) = await borders.Shown(cart.Delivery, start.Rates, stop);
        if (outdated is not null) return outdated;
        var now = clock.GetUtcNow();
        if ((await coupons.TermsFor(cart, now, stop)).IsRefused(out var closed, out var terms)) return closed;
        var quote = Quote.Of(cart, await carts.OffersFor(cart, stop), policy, border, terms);
        if (quote.IsRefused(out var unpriced, out var priced)) return unpriced;
        if (priced.Totals.Total != start.Total) return CartRefusals.PriceChanged;
        if (await value.Lacks(start.Credit, cart.Points, priced, stop) is { } spent) return spent;
        return await carts.Lacks(cart, stop) is { } gone ? gone : priced;
    }

    private static bool Same(CheckoutStart first, CheckoutStart second) =>
        (first.Cart, first.Method, first.Total, first.Credit, first.Rates)
        == (second.Cart, second.Method, second.Total, second.Credit, second.Rates);
}
