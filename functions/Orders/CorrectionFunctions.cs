using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>Staff correct the address that an order's letters go to.</summary>
public sealed class CorrectionFunctions(TableStore store, TextSeal seal)
{
    [Function("PutCorrection")]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/orders/{id}/corrections/{correction}")]
        HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, string correction, CancellationToken stop)
    {
        if (!Id<CorrectionStart>.TryParse(correction, out var asked)) return Answers.Problem(EdgeRefusals.Id);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var email = Deliveries.EmailIn(fields);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        if (!Id<Order>.TryParse(id, out var order) || await store.Find(order, stop) is null)
            return Answers.Problem(OrderRefusals.Unknown);

        var start = new CorrectionStart(asked, order, seal.Seal(asked.Value, email));
        var begun = await Processes.Start(
            client, nameof(CorrectionOrchestration), asked.Value, start,
            (first, again) => first.Order == again.Order && EmailOf(first) == EmailOf(again),
            OrderRefusals.OtherCorrection);
        if (begun.Refusal is { } taken) return Answers.Problem(taken);
        var outcome = await Processes.Outcome<OrderStatus>(client, asked.Value, stop);
        return Answers.Ended(request, outcome, $"/api/staff/orders/{order}", new { Id = asked, Order = order });
    }

    [Function("CorrectOrder")]
    public async Task<Result<OrderStatus>> Correct([ActivityTrigger] CorrectionStart start, CancellationToken stop)
    {
        var corrected = await store.Update(
            start.Order, $"corrected-{start.Id}", order => order.Correct(EmailOf(start)), stop);
        return corrected.As(order => order.Status);
    }

    private string EmailOf(CorrectionStart start) => seal.Open<string>(start.Id.Value, start.Email);
}
