using System.Collections.Frozen;
using System.Collections.Immutable;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>Which SKUs can be bought, as far as the shop knows: at most some seconds old.</summary>
public sealed class AvailabilitySnapshot(string version, IReadOnlyDictionary<string, Availability> words)
{
    private readonly FrozenDictionary<string, Availability> words = words.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Changes whenever a word does.</summary>
    public string Version { get; } = version;

    /// <summary>The SKU's word; none for one that never came in.</summary>
    public Availability Of(string sku) => words.GetValueOrDefault(sku, Availability.None);

    /// <summary>The best word among the product's variants.</summary>
    public Availability Of(Product product) => product.Variants.Max(variant => Of(variant.Sku));
}

/// <summary>One small blob with a word per SKU; written only when a word changes, not when a number does.</summary>
public sealed class AvailabilityBlob
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private readonly JsonBlob<ImmutableSortedDictionary<string, Availability>> blob;
    private readonly FreshCopy<Known> copy;

    public AvailabilityBlob(BlobContainerClient container, TimeProvider clock, ILogger<AvailabilityBlob> log)
    {
        blob = new(container, "availability", ImmutableSortedDictionary<string, Availability>.Empty);
        copy = new(Age, Limit, clock, log, Look);
    }

    /// <summary>From memory, like the catalog.</summary>
    public async ValueTask<AvailabilitySnapshot> Current(CancellationToken stop) => (await copy.Get(stop)).Snapshot;

    /// <summary>
    /// Makes the word of a SKU what <paramref name="look"/> finds. It is asked again after every change made here, so
    /// that of several who tell of one SKU at once, in whatever order, the word of the newest stock stays.
    /// </summary>
    public async Task Set(string sku, Func<CancellationToken, Task<Availability>> look, CancellationToken stop)
    {
        while (true)
        {
            var seen = await blob.Read(null, stop);
            var word = await look(stop);
            if (seen.Value.TryGetValue(sku, out var known) && known == word) return;
            await blob.Write(seen.Value.SetItem(sku, word), seen.Tag, stop);
        }
    }

    private async Task<Known> Look(Known? before, CancellationToken stop)
    {
        var seen = await blob.Read(before?.Blob, stop);
        if (seen == before?.Blob) return before!;
        string version = seen.Tag?.ToString().Trim('"') ?? "0";
        return new(new(version, seen.Value), seen);
    }

    private sealed record Known(
        AvailabilitySnapshot Snapshot, Tagged<ImmutableSortedDictionary<string, Availability>> Blob);
}
