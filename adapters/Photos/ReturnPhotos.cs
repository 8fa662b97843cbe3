using System.Globalization;
using Azure.Storage.Blobs.Models;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>The photos of returns: <c>{order}/{return}/{number}.jpg</c>.</summary>
/// <remarks>
/// A photo may come before its return is asked for. It lies with its order, so that nobody else can put one there, and
/// stays when the return is asked for. Photos of before lie under their return alone and are marked with the order.
/// </remarks>
public sealed class ReturnPhotos(PrivateFiles files)
{
    private const string Owner = "order";

    private readonly SealedBlobs blobs = files.In(PrivateFiles.PhotosContainer);

    /// <summary>Keeps a photo, or replaces it; refused with <c>photo.too_many</c> when the order has enough.</summary>
    public async Task<Result<byte[]>> Put(
        Id<Return> back, int number, Id<Order> order, byte[] jpeg, CancellationToken stop)
    {
        string name = Name(back, number, order);
        var others = await blobs.List($"{order}/", stop).CountAsync(known => known.Name != name, stop);
        if (others >= Photo.MostOfOrder) return PhotoRefusals.TooMany;
        await blobs.Put(name, BinaryData.FromBytes(jpeg), stop);
        return jpeg;
    }

    /// <summary>The numbers of a return's photos; what belongs to another order is none of them.</summary>
    public async Task<IReadOnlyList<int>> List(Id<Return> back, Id<Order> order, CancellationToken stop)
    {
        var found = await blobs.List($"{order}/{back}/", stop).ToListAsync(stop);
        var before = await blobs.List($"{back}/", stop)
            .Where(blob => OwnerIn(blob.Metadata) == order.Value).ToListAsync(stop);
        return
        [
            .. found.Concat(before)
                .Select(blob => int.Parse(Path.GetFileNameWithoutExtension(blob.Name), CultureInfo.InvariantCulture))
                .Distinct().Order(),
        ];
    }

    /// <summary>A photo's bytes; null when there is none of this order.</summary>
    public async Task<byte[]?> Find(Id<Return> back, int number, Id<Order> order, CancellationToken stop)
    {
        if (await blobs.Find(Name(back, number, order), stop) is { } found) return found.Content;
        var before = await blobs.Find($"{back}/{number}.jpg", stop);
        return before is not null && OwnerIn(before.Metadata) == order.Value ? before.Content : null;
    }

    /// <summary>How many photos there are of an order and its returns.</summary>
    public async Task<int> Count(Id<Order> order, IEnumerable<Id<Return>> returns, CancellationToken stop)
    {
        int count = 0;
        foreach (string prefix in Prefixes(order, returns)) count += await blobs.List(prefix, stop).CountAsync(stop);
        return count;
    }

    /// <summary>Deletes all photos of an order and its returns.</summary>
    public async Task Delete(Id<Order> order, IEnumerable<Id<Return>> returns, CancellationToken stop)
    {
        foreach (string prefix in Prefixes(order, returns)) await blobs.DeleteAll(prefix, stop);
    }

    /// <summary>Deletes what no return has claimed; answers how many.</summary>
    /// <param name="before">Photos that came later are left alone: their return may be about to be asked for.</param>
    /// <param name="claims">Whether there is such a return of such an order.</param>
    public async Task<int> Sweep(
        DateTimeOffset before, Func<Id<Return>, Id<Order>, Task<bool>> claims, CancellationToken stop)
    {
        int swept = 0;
        var old = blobs.List("", stop).Where(blob => blob.Properties.LastModified < before);
        await foreach (var group in old.GroupBy(Folder).WithCancellation(stop))
        {
            var first = group.First();
            string[] parts = first.Name.Split('/');
            var (order, back) = parts.Length == 3
                ? (parts[0], parts[1])
                : (OwnerIn(first.Metadata) ?? "", parts[0]);
            if (await claims(new(back), new(order))) continue;
            foreach (var blob in group)
            {
                await blobs.Delete(blob.Name, stop);
                swept++;
            }
        }

        return swept;
    }

    private static IEnumerable<string> Prefixes(Id<Order> order, IEnumerable<Id<Return>> returns) =>
        returns.Select(back => $"{back}/").Prepend($"{order}/");

    private static string Folder(BlobItem blob) => blob.Name[..blob.Name.LastIndexOf('/')];

    private static string? OwnerIn(IDictionary<string, string> marks) =>
        marks.TryGetValue(Owner, out var owner) ? owner : null;

    private static string Name(Id<Return> back, int number, Id<Order> order) => $"{order}/{back}/{number}.jpg";
}
