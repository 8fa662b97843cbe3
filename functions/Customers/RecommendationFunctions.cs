using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>What goes with a product: bought together by others, or else of the same kind.</summary>
public sealed class RecommendationFunctions(
    TableStore store, CatalogBlobs catalog, SkuBlob<Availability> availability, RecommendationBlob recommendations,
    ShopPolicy policy, TimeProvider clock)
{
    private const int ParallelReads = 8;

    [Function("GetRecommendations")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "products/{id}/recommendations")]
        HttpRequest request, string id, CancellationToken stop)
    {
        var read = CatalogQueries.Currency(request, policy);
        if (read.IsRefused(out var bad, out var currency)) return Answers.Problem(bad);
        var snapshot = await catalog.Current(stop);
        if (snapshot.Find(new(id)) is not { } product) return Answers.Problem(ProductRefusals.Unknown);

        var view = new CatalogView(snapshot, await availability.Current(stop), currency, clock.GetUtcNow());
        var together = await recommendations.For(product.Id, stop);
        var bought = together.Select(snapshot.Find).OfType<Product>();
        var similar = snapshot.RelatedTo(product).Where(other => other.Category == product.Category);
        var items = Marked(view, bought, "BoughtTogether")
            .Concat(Marked(view, similar.Where(other => !together.Contains(other.Id)), "Similar"));
        return Answers.Ok(new { Items = items.Take(Recommendations.Shown) });
    }

    /// <summary>Works out anew what goes with what, product by product; nothing is scanned.</summary>
    [Function("WorkOutRecommendations")]
    public Task WorkOut([TimerTrigger("0 */10 * * * *")] TimerInfo timer, CancellationToken stop) =>
        recommendations.Write(Make, stop);

    private async Task<ImmutableSortedDictionary<string, ImmutableArray<string>>> Make(CancellationToken stop)
    {
        var products = (await catalog.Current(stop)).Products;
        var known = new ConcurrentDictionary<Id<Product>, Companions>();
        var bounded = new ParallelOptions { MaxDegreeOfParallelism = ParallelReads, CancellationToken = stop };
        await Parallel.ForEachAsync(products, bounded, async (product, token) =>
        {
            if (await store.Find(new Id<Companions>(product.Id.Value), token) is { } found)
                known[product.Id] = found.Record;
        });
        return known.Values
            .Select(one => KeyValuePair.Create(one.Id.Value, Recommendations.For(one, known)))
            .Where(pair => pair.Value.Length > 0)
            .ToImmutableSortedDictionary(
                pair => pair.Key, pair => pair.Value.Select(id => id.Value).ToImmutableArray());
    }

    private static IEnumerable<object> Marked(CatalogView view, IEnumerable<Product> products, string because) =>
        products.Select(view.Card).OfType<ProductCard>().Select(card => new { Because = because, Product = card });
}
