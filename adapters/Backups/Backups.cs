using System.Globalization;
using Azure;
using Azure.Storage.Blobs;

namespace Serverless.Adapters;

/// <summary>The backups in the vault: ends one, lists them, deletes the old.</summary>
/// <remarks>
/// A folder for each: <c>daily/20261130T203000Z-{id}</c>, and <c>monthly/…</c> for the first of a month, so that
/// rules of the storage itself can delete each by its age.
/// </remarks>
public sealed class Backups(Vault vault, TextSeal seal, BackupOwner owner, TimeProvider clock)
{
    private const string Time = "yyyyMMdd'T'HHmmss'Z'";
    private const int TimeLength = 16;
    private const string Daily = "daily";
    private const string Monthly = "monthly";

    public static string FolderOf(string id, DateTimeOffset beganAt, bool monthly) =>
        $"{(monthly ? Monthly : Daily)}/{beganAt.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture)}-{id}";

    public static string IdOf(string folder) =>
        folder[(folder.IndexOf('/', StringComparison.Ordinal) + TimeLength + 2)..];

    /// <summary>Writes the manifest from the chain of parts; a repetition changes nothing.</summary>
    public async Task<Manifest> End(BackupStep step, CancellationToken stop)
    {
        if (await Find(step.Folder, stop) is { } known) return known;
        var parts = new List<BackupPart>();
        for (string? name = step.Last; name is not null;)
        {
            var header = await PartWriter.HeaderOf(vault.Parts, name, stop);
            parts.Add(new(header.Place, name, header.Keys, header.Rows));
            name = header.Previous;
        }

        parts.Reverse();
        if (parts.Count != step.Number)
            throw new InvalidDataException($"The backup {step.Folder} has {parts.Count} parts of {step.Number}.");
        var manifest = new Manifest(
            Manifest.CurrentFormat, owner.Shop, step.Folder, BeganAt(step.Folder), clock.GetUtcNow(), parts,
            Manifest.DigestOf(parts), seal.Seal(step.Folder, step.Folder));
        await Blob(step.Folder).Write(manifest, null, stop);
        return (await Find(step.Folder, stop))!;
    }

    /// <summary>All backups that are whole, the latest first.</summary>
    public async Task<IReadOnlyList<Manifest>> List(CancellationToken stop)
    {
        List<Manifest> found = [];
        foreach (string folder in await Folders(vault.Parts, stop))
            if (await Find(folder, stop) is { } manifest) found.Add(manifest);
        return [.. found.OrderByDescending(one => one.BeganAt)];
    }

    public async Task<Manifest?> Find(string folder, CancellationToken stop) =>
        (await Blob(folder).Read(null, stop)).Value;

    /// <summary>Whether a month has its first backup.</summary>
    public async Task<bool> HasMonthly(DateTimeOffset now, CancellationToken stop)
    {
        string month = now.UtcDateTime.ToString("yyyyMM", CultureInfo.InvariantCulture);
        foreach (string folder in await Folders(vault.Parts, stop))
        {
            bool isOf = folder.StartsWith($"{Monthly}/{month}", StringComparison.Ordinal);
            if (isOf && await Find(folder, stop) is not null) return true;
        }

        return false;
    }

    /// <summary>Deletes what is too old, keys first; answers how many files.</summary>
    /// <remarks>
    /// Where the app may not delete backups, which is wise, the storage's own rules do: that is no fault here.
    /// </remarks>
    public async Task<int> Prune(BackupRetention kept, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        int deleted = await Prune(vault.Keys, folder => BeganAt(folder) <= now - BackupRetention.Keys, stop);
        return deleted + await Prune(
            vault.Parts,
            folder => folder.StartsWith(Monthly, StringComparison.Ordinal)
                ? BeganAt(folder) <= now.AddMonths(-kept.Months)
                : BeganAt(folder) <= now.AddDays(-kept.Days),
            stop);
    }

    internal static DateTimeOffset BeganAt(string folder) => DateTimeOffset.ParseExact(
        folder.AsSpan(folder.IndexOf('/', StringComparison.Ordinal) + 1, TimeLength), Time,
        CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static async Task<int> Prune(
        BlobContainerClient container, Func<string, bool> isOld, CancellationToken stop)
    {
        int deleted = 0;
        foreach (string folder in (await Folders(container, stop)).Where(isOld))
        {
            // The manifest first: what is half deleted is no backup any more.
            await foreach (var blob in container.GetBlobsAsync(new() { Prefix = $"{folder}/" }, stop)
                .OrderByDescending(blob => blob.Name.EndsWith(Manifest.FileName, StringComparison.Ordinal)))
            {
                try
                {
                    if (await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: stop)) deleted++;
                }
                catch (RequestFailedException answer) when (answer.Status is 403 or 409)
                {
                    break;
                }
            }
        }

        return deleted;
    }

    private static async Task<IReadOnlyList<string>> Folders(BlobContainerClient container, CancellationToken stop)
    {
        if (!await container.ExistsAsync(stop)) return [];
        List<string> folders = [];
        foreach (string age in new[] { Daily, Monthly })
        {
            await foreach (var item in container.GetBlobsByHierarchyAsync(
                new() { Delimiter = "/", Prefix = $"{age}/" }, stop))
            {
                if (item.IsPrefix) folders.Add(item.Prefix.TrimEnd('/'));
            }
        }

        return folders;
    }

    private JsonBlob<Manifest?> Blob(string folder) => new(vault.Parts, $"{folder}/{Manifest.FileName}", null);
}
