using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>A person objects to what is done with her data, or staff do it for her with a reason.</summary>
/// <remarks>RA 10173 section 16 (b); GDPR art. 21.</remarks>
public sealed class ObjectionFunctions(TableStore store, Persons persons, TimeProvider clock)
{
    [Function("PutObjection")]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "customers/{id}/objections/{objection}")]
        HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, string objection, CancellationToken stop)
    {
        var herself = await persons.Herself(request, id, stop);
        if (herself.IsRefused(out var refusal, out var customer)) return Answers.Problem(refusal);
        return await Begin(request, client, customer, objection, Asker.Herself, stop);
    }

    /// <summary>For who asks in another way than on the site; the reason says how and why.</summary>
    [Function("PutStaffObjection")]
    public async Task<IResult> PutForStaff(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/customers/{id}/objections/{objection}")]
        HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, string objection, CancellationToken stop)
    {
        var known = await persons.Known(id, stop);
        if (known.IsRefused(out var refusal, out var customer)) return Answers.Problem(refusal);
        return await Begin(request, client, customer, objection, Asker.Staff, stop);
    }

    [Function("GetObjection")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "customers/{id}/objections/{objection}")]
        HttpRequest request, string id, string objection, CancellationToken stop) =>
        await persons.MaySee(request, id, stop) && Id<Objection>.TryParse(objection, out var asked)
        && await store.Find(asked, stop) is { Record: var record } && record.Customer.Value == id
            ? Answers.Ok(RightsViews.Of(record, Persons.ReasonFor(request, record.Reason)))
            : Answers.Problem(ObjectionRefusals.Unknown);

    private async Task<IResult> Begin(
        HttpRequest request, DurableTaskClient client, Id<Customer> customer, string objection, Asker by,
        CancellationToken stop)
    {
        if (!Id<Objection>.TryParse(objection, out var asked)) return Answers.Problem(EdgeRefusals.Id);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        ImmutableArray<string> purposes = [.. fields.List("purposes", 20).Select(PurposeIn).Distinct()];
        string? reason = by == Asker.Staff ? fields.Text("reason", 500) : null;
        if (fields.Refusal is { } bad) return Answers.Problem(bad);

        var start = new ObjectionStart(asked, customer, by, clock.GetUtcNow(), purposes)
        {
            Reason = persons.Sealed(asked.Value, reason),
        };
        var begun = await Processes.Start(
            client, nameof(ObjectionOrchestration), asked.Value, start,
            (first, again) => (first.Customer, first.By) == (again.Customer, again.By)
                && first.Purposes.SequenceEqual(again.Purposes),
            ObjectionRefusals.Taken);
        if (begun.Refusal is { } taken) return Answers.Problem(taken);
        return Answers.Accepted(
            request, $"/api/customers/{customer}/objections/{asked}", new { Id = asked, Status = RightsStatus.Asked });
    }

    private static string PurposeIn(Fields fields)
    {
        string purpose = fields.Text("purpose", 40);
        if (!Objection.To.Contains(purpose)) fields.Refuse("purpose", $"One of {string.Join(", ", Objection.To)}.");
        return purpose;
    }
}
