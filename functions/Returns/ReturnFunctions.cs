using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>Returns as the shopper asks for and follows them.</summary>
public sealed class ReturnFunctions(
    TableStore store, ReturnViews views, Replacements replacements, Tokens tokens, Policies policies,
    TimeProvider clock)
{
    [Function("PutReturn")]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "returns/{id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, CancellationToken stop)
    {
        if (!Id<Return>.TryParse(id, out var back)) return Answers.Problem(EdgeRefusals.Id);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var start = Parse(back, fields);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        if (!tokens.Holds(request, start.Order)) return Answers.Problem(OrderRefusals.Unknown);

        if (await store.Find(back, stop) is { } known)
            return Fits(known.Record, start) ? Accepted(request, known.Record) : Answers.Problem(ReturnRefusals.Taken);

        var order = (await store.Find(start.Order, stop))?.Record;
        if (order is null) return Answers.Problem(OrderRefusals.Unknown);
        var policy = await policies.Of(order.PolicyVersion, stop);
        start = start with { Policy = PolicyVersion.Of(policy) };
        var would = order.TakeBack(back, start.Wish, policy.Returns, clock.GetUtcNow());
        if (would.Refusal is { } refusal) return Answers.Problem(refusal);
        if (await replacements.WouldRefuse(order, Replacement.Of(back, start.Wish), policy, stop) is { } impossible)
            return Answers.Problem(impossible);

        var begun = await Processes.Start(
            client, nameof(ReturnOrchestration), back.Value, start, Same, ReturnRefusals.Taken);
        return begun.Refusal is { } taken
            ? Answers.Problem(taken)
            : Answers.Accepted(request, $"/api/returns/{back}", new { Id = back, Status = ReturnStatus.Requested });
    }

    [Function("GetReturn")]
    public Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "returns/{id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, CancellationToken stop) =>
        views.Answer(request, client, id, forStaff: false, stop);

    /// <summary>What of an order could be sent back now, and on what terms.</summary>
    [Function("GetReturnable")]
    public async Task<IResult> Offers(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "orders/{id}/returnable")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (!Id<Order>.TryParse(id, out var order) || !tokens.Holds(request, order)
            || await store.Find(order, stop) is not { } stored)
            return Answers.Problem(OrderRefusals.Unknown);
        var now = clock.GetUtcNow();
        var policy = await policies.Of(stored.Record.PolicyVersion, stop);
        return Answers.Ok(new
        {
            Order = order,
            Lines = stored.Record.ReturnOffers(policy.Returns, now).Select(offer => new
            {
                offer.Sku,
                offer.Units,
                Usual = ReturnViews.Terms(offer.Usual, offer.Units, now),
                Fault = ReturnViews.Terms(offer.Fault, offer.Units, now),
            }),
            Stores = policy.Returns.DropOff,
            policy.Returns.LabelPrices,
        });
    }

    // Under which policy, its order says.
    private static ReturnStart Parse(Id<Return> id, Fields fields)
    {
        var lines = fields.List("lines", Cart.MaxLines).Select(line => new ReturnAsk(
            line.Text("sku", 60), line.Number("quantity", 1, Cart.MaxQuantity), line.Name<ReturnReason>("reason")));
        var wish = new ReturnWish([.. lines], fields.OptionalName<Remedy>("remedy") ?? Remedy.Refund)
        {
            Store = fields.Optional("store", 20),
        };
        var start = new ReturnStart(id, fields.Id<Order>("order"), wish, new(0));
        return wish.Remedy == Remedy.Exchange ? Exchanging(start, fields.Within("exchange")) : start;
    }

    private static ReturnStart Exchanging(ReturnStart start, Fields fields)
    {
        var lines = fields.List("lines", Replacement.MaxLines).Select(line => new CartLine(
            line.Text("sku", 60), line.Number("quantity", 1, Cart.MaxQuantity)));
        return start with
        {
            Wish = start.Wish with { Instead = [.. lines], Total = fields.Money("total") },
            Method = fields.Optional("paymentMethod", 200),
        };
    }

    /// <summary>How the shopper pays what an exchange costs more, where she did not say so before.</summary>
    [Function("PutReturnPayment")]
    public async Task<IResult> Pay(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "returns/{id}/payment")] HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, CancellationToken stop)
    {
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var method = fields.Text("paymentMethod", 200);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        if (!Id<Return>.TryParse(id, out var back) || await store.Find(back, stop) is not { Record: var record }
            || !tokens.Holds(request, record.Order))
            return Answers.Problem(ReturnRefusals.Unknown);
        var order = (await store.Find(record.Order, stop))?.Record;
        var policy = await policies.Of(order?.PolicyVersion ?? 0, stop);
        if (record.Remedy != Remedy.Exchange || record.Difference(policy).Amount == 0)
            return Answers.Problem(ReturnRefusals.NotNow);
        await Processes.Tell(
            client, back.Value, ReturnOrchestration.DifferencePaid, new PaymentGiven("payment", method), stop);
        return Accepted(request, record);
    }

    private static IResult Accepted(HttpRequest request, Return back) =>
        Answers.Accepted(request, $"/api/returns/{back.Id}", new { back.Id, back.Status });

    private static bool Fits(Return back, ReturnStart start) =>
        back.Order == start.Order && back.Wish.IsSame(start.Wish);

    private static bool Same(ReturnStart first, ReturnStart second) =>
        first.Order == second.Order && first.Wish.IsSame(second.Wish);
}
