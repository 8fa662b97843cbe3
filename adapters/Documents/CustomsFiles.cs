using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>Papers and documents of parcels abroad, as private blobs under the shipment's id.</summary>
/// <remarks>
/// What was kept once is never replaced: a paper that is made again stays as it was first, and a document is named by
/// what is in it.
/// </remarks>
public sealed class CustomsFiles(BlobContainerClient container)
{
    /// <summary>Keeps a paper of ours, unless there is one.</summary>
    public Task KeepPaper(Id<Shipment> shipment, string name, BinaryData pdf, CancellationToken stop) =>
        Keep($"{shipment}/{name}.pdf", "application/pdf", pdf, stop);

    public Task<BinaryData?> FindPaper(Id<Shipment> shipment, string name, CancellationToken stop) =>
        Find($"{shipment}/{name}.pdf", stop);

    /// <summary>Keeps what staff give to customs.</summary>
    public Task KeepDocument(
        Id<Clearance> clearance, ClearanceDocument document, BinaryData content, CancellationToken stop) =>
        Keep(Name(clearance, document), document.MediaType, content, stop);

    public Task<BinaryData?> FindDocument(
        Id<Clearance> clearance, ClearanceDocument document, CancellationToken stop) =>
        Find(Name(clearance, document), stop);

    /// <summary>Deletes all papers and documents of a parcel; answers how many there were.</summary>
    public async Task<int> Delete(Id<Shipment> shipment, CancellationToken stop)
    {
        if (!await container.ExistsAsync(stop)) return 0;
        int deleted = 0;
        var papers = container.GetBlobsAsync(new GetBlobsOptions { Prefix = $"{shipment}/" }, stop);
        await foreach (var blob in papers)
        {
            await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: stop);
            deleted++;
        }

        return deleted;
    }

    private async Task Keep(string name, string mediaType, BinaryData content, CancellationToken stop)
    {
        var options = new BlobUploadOptions
        {
            Conditions = new() { IfNoneMatch = ETag.All },
            HttpHeaders = new() { ContentType = mediaType },
        };
        try
        {
            await JsonBlob<string>.Creating(
                container, () => container.GetBlobClient(name).UploadAsync(content, options, stop), stop);
        }
        catch (RequestFailedException answer) when (answer.Status is 409 or 412)
        {
            // It is there already, and the first one counts.
        }
    }

    private async Task<BinaryData?> Find(string name, CancellationToken stop)
    {
        try
        {
            return (await container.GetBlobClient(name).DownloadContentAsync(stop)).Value.Content;
        }
        catch (RequestFailedException answer) when (answer.Status == 404)
        {
            return null;
        }
    }

    private static string Name(Id<Clearance> clearance, ClearanceDocument document) =>
        $"{clearance}/documents/{document.Name}-{document.Hash}";
}
