using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Serverless.Adapters;

/// <summary>The first line of a part.</summary>
/// <param name="Place">What it is of: <c>tables/orders</c>, <c>files/customs</c>.</param>
/// <param name="Previous">The part before it, which so cannot be another one.</param>
/// <param name="Keys">The part that holds its keys, in the other container; null where it needs none.</param>
/// <param name="Rows">Rows or files in it.</param>
internal sealed record PartHeader(string Place, string? Previous, string? Keys, int Rows);

/// <summary>One part while it is written: packed JSON lines, in a file of its own until it is whole.</summary>
internal sealed class PartWriter : IAsyncDisposable
{
    private const string Previous = "previous";
    private const string Place = "place";
    private const string Keys = "keys";
    private const string Rows = "rows";

    private readonly FileStream file = new(
        Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite,
        FileShare.None, 4096, FileOptions.DeleteOnClose | FileOptions.Asynchronous);

    private readonly GZipStream packed;

    public PartWriter() => packed = new(file, CompressionLevel.Fastest, leaveOpen: true);

    public int Lines { get; private set; }

    public async Task Add<T>(T line)
    {
        await JsonSerializer.SerializeAsync(packed, line, Json.Options);
        packed.WriteByte((byte)'\n');
        Lines++;
    }

    /// <summary>Keeps the part under the name of what is in it, so that none is ever written over.</summary>
    /// <returns>Its name.</returns>
    public async Task<string> Keep(
        BlobContainerClient container, string folder, int number, PartHeader header, CancellationToken stop)
    {
        // Behind the lines, since only then it is known; read as the last line.
        await JsonSerializer.SerializeAsync(packed, header, Json.Options, stop);
        await packed.DisposeAsync();
        file.Position = 0;
        string hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, stop));
        string name = $"{folder}/{number:D5}-{hash}.jsonl.gz";
        var said = new Dictionary<string, string> { [Place] = header.Place, [Rows] = $"{header.Rows}" };
        if (header.Previous is { } before) said[Previous] = before;
        if (header.Keys is { } keys) said[Keys] = keys;
        try
        {
            await JsonBlob<string>.Creating(container, () => Upload(container.GetBlobClient(name), said, stop), stop);
        }
        catch (RequestFailedException known) when (known.Status is 409 or 412)
        {
            // This very part was kept before the step was repeated.
        }

        return name;
    }

    /// <summary>What is said of a part beside it, so that it need not be read to find the one before.</summary>
    public static async Task<PartHeader> HeaderOf(BlobContainerClient container, string name, CancellationToken stop)
    {
        var said = (await container.GetBlobClient(name).GetPropertiesAsync(cancellationToken: stop)).Value.Metadata;
        return new(
            said[Place], said.TryGetValue(Previous, out var before) ? before : null,
            said.TryGetValue(Keys, out var keys) ? keys : null,
            int.Parse(said[Rows], System.Globalization.CultureInfo.InvariantCulture));
    }

    public ValueTask DisposeAsync() => file.DisposeAsync();

    private async Task Upload(BlobClient blob, Dictionary<string, string> said, CancellationToken stop)
    {
        file.Position = 0;
        var options = new BlobUploadOptions
        {
            Conditions = new() { IfNoneMatch = ETag.All },
            HttpHeaders = new() { ContentType = "application/gzip" },
            Metadata = said,
        };
        await blob.UploadAsync(file, options, stop);
    }
}

/// <summary>Reads parts, and tells those that are not what they were.</summary>
internal static class PartReader
{
    /// <summary>Whether the part is there and every byte of it is as it was written.</summary>
    public static async Task<bool> IsWhole(BlobContainerClient container, string name, CancellationToken stop)
    {
        try
        {
            await using var content = await container.GetBlobClient(name).OpenReadAsync(cancellationToken: stop);
            string hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, stop));
            return name.EndsWith($"-{hash}.jsonl.gz", StringComparison.Ordinal);
        }
        catch (RequestFailedException answer) when (answer.Status == 404)
        {
            return false;
        }
    }

    /// <summary>Its lines, without the header, which is the last.</summary>
    public static async IAsyncEnumerable<T> Lines<T>(
        BlobContainerClient container, string name,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await using var content = await container.GetBlobClient(name).OpenReadAsync(cancellationToken: stop);
        await using var unpacked = new GZipStream(content, CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);
        string? line = await reader.ReadLineAsync(stop);
        while (await reader.ReadLineAsync(stop) is { } next)
        {
            yield return JsonSerializer.Deserialize<T>(line!, Json.Options)!;
            line = next;
        }
    }
}
