using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Serverless.Adapters;

/// <summary>A stored value and the ETag it was read with; no ETag while it was never stored.</summary>
internal sealed record Tagged<T>(T Value, ETag? Tag);

/// <summary>One small JSON blob that is replaced as a whole, and only by who has seen what is replaced.</summary>
internal sealed class JsonBlob<T>(BlobContainerClient container, string name, T unwritten)
{
    private readonly BlobClient blob = container.GetBlobClient(name);

    /// <summary>Reads it, or gives <paramref name="last"/> back when it has not changed since.</summary>
    public async Task<Tagged<T>> Read(Tagged<T>? last, CancellationToken stop)
    {
        try
        {
            var ask = new BlobDownloadOptions { Conditions = new() { IfNoneMatch = last?.Tag } };
            var answer = await blob.DownloadContentAsync(ask, stop);
            return answer.GetRawResponse().Status == 304 ? last! : Parse(answer.Value);
        }
        catch (RequestFailedException answer) when (answer.Status == 304)
        {
            return last!;
        }
        catch (RequestFailedException answer) when (answer.Status == 404)
        {
            return new(unwritten, null);
        }
    }

    /// <summary>Replaces what was read with <paramref name="tag"/>; false when somebody else did so first.</summary>
    public async Task<bool> Write(T value, ETag? tag, CancellationToken stop)
    {
        var content = BinaryData.FromObjectAsJson(value, Json.Options);
        var conditions = tag is null
            ? new BlobRequestConditions { IfNoneMatch = ETag.All }
            : new BlobRequestConditions { IfMatch = tag };
        var options = new BlobUploadOptions
        {
            Conditions = conditions,
            HttpHeaders = new() { ContentType = "application/json" },
        };
        try
        {
            await Creating(container, () => blob.UploadAsync(content, options, stop), stop);
            return true;
        }
        catch (RequestFailedException answer) when (answer.Status is 409 or 412)
        {
            return false;
        }
    }

    private static Tagged<T> Parse(BlobDownloadResult answer) =>
        new(answer.Content.ToObjectFromJson<T>(Json.Options)!, answer.Details.ETag);

    /// <summary>Writes, and makes the container if it is missing: only the very first write pays for that.</summary>
    internal static async Task Creating(BlobContainerClient container, Func<Task> write, CancellationToken stop)
    {
        try
        {
            await write();
        }
        catch (RequestFailedException answer) when (answer.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            await container.CreateIfNotExistsAsync(cancellationToken: stop);
            await write();
        }
    }
}
