using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Serverless.Adapters;

/// <summary>Copies the shop into the vault, a part at a time.</summary>
/// <remarks>
/// A record is read first and its timeline after it, and of that only what is no newer than the record: so each record
/// is whole and of one moment, whoever changes it meanwhile, and two records may be of two moments. Lists are not
/// copied: they follow from the records. The journal comes after all records, since an entry is made before the record
/// says so. Why, and what a restore does about it: docs/decisions/backups.md.
/// </remarks>
public sealed class BackupExport(
    TableServiceClient service, StorageClients clients, RecordKinds kinds, Vault vault)
{
    internal const string Tables = "tables/";
    internal const string Files = "files/";

    private const int PageRecords = 100;
    private const int PageEntries = 1000;
    private const int PageFiles = 25;

    private readonly StorageTables tables = new(service);

    /// <summary>What is copied, in this order.</summary>
    internal IReadOnlyList<string> Places { get; } =
    [
        .. kinds.Lasting.Select(table => Tables + table), Tables + Journal.Table,
        .. ShopFiles.Containers.Select(container => Files + container),
    ];

    /// <summary>Copies the next part.</summary>
    public async Task<BackupStep> Some(BackupStep step, CancellationToken stop)
    {
        string place = step.Place ?? Places[0];
        await using var main = new PartWriter();
        await using var keys = new PartWriter();
        string name = place[(place.IndexOf('/', StringComparison.Ordinal) + 1)..];
        string? after = place.StartsWith(Files, StringComparison.Ordinal)
            ? await CopyFiles(name, step.After, main, keys, stop)
            : kinds.Named(name) is { } kind
                ? await CopyRecords(kind, step.After, main, keys, stop)
                : await CopyEntries(name, step.After, main, stop);
        var (number, last) = (step.Number, step.Last);
        if (main.Lines > 0)
        {
            string? apart = keys.Lines == 0
                ? null
                : await keys.Keep(vault.Keys, step.Folder, number, new(place, null, null, keys.Lines), stop);
            last = await main.Keep(vault.Parts, step.Folder, number, new(place, last, apart, main.Lines), stop);
            number++;
        }

        string? next = after is null ? Places.SkipWhile(known => known != place).ElementAtOrDefault(1) : place;
        return new(step.Folder, next ?? place, after, number, last, step.Rows + main.Lines, next is null);
    }

    private async Task<string?> CopyRecords(
        IRecordKind kind, string? after, PartWriter main, PartWriter keys, CancellationToken stop)
    {
        var table = await tables.Open(kind.Table);
        var records = await table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey gt {after ?? ""} and RowKey eq {RecordRow.Key}"), PageRecords,
            cancellationToken: stop).Take(PageRecords).ToListAsync(stop);
        if (records.Count == 0) return null;
        foreach (var row in records)
        {
            var (kept, apart) = BackupRow.Parted(kind, row);
            await main.Add(RowLine.Of(kept));
            if (apart is not null) await keys.Add(apart);
        }

        var known = records.ToDictionary(row => row.PartitionKey, StringComparer.Ordinal);
        var facts = table.QueryAsync<TableEntity>(
            RecordRow.FactsBetween(records[0].PartitionKey, records[^1].PartitionKey), cancellationToken: stop);
        await foreach (var fact in facts)
        {
            if (!known.TryGetValue(fact.PartitionKey, out var record)
                || RecordRow.VersionOf(fact) > RecordRow.VersionOf(record)) continue;
            var (kept, apart) = BackupRow.PartedFact(kind, fact);
            await main.Add(RowLine.Of(kept));
            if (apart is not null) await keys.Add(apart);
        }

        return records.Count == PageRecords ? records[^1].PartitionKey : null;
    }

    private async Task<string?> CopyEntries(string name, string? after, PartWriter main, CancellationToken stop)
    {
        var table = await tables.Open(name);
        string[] last = after?.Split('\n') ?? ["", ""];
        var rows = await table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter(
                $"PartitionKey gt {last[0]} or (PartitionKey eq {last[0]} and RowKey gt {last[1]})"),
            PageEntries, cancellationToken: stop).Take(PageEntries).ToListAsync(stop);
        foreach (var row in rows) await main.Add(RowLine.Of(row));
        return rows.Count == PageEntries ? $"{rows[^1].PartitionKey}\n{rows[^1].RowKey}" : null;
    }

    private async Task<string?> CopyFiles(
        string name, string? after, PartWriter main, PartWriter keys, CancellationToken stop)
    {
        var container = clients.Blobs.GetBlobContainerClient(name);
        if (!await container.ExistsAsync(stop)) return null;
        var pages = container.GetBlobsAsync(new GetBlobsOptions(), stop).AsPages(after, PageFiles);
        await foreach (var page in pages)
        {
            foreach (var blob in page.Values) await CopyFile(container, blob.Name, main, keys, stop);
            return page.ContinuationToken is { Length: > 0 } next ? next : null;
        }

        return null;
    }

    private static async Task CopyFile(
        BlobContainerClient container, string name, PartWriter main, PartWriter keys, CancellationToken stop)
    {
        try
        {
            var found = (await container.GetBlobClient(name).DownloadContentAsync(stop)).Value;
            var metadata = new SortedDictionary<string, string>(found.Details.Metadata, StringComparer.Ordinal);
            byte[] content = found.Content.ToArray();
            string? type = found.Details.ContentType;
            bool isPrivate = PrivateFiles.Containers.Contains(container.Name);
            bool isSealed = metadata.Remove(SealedBlobs.Key, out var key);
            // What an earlier release kept in the clear is as good as its own key.
            await main.Add(new FileLine(name, metadata, type, isPrivate && !isSealed ? null : content, isPrivate));
            if (isSealed) await keys.Add(new FileLine(name, new() { [SealedBlobs.Key] = key! }, type, null, true));
            else if (isPrivate) await keys.Add(new FileLine(name, metadata, type, content, true));
        }
        catch (Azure.RequestFailedException gone) when (gone.Status == 404)
        {
            // Deleted since it was listed.
        }
    }
}

/// <summary>All containers in which the shop keeps files.</summary>
public static class ShopFiles
{
    public const string CatalogContainer = "catalog";
    public const string LogosContainer = "logos";

    public static IReadOnlyList<string> Containers { get; } =
        [CatalogContainer, LogosContainer, .. PrivateFiles.Containers];
}
