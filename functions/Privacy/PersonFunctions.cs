using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>What a person may ask of the shop about herself: all that is known of her, and to be forgotten.</summary>
public sealed class PersonFunctions(
    TableStore store, PersonExport export, CustomerDoor door, Tokens tokens, TextSeal seal, TimeProvider clock)
{
    /// <summary>How long ago she may have signed in.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    [Function("GetCustomerExport")]
    public async Task<IResult> Export(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "customers/{id}/export")] HttpRequest request,
        string id, CancellationToken stop)
    {
        var own = await Own(request, id, stop);
        if (own.IsRefused(out var refusal, out var customer)) return Answers.Problem(refusal);
        return await Exported(request, customer, stop);
    }

    [Function("GetStaffCustomerExport")]
    public async Task<IResult> ExportForStaff(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/customers/{id}/export")] HttpRequest request,
        string id, CancellationToken stop) =>
        Id<Customer>.TryParse(id, out var customer) && await IsKnown(customer, stop)
            ? await Exported(request, customer, stop)
            : Answers.Problem(CustomerRefusals.Unknown);

    [Function("PutErasure")]
    public async Task<IResult> Erase(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "customers/{id}/erasures/{erasure}")]
        HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, string erasure, CancellationToken stop)
    {
        var own = await Own(request, id, stop);
        if (own.IsRefused(out var refusal, out var customer)) return Answers.Problem(refusal);
        return await Begin(request, client, customer, erasure, ErasureAsker.Herself, null);
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
        if (!Id<Customer>.TryParse(id, out var customer) || !await IsKnown(customer, stop))
            return Answers.Problem(CustomerRefusals.Unknown);
        return await Begin(request, client, customer, erasure, ErasureAsker.Staff, reason);
    }

    [Function("GetErasure")]
    public async Task<IResult> Follow(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "customers/{id}/erasures/{erasure}")]
        HttpRequest request, string id, string erasure, CancellationToken stop)
    {
        // Whoever was forgotten may still see that it was done: her sign-in ends by itself.
        bool isHers = Id<Customer>.TryParse(id, out var customer)
            && await door.Who(request, stop) == customer;
        bool may = isHers || tokens.IsStaff(request);
        return may && Id<Erasure>.TryParse(erasure, out var asked)
            && await store.Find(asked, stop) is { Record: var record } && record.Customer.Value == id
            ? Answers.Ok(record with { Reason = tokens.IsStaff(request) ? record.Reason : null })
            : Answers.Problem(ErasureRefusals.Unknown);
    }

    private async Task<IResult> Begin(
        HttpRequest request, DurableTaskClient client, Id<Customer> customer, string erasure, ErasureAsker by,
        string? reason)
    {
        if (!Id<Erasure>.TryParse(erasure, out var asked)) return Answers.Problem(EdgeRefusals.Id);
        var start = new ErasureStart(asked, customer, by, clock.GetUtcNow(), 1)
        {
            Reason = reason is null ? null : seal.Seal(asked.Value, reason),
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

    private async Task<bool> IsKnown(Id<Customer> customer, CancellationToken stop) =>
        await store.Find(customer, stop) is not null || await store.Count(Lists.OrdersOf(customer), 1, stop) > 0;

    private async Task<Result<Id<Customer>>> Own(HttpRequest request, string id, CancellationToken stop)
    {
        if (await door.SignIn(request, stop) is not { } token || token.Customer.Value != id)
            return SignInRefusals.NotSignedIn;
        return token.At + Fresh >= clock.GetUtcNow() ? token.Customer : ErasureRefusals.Stale;
    }
}
