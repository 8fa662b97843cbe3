using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>How staff describe what the shop sells: one product after another, then all for everybody.</summary>
public sealed class ProductFunctions(TableStore store, CatalogBlobs catalog, ShopPolicy policy)
{
    private const int PageSize = 100;
    private const string ListName = "products";

    /// <summary>How a product is kept; all stand on one list, from which the catalog is published.</summary>
    public static readonly RecordKind<Product> Products = new("products")
    {
        Status = _ => "Drafted",
        Lists = product => [new(ListName, product.Id.Value)],
    };

    [Function("PutProduct")]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/products/{id}")] HttpRequest request,
        string id, CancellationToken stop)
    {
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        if (Draft(fields.Element, id).IsRefused(out var bad, out var product)) return Answers.Problem(bad);

        // Each request is a cause of its own: it sets a state, so a repetition changes nothing.
        var saved = await store.Put<Product>(product.Id, $"drafted-{Guid.NewGuid():N}", _ => product, stop);
        return saved.IsRefused(out var refusal, out var now) ? Answers.Problem(refusal) : Answers.Ok(now);
    }

    [Function("PutPublication")]
    public async Task<IResult> Publish(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/publications/{id}")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (!Id<Publication>.TryParse(id, out var publication)) return Answers.Problem(EdgeRefusals.Id);
        var published = await catalog.Publish(publication.Value, Drafts, stop);
        return published.IsRefused(out var refusal, out var shown)
            ? Answers.Problem(refusal)
            : Answers.Ok(new { shown.Products, shown.Version });
    }

    private Result<Product> Draft(JsonElement body, string id)
    {
        try
        {
            return body.Deserialize<ProductDraft>(Json.Options)!.Check(id, policy.Seller);
        }
        catch (JsonException wrong)
        {
            string field = wrong.Path?.TrimStart('$', '.') ?? "";
            return ProductRefusals.Invalid with { Fields = [new(field, "This is of another type than expected.")] };
        }
    }

    private async Task<IReadOnlyCollection<Product>> Drafts(CancellationToken stop)
    {
        List<Product> drafts = [];
        string? cursor = null;
        do
        {
            var page = await store.List<Product>(ListName, PageSize, cursor, stop);
            drafts.AddRange(page.Items.Select(stored => stored.Record));
            cursor = page.Cursor;
        }
        while (cursor is not null);
        return drafts;
    }
}
