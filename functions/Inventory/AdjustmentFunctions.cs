using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>Corrections of stock by hand.</summary>
public sealed class AdjustmentFunctions(
    TableStore store, Books books, StockNews news, ShopPolicy policy, TimeProvider clock)
{
    [Function("PutAdjustment")]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/adjustments/{id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, CancellationToken stop)
    {
        if (!Id<Adjustment>.TryParse(id, out var asked)) return Answers.Problem(EdgeRefusals.Id);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var (sku, location) = (fields.Text("sku", 60), fields.Text("location", 20));
        Places.Check(fields, "location", location, policy);
        var adjustment = new Adjustment(
            asked, Stock.At(sku, location), fields.Name<AdjustmentKind>("kind"), fields.Name<Condition>("condition"),
            fields.Number("quantity", 1, Stock.MaxReceipt), fields.Name<AdjustmentReason>("reason"),
            clock.GetUtcNow());
        if (fields.Refusal is { } bad) return Answers.Problem(bad);

        var begun = await Processes.Start(
            client, nameof(AdjustmentOrchestration), asked.Value, new AdjustmentStart(adjustment),
            (first, again) => first.Adjustment.IsOf(again.Adjustment), StockRefusals.Adjustment);
        if (begun.Refusal is { } taken) return Answers.Problem(taken);
        var view = new { Id = asked, Sku = sku, Location = location };
        var outcome = await Processes.Outcome<int>(client, asked.Value, stop);
        return Answers.Ended(request, outcome, $"/api/staff/stock/{sku}", view);
    }

    /// <summary>The movement, and for what is gone for good the entry of its cost.</summary>
    [Function("BookAdjustment")]
    public async Task<Result<int>> Book([ActivityTrigger] Adjustment adjustment, CancellationToken stop)
    {
        var cause = $"adjustment-{adjustment.Id}";
        var moved = await store.Update(adjustment.Stock, cause, adjustment.On, stop);
        if (moved.IsRefused(out var refusal, out var stock))
            return refusal.Code == "record.unknown" ? StockRefusals.Unknown : refusal;

        var fact = await store.FindFact(stock.Id, cause, stop);
        if (fact?.Data.Deserialize<Movement>(Json.Options) is { Cost: { } cost })
            await books.Post(Postings.WriteOff(cause, adjustment.At, cost), stop);
        await news.Tell(stock, stop);
        return stock.OnHand;
    }
}
