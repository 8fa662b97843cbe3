using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>The carrier's papers of parcels and returns; each says where somebody lives, so it is sealed.</summary>
/// <remarks>Kept under the order's id: what one person is asked to be forgotten of lies together.</remarks>
public sealed class Waybills(PrivateFiles files)
{
    private readonly SealedBlobs blobs = files.In(PrivateFiles.WaybillsContainer);

    /// <summary>Keeps a paper, unless the parcel has one: the first is the one that was printed.</summary>
    /// <param name="tracking">Of the booking; a parcel that was packed anew has another.</param>
    public Task Keep(Id<Order> order, string tracking, BinaryData pdf, CancellationToken stop) =>
        blobs.Add(Name(order, tracking), pdf, stop);

    /// <summary>The paper of a booking; null while there is none.</summary>
    public async Task<BinaryData?> Find(Id<Order> order, string tracking, CancellationToken stop) =>
        await blobs.Find(Name(order, tracking), stop) is { } found ? BinaryData.FromBytes(found.Content) : null;

    /// <summary>How many papers an order has, its returns' included.</summary>
    public async Task<int> Count(Id<Order> order, CancellationToken stop) =>
        await blobs.List($"{order}/", stop).CountAsync(stop);

    /// <summary>Deletes all papers of an order.</summary>
    public Task Delete(Id<Order> order, CancellationToken stop) => blobs.DeleteAll($"{order}/", stop);

    private static string Name(Id<Order> order, string tracking) => $"{order}/{tracking}.pdf";
}
