using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>The containers of papers, documents and photos, which say who somebody is.</summary>
public sealed class PrivateFiles(StorageClients clients, TextSeal master, ErasureList? erasures = null)
{
    public const string CustomsContainer = "customs";
    public const string CreditNotesContainer = "credit-notes";
    public const string PhotosContainer = "return-photos";

    public const string WaybillsContainer = "waybills";

    public static IReadOnlyList<string> Containers { get; } =
        [CreditNotesContainer, CustomsContainer, PhotosContainer, WaybillsContainer];

    public SealedBlobs In(string container) => new(clients.Blobs.GetBlobContainerClient(container), master, erasures);
}

/// <summary>A file as it was before it was sealed.</summary>
public sealed record PrivateFile(byte[] Content, IDictionary<string, string> Metadata);

/// <summary>Private files, each sealed with a key of its own, which is kept beside it under the shop's.</summary>
/// <remarks>As records are: AES-256-GCM, bound to the file's name. What was kept before is read as it is.</remarks>
public sealed class SealedBlobs(BlobContainerClient container, TextSeal master, ErasureList? erasures = null)
{
    internal const string Key = "key";
    private const int KeyBytes = 32;
    private const int PageSize = 100;

    /// <summary>Keeps a file, unless there is one of its name: the first one counts.</summary>
    public async Task Add(string name, BinaryData content, CancellationToken stop)
    {
        try
        {
            await Write(name, content, new() { IfNoneMatch = ETag.All }, null, stop);
        }
        catch (RequestFailedException known) when (known.Status is 409 or 412)
        {
            // It was there already, or was kept before this step was repeated.
        }
    }

    /// <summary>Keeps a file, or replaces it.</summary>
    public Task Put(string name, BinaryData content, CancellationToken stop) =>
        Write(name, content, null, null, stop);

    /// <summary>A file; null where there is none.</summary>
    public async Task<PrivateFile?> Find(string name, CancellationToken stop)
    {
        try
        {
            var found = (await container.GetBlobClient(name).DownloadContentAsync(stop)).Value;
            byte[] content = found.Content.ToArray();
            return new(
                KeyIn(found.Details.Metadata) is { } kept
                    ? TextSeal.Open(master.Open<byte[]>(Owner(name), kept), content, Owner(name))
                    : content,
                found.Details.Metadata);
        }
        catch (RequestFailedException answer) when (answer.Status == 404)
        {
            return null;
        }
    }

    /// <summary>The files whose names begin so.</summary>
    public async IAsyncEnumerable<BlobItem> List(string prefix, [EnumeratorCancellation] CancellationToken stop)
    {
        if (!await container.ExistsAsync(stop)) yield break;
        var some = new GetBlobsOptions { Prefix = prefix, Traits = BlobTraits.Metadata };
        await foreach (var blob in container.GetBlobsAsync(some, stop)) yield return blob;
    }

    /// <summary>Deletes a file for good: no restore brings it back.</summary>
    public async Task Delete(string name, CancellationToken stop)
    {
        await NoteErased(name, stop);
        await container.DeleteBlobIfExistsAsync(name, cancellationToken: stop);
    }

    /// <summary>Keeps a file in the place of one in which somebody was forgotten.</summary>
    public async Task Supersede(string name, BinaryData content, CancellationToken stop)
    {
        await NoteErased(name, stop);
        await Put(name, content, stop);
    }

    /// <summary>Deletes the files whose names begin so.</summary>
    public async Task DeleteAll(string prefix, CancellationToken stop)
    {
        await foreach (var blob in List(prefix, stop)) await Delete(blob.Name, stop);
    }

    /// <summary>Seals some files of before, and brings keys under the shop's current one.</summary>
    /// <param name="after">The last part's <see cref="SealedPart.Next"/>; null begins.</param>
    public async Task<SealedPart> SealSome(string? after, CancellationToken stop)
    {
        if (!await container.ExistsAsync(stop)) return new(null, 0, 0);
        var pages = container.GetBlobsAsync(new GetBlobsOptions { Traits = BlobTraits.Metadata }, stop)
            .AsPages(after, PageSize);
        await foreach (var page in pages)
        {
            int changed = 0;
            foreach (var blob in page.Values) changed += await SealOne(blob, stop) ? 1 : 0;
            return new(page.ContinuationToken is { Length: > 0 } next ? next : null, page.Values.Count, changed);
        }

        return new(null, 0, 0);
    }

    private async Task<bool> SealOne(BlobItem blob, CancellationToken stop)
    {
        var same = new BlobRequestConditions { IfMatch = blob.Properties.ETag };
        try
        {
            if (KeyIn(blob.Metadata) is not { } kept)
            {
                var found = await container.GetBlobClient(blob.Name).DownloadContentAsync(stop);
                await Write(blob.Name, found.Value.Content, same, blob.Metadata, stop);
                return true;
            }

            if (master.IsCurrent(kept)) return false;
            var key = master.Open<byte[]>(Owner(blob.Name), kept);
            await container.GetBlobClient(blob.Name).SetMetadataAsync(
                With(blob.Metadata, master.Seal(Owner(blob.Name), key)), same, stop);
            return true;
        }
        catch (RequestFailedException overtaken) when (overtaken.Status is 404 or 412)
        {
            // Deleted, or replaced and sealed by that.
            return false;
        }
    }

    private Task Write(
        string name, BinaryData content, BlobRequestConditions? conditions, IDictionary<string, string>? metadata,
        CancellationToken stop)
    {
        byte[] key = RandomNumberGenerator.GetBytes(KeyBytes);
        var options = new BlobUploadOptions
        {
            Conditions = conditions,
            HttpHeaders = new() { ContentType = "application/octet-stream" },
            Metadata = With(metadata, master.Seal(Owner(name), key)),
        };
        var box = BinaryData.FromBytes(TextSeal.Seal(key, content, Owner(name)));
        return JsonBlob<string>.Creating(
            container, () => container.GetBlobClient(name).UploadAsync(box, options, stop), stop);
    }

    private Task NoteErased(string name, CancellationToken stop) =>
        erasures?.Note(container.Name, name, stop) ?? Task.CompletedTask;

    private string Owner(string name) => $"{container.Name}/{name}";

    private static SealedText? KeyIn(IDictionary<string, string>? metadata) =>
        metadata is null || !metadata.TryGetValue(Key, out var kept) ? null
        : kept.IndexOf('.') is > 0 and var dot ? new(kept[..dot], kept[(dot + 1)..])
        : throw new InvalidDataException("The key beside a sealed file cannot be read.");

    private static Dictionary<string, string> With(IDictionary<string, string>? metadata, SealedText key) =>
        new(metadata ?? new Dictionary<string, string>()) { [Key] = $"{key.Key}.{key.Text}" };
}
