using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>Returns as the shopper asks for and follows them.</summary>
public sealed class ReturnFunctions(TableStore store, Tokens tokens, ShopPolicy policy, TimeProvider clock)
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
        var would = order.TakeBack(back, start.Lines, policy.Returns, clock.GetUtcNow());
        if (would.Refusal is { } refusal) return Answers.Problem(refusal);

        var begun = await Processes.Start(client, nameof(ReturnOrchestration), id, start, Same, ReturnRefusals.Taken);
        return begun.Refusal is { } taken
            ? Answers.Problem(taken)
            : Answers.Accepted(request, $"/api/returns/{id}", new { Id = back, Status = ReturnStatus.Requested });
    }

    [Function("GetReturn")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "returns/{id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, CancellationToken stop)
    {
        if (!Id<Return>.TryParse(id, out var back)) return Answers.Problem(ReturnRefusals.Unknown);
        var stored = await store.Find(back, stop);
        if (stored is not null && tokens.Holds(request, stored.Record.Order))
            return Answers.Tagged(
                request, $"{stored.Version}", ReturnViews.View(stored, await store.Timeline(back, stop)));
        if (stored is not null) return Answers.Problem(ReturnRefusals.Unknown);

        // Not opened yet, or refused at its first step: its process knows.
        var instance = await client.GetInstanceAsync(id, getInputsAndOutputs: true, stop);
        return instance?.Name == nameof(ReturnOrchestration)
            && instance.ReadInputAs<ReturnStart>() is { } start && tokens.Holds(request, start.Order)
            ? Answers.Ok(ReturnViews.NotOpened(
                back, start, instance.IsCompleted ? instance.ReadOutputAs<ReturnEnd>() : null, instance.CreatedAt))
            : Answers.Problem(ReturnRefusals.Unknown);
    }

    private ReturnStart Parse(Id<Return> id, Fields fields)
    {
        var lines = fields.List("lines", Cart.MaxLines).Select(line => new ReturnAsk(
            line.Text("sku", 60), line.Number("quantity", 1, Cart.MaxQuantity), line.Name<ReturnReason>("reason")));
        return new(id, fields.Id<Order>("order"), [.. lines], policy);
    }

    private static IResult Accepted(HttpRequest request, Return back) =>
        Answers.Accepted(request, $"/api/returns/{back.Id}", new { back.Id, back.Status });

    private static bool Fits(Return back, ReturnStart start) => back.Order == start.Order
        && back.Lines.Select(line => new ReturnAsk(line.Sku, line.Quantity, line.Reason)).SequenceEqual(start.Lines);

    private static bool Same(ReturnStart first, ReturnStart second) =>
        first.Order == second.Order && first.Lines.SequenceEqual(second.Lines);
}
