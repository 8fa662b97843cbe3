using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>All that staff need of one customer on one page.</summary>
public sealed class CustomerDesk(
    TableStore store, CustomerViews views, Timelines timelines, Mailboxes mailboxes, TextSeal seal, TimeProvider clock)
{
    private const int Lately = 50;

    /// <summary>Finds a customer by her e-mail address: the address is her id, so nothing is searched.</summary>
    /// <remarks>It changes nothing; it is a POST so that no address stands in a URL, which logs keep.</remarks>
    [Function("PostCustomerSearch")]
    public async Task<IResult> Search(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "staff/customer-searches")] HttpRequest request,
        CancellationToken stop)
    {
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var email = fields.Text("email", 254);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        // As it was written first; then as most people write it.
        var id = await mailboxes.IdOf(email, stop);
        bool known = await IsKnown(id, stop);
        if (!known)
        {
            id = await mailboxes.IdOf(email.ToLowerInvariant(), stop);
            known = await IsKnown(id, stop);
        }

        return Answers.Ok(new { Items = known ? new[] { new { Id = id } } : [] });
    }

    [Function("GetStaffCustomer")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/customers/{id}")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (!Id<Customer>.TryParse(id, out var customer)) return Answers.Problem(CustomerRefusals.Unknown);
        var stored = await store.Find(customer, stop);
        if (stored is null && !await HasOrders(customer, stop)) return Answers.Problem(CustomerRefusals.Unknown);

        var orders = await store.List<Order>(Lists.OrdersOf(customer), Lately, null, stop);
        var returns = await store.List<Return>(Lists.ReturnsOf(customer), Lately, null, stop);
        return Answers.Ok(new
        {
            Account = await views.Account(customer, stop),
            Orders = orders.Items.Select(one => CustomerViews.Row(one.Record, token: null)),
            Returns = returns.Items.Select(one => CustomerViews.Row(one.Record)),
            Notes = views.NotesOf(stored?.Record),
            Timeline = await timelines.Of(
                $"customers/{customer}", await store.Timeline(customer, stop), stop, withData: true),
        });
    }

    [Function("PutCustomerNote")]
    public async Task<IResult> Note(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/customers/{id}/notes/{note}")]
        HttpRequest request, string id, string note, CancellationToken stop)
    {
        if (!Id<Customer>.TryParse(id, out var customer)) return Answers.Problem(CustomerRefusals.Unknown);
        if (!Id<CustomerNote>.TryParse(note, out var noteId)) return Answers.Problem(EdgeRefusals.Id);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var text = fields.Text("text", 2000);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);

        var stored = await store.Find(customer, stop);
        if (stored is null && !await HasOrders(customer, stop)) return Answers.Problem(CustomerRefusals.Unknown);
        var kept = stored?.Record.Notes.FirstOrDefault(known => known.Id == noteId)?.Text;
        var same = kept is not null && seal.Open<string>(customer.Value, kept) == text;
        var now = clock.GetUtcNow();
        var written = new CustomerNote(noteId, same ? kept! : seal.Seal(customer.Value, text), now);
        var noted = await store.Put(
            customer, $"note-{Guid.NewGuid():N}", known => Customer.Known(known, customer, now).Note(written), stop);
        return noted.IsRefused(out var refusal, out var record)
            ? Answers.Problem(refusal)
            : Answers.Ok(new { Notes = views.NotesOf(record) });
    }

    private async Task<bool> IsKnown(Id<Customer> id, CancellationToken stop) =>
        await store.Find(id, stop) is not null || await HasOrders(id, stop);

    private async Task<bool> HasOrders(Id<Customer> id, CancellationToken stop) =>
        await store.Count(Lists.OrdersOf(id), 1, stop) > 0;
}
