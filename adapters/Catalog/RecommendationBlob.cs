using System.Collections.Immutable;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>What goes with each product: one small blob, written at times and served from memory.</summary>
public sealed class RecommendationBlob
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private readonly JsonBlob<ImmutableSortedDictionary<string, ImmutableArray<string>>> blob;
    private readonly FreshCopy<Tagged<ImmutableSortedDictionary<string, ImmutableArray<string>>>> copy;

    public RecommendationBlob(BlobContainerClient container, TimeProvider clock, ILogger<RecommendationBlob> log)
    {
        blob = new(container, "recommendations", ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty);
        copy = new(Age, Limit, clock, log, (before, stop) => blob.Read(before, stop));
    }

    /// <summary>What is bought along with a product, the best first; from memory.</summary>
    public async ValueTask<ImmutableArray<Id<Product>>> For(Id<Product> product, CancellationToken stop)
    {
        var known = (await copy.Get(stop)).Value;
        return known.TryGetValue(product.Value, out var others) ? [.. others.Select(id => new Id<Product>(id))] : [];
    }

    /// <summary>Replaces all of it; of two at once the later looks again.</summary>
    public async Task Write(
        Func<CancellationToken, Task<ImmutableSortedDictionary<string, ImmutableArray<string>>>> make,
        CancellationToken stop)
    {
        while (true)
        {
            var seen = await blob.Read(null, stop);
            if (await blob.Write(await make(stop), seen.Tag, stop)) break;
        }

        await copy.Renew(stop);
    }
}
