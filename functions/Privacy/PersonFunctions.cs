using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>What a person may ask of the shop about herself: all that is known of her, and to be forgotten.</summary>
public sealed class PersonFunctions(
    TableStore store, PersonExport export, Persons persons, TimeProvider clock)
{
    [Function("GetCustomerExport")]
    public async Task<IResult> Export(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "customers/{id}/export")] HttpRequest request,
        string id, CancellationToken stop)
    {
        var herself = await persons.Herself(request, id, stop);
        if (herself.IsRefused(out var refusal, out var customer)) return Answers.Problem(refusal);
        return await Exported(request, customer, stop);
    }

    [Function("GetStaffCustomerExport")]
    public async Task<IResult> ExportForStaff(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/customers/{id}/export")] HttpRequest request,
        string id, CancellationToken stop) =>
        (await persons.Known(id, stop)).IsRefused(out var refusal, out var customer)
            ? Answers.Problem(refusal)
            : await Exported(request, customer, stop);

    [Function("PutErasure")]
    public async Task<IResult> Erase(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "customers/{id}/erasures/{erasure}")]
        HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, string erasure, CancellationToken stop)
    {
        var herself = await persons.Herself(request, id, stop);
        if (herself.IsRefused(out var refusal, out var customer)) return Answers.Problem(refusal);
        return await Begin(request, client, customer, erasure, Asker.Herself, null);
    }

    /// <summary>For who asks in another way than on the site; the reason says how and why.</summary>
    [Function("PutStaffErasure")]
    public async Task<IResult> EraseForStaff(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/customers/{id}/erasures/{erasure}")]
        HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, string erasure, CancellationToken stop)
    {
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var reason = fields.Text("reason", 500);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        var known = await persons.Known(id, stop);
        if (known.IsRefused(out var refusal, out var customer)) return Answers.Problem(refusal);
        return await Begin(request, client, customer, erasure, Asker.Staff, reason);
    }

    [Function("GetErasure")]
    public async Task<IResult> Follow(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "customers/{id}/erasures/{erasure}")]
        HttpRequest request, string id, string erasure, CancellationToken stop) =>
        await persons.MaySee(request, id, stop) && Id<Erasure>.TryParse(erasure, out var asked)
        && await store.Find(asked, stop) is { Record: var record } && record.Customer.Value == id
            ? Answers.Ok(record with { Reason = Persons.ReasonFor(request, record.Reason) })
            : Answers.Problem(ErasureRefusals.Unknown);

    private async Task<IResult> Begin(
        HttpRequest request, DurableTaskClient client, Id<Customer> customer, string erasure, Asker by,
        string? reason)
    {
        if (!Id<Erasure>.TryParse(erasure, out var asked)) return Answers.Problem(EdgeRefusals.Id);
        var start = new ErasureStart(asked, customer, by, clock.GetUtcNow(), 1)
        {
            Reason = persons.Sealed(asked.Value, reason),
        };
        var begun = await Processes.Start(
            client, nameof(ErasureOrchestration), asked.Value, start,
            (first, again) => (first.Customer, first.By) == (again.Customer, again.By), ErasureRefusals.Taken);
        return begun.Refusal is { } taken
            ? Answers.Problem(taken)
            : Answers.Accepted(
                request, $"/api/customers/{customer}/erasures/{asked}",
                new { Id = asked, Status = ErasureStatus.Asked });
    }

    private async Task<IResult> Exported(HttpRequest request, Id<Customer> customer, CancellationToken stop)
    {
        var json = await export.Of(customer, stop);
        request.HttpContext.Response.Headers.CacheControl = "private, no-store";
        return Results.Bytes(json, "application/json; charset=utf-8", $"{customer}.json");
    }
}
