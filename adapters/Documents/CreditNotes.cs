using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>Credit notes as private blobs, one per return; what was printed once stays as it was.</summary>
public sealed class CreditNotes(BlobContainerClient container)
{
    /// <summary>The note as PDF, on A4.</summary>
    public static BinaryData Print(CreditNote note) => CreditNotePage.Print(note);

    /// <summary>Prints a note, unless its return has one.</summary>
    public async Task Keep(CreditNote note, CancellationToken stop)
    {
        var options = new BlobUploadOptions
        {
            Conditions = new() { IfNoneMatch = ETag.All },
            HttpHeaders = new() { ContentType = "application/pdf" },
        };
        try
        {
            var pdf = Print(note);
            await JsonBlob<string>.Creating(
                container, () => container.GetBlobClient(Name(note.Return)).UploadAsync(pdf, options, stop), stop);
        }
        catch (RequestFailedException answer) when (answer.Status is 409 or 412)
        {
            // It was printed before this step was repeated, and the first one counts.
        }
    }

    /// <summary>Prints a note anew in which somebody was forgotten; number, day and sums are as they were.</summary>
    public Task Replace(CreditNote note, CancellationToken stop)
    {
        var options = new BlobUploadOptions { HttpHeaders = new() { ContentType = "application/pdf" } };
        return container.GetBlobClient(Name(note.Return)).UploadAsync(Print(note), options, stop);
    }

    /// <summary>The paper of a return; null while there is none.</summary>
    public async Task<BinaryData?> Find(Id<Return> back, CancellationToken stop)
    {
        try
        {
            return (await container.GetBlobClient(Name(back)).DownloadContentAsync(stop)).Value.Content;
        }
        catch (RequestFailedException answer) when (answer.Status == 404)
        {
            return null;
        }
    }

    private static string Name(Id<Return> back) => $"{back}.pdf";
}
