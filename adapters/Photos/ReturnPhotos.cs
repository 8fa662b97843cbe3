using System.Globalization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>The photos of returns, as private blobs: <c>{return}/{number}.jpg</c>, marked with the order.</summary>
/// <remarks>A photo may come before its return is asked for; whose it is then, its order says.</remarks>
public sealed class ReturnPhotos(BlobContainerClient container)
{
    private const string Owner = "order";

    /// <summary>Keeps a photo, or replaces one of the same order; false when it is another order's.</summary>
    public async Task<bool> Put(Id<Return> back, int number, Id<Order> order, byte[] jpeg, CancellationToken stop)
    {
        var blob = container.GetBlobClient(Name(back, number));
        var (known, tag) = await Look(blob, stop);
        if (known is not null && known != order.Value) return false;
        var options = new BlobUploadOptions
        {
            Conditions = tag is null ? new() { IfNoneMatch = ETag.All } : new() { IfMatch = tag },
            HttpHeaders = new() { ContentType = "image/jpeg" },
            Metadata = new Dictionary<string, string> { [Owner] = order.Value },
        };
        await JsonBlob<string>.Creating(
            container, () => blob.UploadAsync(BinaryData.FromBytes(jpeg), options, stop), stop);
        return true;
    }

    /// <summary>The numbers of a return's photos; what belongs to another order is none of them.</summary>
    public async Task<IReadOnlyList<int>> List(Id<Return> back, Id<Order> order, CancellationToken stop)
    {
        List<int> numbers = [];
        try
        {
            var prefix = new GetBlobsOptions { Prefix = $"{back}/", Traits = BlobTraits.Metadata };
            await foreach (var blob in container.GetBlobsAsync(prefix, stop))
            {
                var name = Path.GetFileNameWithoutExtension(blob.Name);
                if (blob.Metadata.TryGetValue(Owner, out var owner) && owner == order.Value)
                    numbers.Add(int.Parse(name, CultureInfo.InvariantCulture));
            }
        }
        catch (RequestFailedException answer) when (answer.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            return [];
        }

        return numbers;
    }

    /// <summary>A photo's bytes; null when there is none of this order.</summary>
    public async Task<byte[]?> Find(Id<Return> back, int number, Id<Order> order, CancellationToken stop)
    {
        try
        {
            var found = await container.GetBlobClient(Name(back, number)).DownloadContentAsync(stop);
            var owner = found.Value.Details.Metadata.TryGetValue(Owner, out var named) ? named : null;
            return owner == order.Value ? found.Value.Content.ToArray() : null;
        }
        catch (RequestFailedException answer) when (answer.Status == 404)
        {
            return null;
        }
    }

    private static async Task<(string? Owner, ETag? Tag)> Look(BlobClient blob, CancellationToken stop)
    {
        try
        {
            var known = await blob.GetPropertiesAsync(cancellationToken: stop);
            return (known.Value.Metadata.TryGetValue(Owner, out var owner) ? owner : "", known.Value.ETag);
        }
        catch (RequestFailedException answer) when (answer.Status == 404)
        {
            return (null, null);
        }
    }

    private static string Name(Id<Return> back, int number) => $"{back}/{number}.jpg";
}
