using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>A placed order is changed, by its shopper or staff, until picking begins: reckoned first.</summary>
public sealed class CorrectionFunctions(TableStore store, CorrectionBases bases, Policies policies, Tokens tokens)
{
    [Function("PutCorrection")]
    public Task<IResult> PutForStaff(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/orders/{id}/corrections/{correction}")]
        HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, string correction, CancellationToken stop) =>
        Put(request, client, id, correction, forStaff: true, stop);

    [Function("PutOwnCorrection")]
    public Task<IResult> PutForShopper(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "orders/{id}/corrections/{correction}")]
        HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, string correction, CancellationToken stop) =>
        Put(request, client, id, correction, forStaff: false, stop);

    [Function("PutCorrectionQuote")]
    public Task<IResult> QuoteForStaff(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/orders/{id}/corrections/{correction}/quote")]
        HttpRequest request, string id, string correction, CancellationToken stop) =>
        Quote(request, id, correction, forStaff: true, stop);

    [Function("PutOwnCorrectionQuote")]
    public Task<IResult> QuoteForShopper(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "orders/{id}/corrections/{correction}/quote")]
        HttpRequest request, string id, string correction, CancellationToken stop) =>
        Quote(request, id, correction, forStaff: false, stop);

    /// <summary>What it would come to; nothing is saved.</summary>
    private async Task<IResult> Quote(
        HttpRequest request, string id, string correction, bool forStaff, CancellationToken stop)
    {
        var read = await Read(request, id, correction, forStaff, stop);
        if (read.IsRefused(out var bad, out var ask)) return Answers.Problem(bad);
        var based = await bases.Now(ask.Order, ask.Wish, stop);
        if (based.IsRefused(out var unknown, out var basis)) return Answers.Problem(unknown);
        return ask.Order.Reckon(ask.Wish, basis).IsRefused(out var refusal, out var next)
            ? Answers.Problem(refusal)
            : Answers.Ok(CorrectionView.Of(ask.Order, next, basis.Border?.Sheet));
    }

    private async Task<IResult> Put(
        HttpRequest request, DurableTaskClient client, string id, string correction, bool forStaff,
        CancellationToken stop)
    {
        var read = await Read(request, id, correction, forStaff, stop);
        if (read.IsRefused(out var bad, out var ask)) return Answers.Problem(bad);
        var start = new CorrectionStart(ask.Id, ask.Order.Id, Email: null)
        {
            Wish = bases.Seal(ask.Id, ask.Wish),
            Parts = string.Join('-', ask.Wish.Parts),
            Adds = !ask.Wish.Added.IsEmpty,
            Total = ask.Total,
            Rates = ask.Rates,
            Method = ask.Method,
            Policy = ask.Method is null ? null : PolicyVersion.Of(await policies.Of(ask.Order.PolicyVersion, stop)),
        };
        // What was taken before is not asked about again: the order is another since.
        bool begun = await client.GetInstanceAsync(ask.Id.Value, stop) is not null;
        if (!begun && await Refuses(ask, stop) is { } refusal) return Answers.Problem(refusal);
        var started = await Processes.Start(
            client, nameof(CorrectionOrchestration), ask.Id.Value, start, Same, CorrectionRefusals.Taken);
        if (started.Refusal is { } taken) return Answers.Problem(taken);
        var outcome = await Processes.Outcome<OrderStatus>(client, ask.Id.Value, stop);
        return Answers.Ended(
            request, outcome, $"/api/{(forStaff ? "staff/" : "")}orders/{ask.Order.Id}",
            new { ask.Id, Order = ask.Order.Id });
    }

    private async Task<Refusal?> Refuses(Ask ask, CancellationToken stop)
    {
        var based = await bases.Shown(ask.Order, ask.Wish, ask.Rates, stop);
        if (based.IsRefused(out var unknown, out var basis)) return unknown;
        var refusal = ask.Order.Correct(ask.Id, ask.Wish, basis, ask.Total, [], default).Refusal;
        // With a card the bank is asked for more first.
        return refusal == CorrectionRefusals.NotCovered && ask.Method is not null ? null : refusal;
    }

    private bool Same(CorrectionStart first, CorrectionStart again) =>
        (first.Order, first.Total, first.Rates, first.Method, bases.TextOf(first))
        == (again.Order, again.Total, again.Rates, again.Method, bases.TextOf(again));

    private async Task<Result<Ask>> Read(
        HttpRequest request, string id, string correction, bool forStaff, CancellationToken stop)
    {
        if (!Id<Correction>.TryParse(correction, out var asked)) return EdgeRefusals.Id;
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return unreadable;
        if (!Id<Order>.TryParse(id, out var order) || (!forStaff && !tokens.Holds(request, order)))
            return OrderRefusals.Unknown;
        if ((await store.Find(order, stop))?.Record is not { } stored) return OrderRefusals.Unknown;
        var wish = WishIn(fields, stored.Delivery, await policies.Of(stored.PolicyVersion, stop));
        var (total, rates) = (fields.OptionalMoney("total"), fields.Optional("rates", 40));
        // Only she whose card it is gives it: staff have none to give.
        var method = forStaff ? null : fields.Optional("paymentMethod", 200);
        if (fields.Refusal is { } bad) return bad;
        if (wish.Parts.IsEmpty) return CorrectionRefusals.Nothing;
        return new Ask(asked, stored, wish, total, rates is null ? null : new(rates), method);
    }

    private static CorrectionWish WishIn(Fields fields, Delivery known, ShopPolicy policy)
    {
        var email = Has("email") ? Deliveries.EmailIn(fields) : null;
        var address = Has("address") ? Deliveries.AddressIn(fields.Within("address"), policy) : null;
        var there = address ?? known.Address;
        var phone = Deliveries.PhoneIn(fields, needed: Has("phone"), there.Country, there.IsInMetroManila);
        var added = fields.OptionalList("add", Cart.MaxLines)
            .Select(line => new CartLine(line.Text("sku", 40), line.Number("quantity", 1, Cart.MaxQuantity)));
        return new(
            email, address, phone, fields.Optional("method", 40), fields.OptionalName<DeliveryTerms>("terms"),
            [.. added]);

        bool Has(string name) => fields.Element.TryGetProperty(name, out var value)
            && value.ValueKind != System.Text.Json.JsonValueKind.Null;
    }

    /// <summary>What somebody asks of an order.</summary>
    private sealed record Ask(
        Id<Correction> Id, Order Order, CorrectionWish Wish, Money? Total, Id<RateSheet>? Rates, string? Method);
}
