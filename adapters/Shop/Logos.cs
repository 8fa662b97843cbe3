using System.Globalization;
using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>The logos that were ever uploaded, each a file that never changes; the settings name one of them.</summary>
/// <remarks>None is deleted: earlier settings name it, and may come back.</remarks>
public sealed class Logos(StorageClients clients)
{
    /// <summary>What every logo is kept as.</summary>
    public const string ContentType = "image/png";

    private const string Sent = "sent";
    private const string Width = "width";
    private const string Height = "height";

    private readonly BlobContainerClient container = clients.Blobs.GetBlobContainerClient(ShopFiles.LogosContainer);

    /// <summary>
    /// Keeps a copy of a picture; refused where it is none, and with <c>logo.other</c> where another was sent with this
    /// id. The same picture again is answered as it was the first time.
    /// </summary>
    public async Task<Result<Logo>> Put(Id<Logo> id, ReadOnlyMemory<byte> picture, CancellationToken stop)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(picture.Span));
        if (await Marks(id, stop) is { } known) return Answer(id, known, hash);
        var copied = await PictureCopy.Of(picture, PictureForm.Logo, stop);
        if (copied.IsRefused(out var refusal, out var copy)) return refusal;
        var marks = new Dictionary<string, string>
        {
            [Sent] = hash,
            [Width] = copy.Width.ToString(CultureInfo.InvariantCulture),
            [Height] = copy.Height.ToString(CultureInfo.InvariantCulture),
        };
        var options = new BlobUploadOptions
        {
            Conditions = new() { IfNoneMatch = ETag.All },
            HttpHeaders = new() { ContentType = ContentType },
            Metadata = marks,
        };
        try
        {
            await JsonBlob<Logo>.Creating(
                container,
                () => container.GetBlobClient(id.Value).UploadAsync(
                    BinaryData.FromBytes(copy.Content), options, stop),
                stop);
        }
        catch (RequestFailedException rival) when (rival.Status is 409 or 412)
        {
            // Sent twice at once, or kept although the answer was lost.
            return Answer(id, await Marks(id, stop) ?? marks, hash);
        }

        return Answer(id, marks, hash);
    }

    /// <summary>A logo's picture; null where there is none.</summary>
    public async Task<byte[]?> Find(Id<Logo> id, CancellationToken stop)
    {
        try
        {
            return (await container.GetBlobClient(id.Value).DownloadContentAsync(stop)).Value.Content.ToArray();
        }
        catch (RequestFailedException answer) when (answer.Status == 404)
        {
            return null;
        }
    }

    /// <summary>What is wrong with the logo that settings name; null where nothing is.</summary>
    public async Task<BadField?> Fault(ShopLook look, CancellationToken stop) =>
        look.Logo is not { } named
        || (Id<Logo>.TryParse(named.Value, out var logo) && await Marks(logo, stop) is not null)
            ? null
            : new("look.logo", "There is no such logo. Upload it first, with PUT /api/staff/logos/{id}.");

    private async Task<IDictionary<string, string>?> Marks(Id<Logo> id, CancellationToken stop)
    {
        try
        {
            var found = await container.GetBlobClient(id.Value).GetPropertiesAsync(cancellationToken: stop);
            return found.Value.Metadata;
        }
        catch (RequestFailedException answer) when (answer.Status == 404)
        {
            return null;
        }
    }

    private static Result<Logo> Answer(Id<Logo> id, IDictionary<string, string> marks, string hash) =>
        marks[Sent] == hash
            ? new Logo(
                id, int.Parse(marks[Width], CultureInfo.InvariantCulture),
                int.Parse(marks[Height], CultureInfo.InvariantCulture))
            : LogoRefusals.Other;
}
