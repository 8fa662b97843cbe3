using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>What staff do with returns: decide, take in, inspect.</summary>
public sealed class ReturnDesk(TableStore store, TimeProvider clock)
{
    [Function("GetStaffReturn")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/returns/{id}")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (!Id<Return>.TryParse(id, out var back) || await store.Find(back, stop) is not { } stored)
            return Answers.Problem(ReturnRefusals.Unknown);
        return Answers.Tagged(
            request, $"{stored.Version}", ReturnViews.View(stored, await store.Timeline(back, stop)));
    }

    [Function("PutReturnApproval")]
    public Task<IResult> Approve(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/returns/{id}/approval")] HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, CancellationToken stop) => Tell(
            request, client, id, back => back.Approve(), back => back.Status is not ReturnStatus.Declined,
            ReturnOrchestration.Reviewed, new Review("review", true), stop);

    [Function("PutReturnRefusal")]
    public Task<IResult> Refuse(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/returns/{id}/refusal")] HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, CancellationToken stop) => Tell(
            request, client, id, back => back.Decline(), back => back.Status is ReturnStatus.Declined,
            ReturnOrchestration.Reviewed, new Review("review", false), stop);

    [Function("PutReturnReceipt")]
    public Task<IResult> TakeIn(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/returns/{id}/receipt")] HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, CancellationToken stop) => Tell(
            request, client, id, back => back.Receive(), back => back.Status >= ReturnStatus.Received,
            ReturnOrchestration.ParcelMoved, new ParcelNews("taken-in", Movements.TakenIn, clock.GetUtcNow()), stop);

    [Function("PutReturnInspection")]
    public async Task<IResult> Inspect(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/returns/{id}/inspection")] HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, CancellationToken stop)
    {
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        ImmutableArray<Finding> findings =
        [
            .. fields.List("lines", Cart.MaxLines * 3).Select(line => new Finding(
                line.Text("sku", 60), line.Number("quantity", 1, Cart.MaxQuantity),
                line.Name<Disposition>("disposition"))),
        ];
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        return await Tell(
            request, client, id, back => Inspectable(back, findings), back => back.Status >= ReturnStatus.Inspected,
            ReturnOrchestration.Inspected, new Inspection("inspection", findings), stop);
    }

    private static Result<Return> Inspectable(Return back, ImmutableArray<Finding> findings)
    {
        if (back.Status != ReturnStatus.Received) return ReturnRefusals.NotNow;
        return back.Fits(findings) is { } refusal ? refusal : back;
    }

    /// <summary>Asks the rule whether it would refuse, then tells the process; done already is no refusal.</summary>
    private async Task<IResult> Tell<T>(
        HttpRequest request, DurableTaskClient client, string id, Func<Return, Result<Return>> rule,
        Func<Return, bool> done, Signal<T> signal, T news, CancellationToken stop) where T : class, ISignal
    {
        if (!Id<Return>.TryParse(id, out var back) || await store.Find(back, stop) is not { } stored)
            return Answers.Problem(ReturnRefusals.Unknown);
        var would = rule(stored.Record);
        if (would.Refusal is { } refusal && !(stored.Record.Status != ReturnStatus.Requested && done(stored.Record)))
            return Answers.Problem(refusal);
        if (would.Refusal is null) await Processes.Tell(client, id, signal, news, stop);
        return Answers.Accepted(request, $"/api/staff/returns/{id}", new { Id = back, stored.Record.Status });
    }
}
