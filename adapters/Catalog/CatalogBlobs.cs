using System.Collections.Immutable;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>One act of publishing, and what the shop shows since.</summary>
public sealed record Publication(string Id, string Version, int Products, DateTimeOffset At);

/// <summary>
/// Where the published catalog lives: one blob per version that never changes (<c>{version}.json</c>), and a small
/// one that names the version to show (<c>current</c>). Every instance serves from memory and looks at the small
/// one about every two seconds while it is asked.
/// </summary>
public sealed class CatalogBlobs
{
    private const int Remembered = 20;
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private readonly BlobContainerClient container;
    private readonly TimeProvider clock;
    private readonly JsonBlob<Pointer> pointer;
    private readonly FreshCopy<Shown> copy;

    public CatalogBlobs(BlobContainerClient container, TimeProvider clock, ILogger<CatalogBlobs> log)
    {
        (this.container, this.clock) = (container, clock);
        pointer = new(container, "current", new("", []));
        copy = new(Age, Limit, clock, log, Look);
    }

    /// <summary>What the shop shows, from memory; only the first asker, or the first for long, waits.</summary>
    public async ValueTask<CatalogSnapshot> Current(CancellationToken stop) => (await copy.Get(stop)).Snapshot;

    /// <summary>
    /// Shows what <paramref name="load"/> finds. The same publication again is answered as it was the first time;
    /// of two at once, the later one loads anew, so an old list never replaces a newer one.
    /// </summary>
    public async Task<Result<Publication>> Publish(
        string publication, Func<CancellationToken, Task<IReadOnlyCollection<Product>>> load, CancellationToken stop)
    {
        while (true)
        {
            var seen = await pointer.Read(null, stop);
            if (seen.Value.Recent.FirstOrDefault(one => one.Id == publication) is { } earlier) return earlier;

            var products = await load(stop);
            if (ProductRefusals.Clash(products) is { } refusal) return refusal;

            var snapshot = new CatalogSnapshot(products);
            var next = new Publication(publication, snapshot.Version, snapshot.Products.Length, clock.GetUtcNow());
            await Store(snapshot, stop);
            var moved = new Pointer(snapshot.Version, [next, .. seen.Value.Recent.Take(Remembered - 1)]);
            if (!await pointer.Write(moved, seen.Tag, stop)) continue;

            await copy.Renew(stop);
            await Forget(seen.Value, moved, stop);
            return next;
        }
    }

    private async Task<Shown> Look(Shown? before, CancellationToken stop)
    {
        var seen = await pointer.Read(before?.Pointer, stop);
        if (seen == before?.Pointer) return before!;
        if (seen.Value.Version == before?.Snapshot.Version) return before with { Pointer = seen };
        var snapshot = seen.Value.Version.Length == 0 ? CatalogSnapshot.Empty : await Load(seen.Value.Version, stop);
        // Built here, so that no shopper waits for the index.
        _ = snapshot.Search;
        return new(snapshot, seen);
    }

    private async Task<CatalogSnapshot> Load(string version, CancellationToken stop)
    {
        var answer = await BlobOf(version).DownloadContentAsync(stop);
        return CatalogSnapshot.Read(answer.Value.Content.ToMemory());
    }

    private Task Store(CatalogSnapshot snapshot, CancellationToken stop) => JsonBlob<Pointer>.Creating(
        container,
        () => BlobOf(snapshot.Version).UploadAsync(
            new BinaryData(snapshot.Content),
            new BlobUploadOptions { HttpHeaders = new() { ContentType = "application/json" } },
            stop),
        stop);

    private async Task Forget(Pointer before, Pointer after, CancellationToken stop)
    {
        var kept = after.Recent.Select(one => one.Version);
        foreach (string version in before.Recent.Select(one => one.Version).Except(kept))
            await BlobOf(version).DeleteIfExistsAsync(cancellationToken: stop);
    }

    private BlobClient BlobOf(string version) => container.GetBlobClient($"{version}.json");

    private sealed record Pointer(string Version, ImmutableArray<Publication> Recent);

    private sealed record Shown(CatalogSnapshot Snapshot, Tagged<Pointer> Pointer);
}
