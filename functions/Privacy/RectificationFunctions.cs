using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>A person has something about her put right, or staff do it for her with a reason.</summary>
/// <remarks>RA 10173 section 16 (d); GDPR art. 16 and 19.</remarks>
public sealed class RectificationFunctions(
    TableStore store, Persons persons, CustomerViews views, TextSeal seal, ShopPolicy policy, TimeProvider clock)
{
    [Function("PutRectification")]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "customers/{id}/rectifications/{rectification}")]
        HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, string rectification, CancellationToken stop)
    {
        var herself = await persons.Herself(request, id, stop);
        if (herself.IsRefused(out var refusal, out var customer)) return Answers.Problem(refusal);
        return await Begin(request, client, customer, rectification, Asker.Herself, stop);
    }

    /// <summary>For who asks in another way than on the site; the reason says how and why.</summary>
    [Function("PutStaffRectification")]
    public async Task<IResult> PutForStaff(
        [HttpTrigger(
            AuthorizationLevel.Anonymous, "put", Route = "staff/customers/{id}/rectifications/{rectification}")]
        HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, string rectification, CancellationToken stop)
    {
        var known = await persons.Known(id, stop);
        if (known.IsRefused(out var refusal, out var customer)) return Answers.Problem(refusal);
        return await Begin(request, client, customer, rectification, Asker.Staff, stop);
    }

    [Function("GetRectification")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "customers/{id}/rectifications/{rectification}")]
        HttpRequest request, string id, string rectification, CancellationToken stop) =>
        await persons.MaySee(request, id, stop) && Id<Rectification>.TryParse(rectification, out var asked)
        && await store.Find(asked, stop) is { Record: var record } && record.Customer.Value == id
            ? Answers.Ok(RightsViews.Of(record, Persons.ReasonFor(request, record.Reason)))
            : Answers.Problem(RectificationRefusals.Unknown);

    private async Task<IResult> Begin(
        HttpRequest request, DurableTaskClient client, Id<Customer> customer, string rectification, Asker by,
        CancellationToken stop)
    {
        if (!Id<Rectification>.TryParse(rectification, out var asked)) return Answers.Problem(EdgeRefusals.Id);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var right = RightIn(fields);
        string? reason = by == Asker.Staff ? fields.Text("reason", 500) : null;
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        if (right.Email is { } email && await persons.IsOf(customer, email, stop))
            right = right with { Email = null, KnownEmail = email };
        if (right.Parts.IsEmpty) return Answers.Problem(RectificationRefusals.Nothing);
        var profile = (await store.Find(customer, stop))?.Record is { } known ? views.ProfileOf(known) : null;
        bool isNew = profile is null && await store.Count(Lists.OrdersOf(customer), 1, stop) == 0;
        if (isNew && right.KnownEmail is null)
        {
            fields.Refuse("email", "Nothing is kept of her yet: say the address that she signs in with.");
            return Answers.Problem(fields.Refusal!);
        }

        right = right with { KnownAs = profile?.Name };
        var start = new RectificationStart(
            asked, customer, by, clock.GetUtcNow(), seal.Seal(asked.Value, right))
        {
            Reason = persons.Sealed(asked.Value, reason),
        };
        var begun = await Processes.Start(
            client, nameof(RectificationOrchestration), asked.Value, start,
            (first, again) => (first.Customer, first.By) == (again.Customer, again.By)
                && Opened(first) with { KnownAs = right.KnownAs } == right,
            RectificationRefusals.Taken);
        if (begun.Refusal is { } taken) return Answers.Problem(taken);
        return Answers.Accepted(
            request, $"/api/customers/{customer}/rectifications/{asked}",
            new { Id = asked, Status = RightsStatus.Asked });
    }

    private RightData Opened(RectificationStart start) => seal.Open<RightData>(start.Id.Value, start.Data);

    private RightData RightIn(Fields fields)
    {
        string? name = fields.Optional("name", 100);
        string? email = fields.Optional("email", 254) is null ? null : Deliveries.EmailIn(fields);
        var phone = Deliveries.PhoneIn(fields, needed: false, policy.Home, inMetroManila: false);
        bool hasAddress = fields.Element.TryGetProperty("address", out var said)
            && said.ValueKind != System.Text.Json.JsonValueKind.Null;
        var address = hasAddress ? Deliveries.AddressIn(fields.Within("address"), policy) : null;
        return new(name, email, phone?.Number, phone?.Extension, address);
    }
}
