using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>Makes a stock what its movements say, once a person has seen how it differs.</summary>
public sealed class RepairFunctions(
    TableStore store, StockCounts counts, Books books, StockNews news, ShopPolicy policy, TimeProvider clock)
{
    /// <summary>How often it is counted anew where others were faster.</summary>
    private const int MaxTries = 5;

    [Function("PutRepair")]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/stock/{sku}/repairs/{id}")]
        HttpRequest request,
        [DurableClient] DurableTaskClient client, string sku, string id, CancellationToken stop)
    {
        if (!Id<RepairStart>.TryParse(id, out var asked)) return Answers.Problem(EdgeRefusals.Id);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var location = fields.Text("location", 20);
        Places.Check(fields, "location", location, policy);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);

        var start = new RepairStart(asked.Value, Stock.At(sku, location), clock.GetUtcNow());
        var begun = await Processes.Start(
            client, nameof(RepairOrchestration), asked.Value, start, (first, again) => first.Stock == again.Stock,
            DriftRefusals.OtherRepair);
        if (begun.Refusal is { } taken) return Answers.Problem(taken);
        var view = new { Id = asked, Sku = sku, Location = location };
        var outcome = await Processes.Outcome<int>(client, asked.Value, stop);
        return Answers.Ended(request, outcome, $"/api/staff/stock/{sku}/drift", view);
    }

    /// <summary>The movement, and the entry of what the books were off by.</summary>
    [Function("BookRepair")]
    public async Task<Result<int>> Book([ActivityTrigger] RepairStart start, CancellationToken stop)
    {
        var cause = $"repair-{start.Id}";
        var repaired = await Repair(start, cause, stop);
        if (repaired.IsRefused(out var refusal, out var stock)) return refusal;

        var fact = await store.FindFact(stock.Id, cause, stop);
        if (fact?.Data.Deserialize<Movement>(Json.Options) is { Cost: { } difference })
            await books.Post(Postings.Repair(cause, start.At, difference), stop);
        await news.Tell(stock, stop);
        // Nobody may have counted yet: then there is nothing to take it off from.
        await store.Update<DriftCheck>(DriftCheck.Latest, cause, check => check.Without(start.Stock), stop);
        return stock.OnHand;
    }

    private async Task<Result<Stock>> Repair(RepairStart start, string cause, CancellationToken stop)
    {
        for (int tries = 0; tries < MaxTries; tries++)
        {
            if (await counts.Count(start.Stock, [], stop) is not { } drift) return StockRefusals.Unknown;
            var repaired = await store.Update(start.Stock, cause, stock => drift.Repair(stock, start.Id), stop);
            if (repaired.Refusal != DriftRefusals.Moved) return repaired;
        }

        return DriftRefusals.Moved;
    }
}
