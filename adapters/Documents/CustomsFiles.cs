using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>Papers and documents of parcels abroad, under the shipment's id.</summary>
/// <remarks>
/// What was kept once is never replaced: a paper that is made again stays as it was first, and a document is named by
/// what is in it.
/// </remarks>
public sealed class CustomsFiles(PrivateFiles files)
{
    private readonly SealedBlobs blobs = files.In(PrivateFiles.CustomsContainer);

    /// <summary>Keeps a paper of ours, unless there is one.</summary>
    public Task KeepPaper(Id<Shipment> shipment, string name, BinaryData pdf, CancellationToken stop) =>
        blobs.Add($"{shipment}/{name}.pdf", pdf, stop);

    public Task<BinaryData?> FindPaper(Id<Shipment> shipment, string name, CancellationToken stop) =>
        Find($"{shipment}/{name}.pdf", stop);

    /// <summary>Keeps what staff give to customs.</summary>
    public Task KeepDocument(
        Id<Clearance> clearance, ClearanceDocument document, BinaryData content, CancellationToken stop) =>
        blobs.Add(Name(clearance, document), content, stop);

    public Task<BinaryData?> FindDocument(
        Id<Clearance> clearance, ClearanceDocument document, CancellationToken stop) =>
        Find(Name(clearance, document), stop);

    /// <summary>How many papers and documents a parcel has.</summary>
    public async Task<int> Count(Id<Shipment> shipment, CancellationToken stop) =>
        await blobs.List($"{shipment}/", stop).CountAsync(stop);

    /// <summary>Deletes all papers and documents of a parcel.</summary>
    public Task Delete(Id<Shipment> shipment, CancellationToken stop) => blobs.DeleteAll($"{shipment}/", stop);

    private async Task<BinaryData?> Find(string name, CancellationToken stop) =>
        await blobs.Find(name, stop) is { } found ? BinaryData.FromBytes(found.Content) : null;

    private static string Name(Id<Clearance> clearance, ClearanceDocument document) =>
        $"{clearance}/documents/{document.Name}-{document.Hash}";
}
