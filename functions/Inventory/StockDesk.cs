using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>What is where, in which state, and what may be promised of it; for staff.</summary>
public sealed class StockDesk(TableStore store, StockNews news, ShopPolicy policy, TimeProvider clock)
{
    private const int MaxDays = 365;

    [Function("GetStock")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/stock/{sku}")] HttpRequest request,
        string sku, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var found = await Task.WhenAll(
            policy.Locations.Select(location => store.Find(Stock.At(sku, location.Code), stop)));
        var stocks = found.OfType<Stored<Stock>>().Select(stock => stock.Record).ToList();
        if (stocks.Count == 0) return Answers.Problem(StockRefusals.Unknown);
        return Answers.Ok(new
        {
            Sku = sku,
            OnHand = stocks.Sum(stock => stock.OnHand),
            Held = stocks.Sum(stock => stock.Held(now)),
            Allocated = stocks.Sum(stock => stock.Allocated),
            Available = stocks.Sum(stock => stock.Available(now)),
            Incoming = stocks.Sum(stock => stock.Incoming.Sum(incoming => incoming.Outstanding)),
            Damaged = stocks.Sum(stock => stock.In(Condition.Damaged)),
            InControl = stocks.Sum(stock => stock.In(Condition.InControl)),
            Safety = stocks.Sum(stock => stock.Safety),
            Locations = stocks.Select(stock => View(stock, now)),
        });
    }

    [Function("PutSafety")]
    public async Task<IResult> KeepSafe(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/stock/{sku}/safety")] HttpRequest request,
        string sku, CancellationToken stop)
    {
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var location = fields.Text("location", 20);
        Places.Check(fields, "location", location, policy);
        int units = fields.Number("units", 0, Stock.MaxReceipt);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        return await Set(Stock.At(sku, location), (stock, id) => StockStates.KeepSafe(stock, id, units), stop);
    }

    /// <summary>How far beyond what is there may be promised; kept where late goods leave from.</summary>
    [Function("PutBackorder")]
    public async Task<IResult> AllowBackorder(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/stock/{sku}/backorder")] HttpRequest request,
        string sku, CancellationToken stop)
    {
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        int cap = fields.Number("cap", 0, Stock.MaxReceipt);
        var date = fields.OptionalBy("promiseDate", policy.Seller);
        int? days = fields.Element.TryGetProperty("promiseDays", out _)
            ? fields.Number("promiseDays", 1, MaxDays)
            : null;
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        if (Sourcing.LateFrom(policy) is not { Code: var late }) return Answers.Problem(ShopCheckRefusals.NotOpen);
        var backorder = cap == 0 ? null : new Backorder(cap, days, date);
        return await Set(
            Stock.At(sku, late),
            (stock, id) => StockStates.AllowBackorder(stock, id, backorder), stop);
    }

    private async Task<IResult> Set(
        Id<Stock> id, Func<Stock?, Id<Stock>, Result<Stock>> rule, CancellationToken stop)
    {
        // Each request is a cause of its own: it sets a state, so a repetition changes nothing.
        var set = await store.Put(id, $"set-{Guid.NewGuid():N}", stock => rule(stock, id), stop);
        if (set.IsRefused(out var refusal, out var stock)) return Answers.Problem(refusal);
        await news.Tell(stock, stop);
        return Answers.Ok(View(stock, clock.GetUtcNow()));
    }

    private static object View(Stock stock, DateTimeOffset now) => new
    {
        stock.Location,
        stock.OnHand,
        Held = stock.Held(now),
        stock.Allocated,
        Available = stock.Available(now),
        Promisable = stock.Promisable(now),
        Damaged = stock.In(Condition.Damaged),
        InControl = stock.In(Condition.InControl),
        stock.Safety,
        stock.Backorder,
        Incoming = stock.Incoming.Select(incoming => new
        {
            incoming.Purchase,
            Quantity = incoming.Outstanding,
            incoming.DueAt,
        }),
        stock.Value,
        stock.Lots,
    };
}
