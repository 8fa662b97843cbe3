using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs.Specialized;

namespace Serverless.Adapters;

/// <summary>What was erased: names of records and files, and no word of what was in them.</summary>
/// <param name="Place">A table, a container, or <see cref="ErasureList.Asked"/>.</param>
/// <param name="Name">The record's partition, or the file's name; where a person asked, her id.</param>
public sealed record ErasedThing(DateTimeOffset At, string Place, string Name)
{
    /// <summary>Which erasure it was, and who asked for it, where a person asked.</summary>
    public string? Erasure { get; init; }

    public string? By { get; init; }
}

/// <summary>The list of erasures in the vault, so that no restore brings back what was forgotten since.</summary>
/// <remarks>
/// A line is written before the thing itself is erased: who is killed in between repeats both, and a line for something
/// that is still there only has a restore forget it sooner. One append blob for each day; many may append at once.
/// </remarks>
public sealed class ErasureList(Vault vault, TimeProvider clock)
{
    /// <summary>The place of a line that says who asked, so that a restore asks again for what had to wait.</summary>
    public const string Asked = "asked";

    /// <summary>Longer than lies between the line and what it says, however patiently the storage is asked.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    public Task Note(string place, string name, CancellationToken stop) =>
        Note(new ErasedThing(clock.GetUtcNow(), place, name), stop);

    /// <summary>Somebody asked to be forgotten.</summary>
    public Task NoteAsked(string customer, string erasure, string by, CancellationToken stop) =>
        Note(new ErasedThing(clock.GetUtcNow(), Asked, customer) { Erasure = erasure, By = by }, stop);

    /// <summary>Everything that was erased since a time, the oldest first.</summary>
    public async Task<IReadOnlyList<ErasedThing>> Since(DateTimeOffset time, CancellationToken stop)
    {
        List<ErasedThing> found = [];
        if (!await vault.Erasures.ExistsAsync(stop)) return found;
        await foreach (var day in vault.Erasures.GetBlobsAsync(cancellationToken: stop))
        {
            if (string.CompareOrdinal(day.Name, NameOf(time)) < 0) continue;
            var lines = (await vault.Erasures.GetBlobClient(day.Name).DownloadContentAsync(stop)).Value.Content;
            found.AddRange(lines.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonSerializer.Deserialize<ErasedThing>(line, Json.Options)!)
                .Where(thing => thing.At >= time));
        }

        return [.. found.OrderBy(thing => thing.At)];
    }

    private async Task Note(ErasedThing thing, CancellationToken stop)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(thing, Json.Options), (byte)'\n'];
        var day = vault.Erasures.GetAppendBlobClient(NameOf(thing.At));
        try
        {
            await day.AppendBlockAsync(new MemoryStream(line), cancellationToken: stop);
        }
        catch (RequestFailedException first) when (first.Status == 404)
        {
            // The first of the day; the very first makes the container as well.
            await JsonBlob<string>.Creating(
                vault.Erasures, () => day.CreateIfNotExistsAsync(cancellationToken: stop), stop);
            await day.AppendBlockAsync(new MemoryStream(line), cancellationToken: stop);
        }
    }

    private static string NameOf(DateTimeOffset at) =>
        $"{at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.jsonl";
}
