using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>What staff do with returns: decide, take in, inspect.</summary>
public sealed class ReturnDesk(TableStore store, ReturnViews views, ShopPolicy policy, TimeProvider clock)
{
    private const int MaxNote = 500;

    [Function("GetStaffReturn")]
    public Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/returns/{id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, CancellationToken stop) =>
        views.Answer(request, client, id, forStaff: true, stop);

    /// <summary>Accepts all units, or those that are named.</summary>
    [Function("PutReturnApproval")]
    public async Task<IResult> Approve(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/returns/{id}/approval")] HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, CancellationToken stop)
    {
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        ImmutableArray<Acceptance> accepted =
        [
            .. fields.OptionalList("lines", Cart.MaxLines).Select(line => new Acceptance(
                line.Text("sku", 60), line.Number("quantity", 1, Cart.MaxQuantity))),
        ];
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        return await Tell(
            request, client, id, back => back.Approve(accepted), back => back.Status is not ReturnStatus.Declined,
            ReturnOrchestration.Reviewed, new Review("review", true, accepted), stop);
    }

    [Function("PutReturnRefusal")]
    public Task<IResult> Refuse(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/returns/{id}/refusal")] HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, CancellationToken stop) => Tell(
            request, client, id, back => back.Decline(), back => back.Status is ReturnStatus.Declined,
            ReturnOrchestration.Reviewed, new Review("review", false, []), stop);

    /// <summary>The goods are here, brought by the carrier or by the shopper herself.</summary>
    [Function("PutReturnReceipt")]
    public async Task<IResult> TakeIn(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/returns/{id}/receipt")] HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, CancellationToken stop)
    {
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var location = fields.Optional("location", 20);
        var codes = policy.Locations.Select(one => one.Code);
        if (location is not null && !codes.Contains(location))
            fields.Refuse("location", $"One of {string.Join(", ", codes)}.");
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        var news = new ParcelNews("taken-in", Movements.TakenIn, clock.GetUtcNow()) { Location = location };
        return await Tell(
            request, client, id, back => back.Receive(location ?? ""), back => back.Status >= ReturnStatus.Received,
            ReturnOrchestration.ParcelMoved, news, stop);
    }

    [Function("PutReturnInspection")]
    public async Task<IResult> Inspect(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/returns/{id}/inspection")] HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, CancellationToken stop)
    {
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        ImmutableArray<Finding> findings =
        [
            .. fields.List("lines", Cart.MaxLines * 4).Select(line => new Finding(
                line.Text("sku", 60), line.Number("quantity", 1, Cart.MaxQuantity),
                line.Name<Disposition>("disposition"))),
        ];
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        return await Tell(
            request, client, id, back => Inspectable(back, findings), back => back.Status >= ReturnStatus.Inspected,
            ReturnOrchestration.Inspected, new Inspection("inspection", findings), stop);
    }

    /// <summary>What staff want each other to know; its process is not concerned.</summary>
    [Function("PutReturnNote")]
    public async Task<IResult> Annotate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/returns/{id}/note")] HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, CancellationToken stop)
    {
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var note = fields.Text("note", MaxNote);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        if (!Id<Return>.TryParse(id, out var back)) return Answers.Problem(ReturnRefusals.Unknown);

        // Each request is a cause of its own: it sets a state, so a repetition changes nothing.
        var noted = await store.Update(back, $"note-{Guid.NewGuid():N}", now => now.Annotate(note), stop);
        if (!noted.IsRefused(out _, out var record)) return Answers.Ok(new { Id = back, record.Status });
        var process = await ReturnViews.Process(client, back, stop);
        return Answers.Problem(process switch
        {
            null => ReturnRefusals.Unknown,
            { End: null } => ReturnRefusals.NotOpened,
            _ => ReturnRefusals.NotNow,
        });
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
        if (!Id<Return>.TryParse(id, out var back)) return Answers.Problem(ReturnRefusals.Unknown);
        if (await store.Find(back, stop) is not { } stored)
            return await TellEarly(request, client, back, signal, news, stop);
        var would = rule(stored.Record);
        if (would.Refusal is { } refusal && !(stored.Record.Status != ReturnStatus.Requested && done(stored.Record)))
            return Answers.Problem(refusal);
        if (would.Refusal is null) await Processes.Tell(client, back.Value, signal, news, stop);
        return Answers.Accepted(request, $"/api/staff/returns/{back}", new { Id = back, stored.Record.Status });
    }

    /// <summary>Asked for a moment ago and not opened yet: the process keeps a review until it listens.</summary>
    private static async Task<IResult> TellEarly<T>(
        HttpRequest request, DurableTaskClient client, Id<Return> back, Signal<T> signal, T news,
        CancellationToken stop) where T : class, ISignal
    {
        if (await ReturnViews.Process(client, back, stop) is not { } process)
            return Answers.Problem(ReturnRefusals.Unknown);
        if (process.End is not null || news is not Review review) return Answers.Problem(ReturnRefusals.NotNow);
        if (process.Start.Wish.Accepts(review.Accepted) is { } refusal) return Answers.Problem(refusal);
        await Processes.Tell(client, back.Value, signal, news, stop);
        return Answers.Accepted(
            request, $"/api/staff/returns/{back}", new { Id = back, Status = ReturnStatus.Requested });
    }
}
