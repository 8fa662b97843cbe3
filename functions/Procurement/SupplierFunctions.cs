using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Whom the shop buys from, for staff.</summary>
public sealed class SupplierFunctions(TableStore store)
{
    [Function("PutSupplier")]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/suppliers/{id}")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (!Id<Supplier>.TryParse(id, out var supplier)) return Answers.Problem(EdgeRefusals.Id);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var said = Parse(supplier, fields);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);

        // Each request is a cause of its own: it sets a state, so a repetition changes nothing.
        var saved = await store.Put<Supplier>(
            supplier, $"registered-{Guid.NewGuid():N}", _ => Supplier.Register(said), stop);
        return saved.IsRefused(out var refusal, out var now) ? Answers.Problem(refusal) : Answers.Ok(View(now));
    }

    [Function("GetSupplier")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/suppliers/{id}")] HttpRequest request,
        string id, CancellationToken stop) =>
        Id<Supplier>.TryParse(id, out var supplier) && await store.Find(supplier, stop) is { } stored
            ? Answers.Tagged(request, $"{stored.Version}", View(stored.Record))
            : Answers.Problem(SupplierRefusals.Unknown);

    [Function("GetSuppliers")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/suppliers")] HttpRequest request,
        CancellationToken stop)
    {
        var read = Page.Of(request, PurchaseKinds.AllSuppliers);
        if (read.IsRefused(out var refusal, out var page)) return Answers.Problem(refusal);
        var found = await store.List<Supplier>(page.List, page.Limit, page.Cursor, stop);
        return Answers.Ok(new { Items = found.Items.Select(stored => View(stored.Record)), found.Cursor });
    }

    private static Supplier Parse(Id<Supplier> id, Fields fields)
    {
        var email = Deliveries.EmailIn(fields);
        var items = fields.List("items", Supplier.MaxItems).Select(item => new SupplierItem(
            item.Text("sku", 60), item.Money("price"), item.Number("pack", 1, Supplier.MaxPack)));
        return new(
            id, fields.Text("name", 100), email, fields.Number("leadDays", 1, Supplier.MaxLeadDays),
            fields.Money("minimumOrder"), [.. items]);
    }

    private static object View(Supplier supplier) => new
    {
        supplier.Id,
        supplier.Name,
        supplier.Email,
        supplier.Currency,
        supplier.LeadDays,
        supplier.MinimumOrder,
        supplier.Items,
    };
}
