using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs.Models;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>Writes one part of a backup into the shop.</summary>
internal sealed class RestorePart(
    StorageTables tables, StorageClients clients, ListTable lists, RecordKinds kinds, RecordSeal seal, Vault vault,
    HashSet<(string Place, string Name)> erased, DateTimeOffset beganAt)
{
    private const int RowsAtOnce = 1000;

    private static readonly ParallelOptions Bounded = new() { MaxDegreeOfParallelism = 8 };
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // Records of this part whose timeline nothing opens; each record comes before its timeline.
    private readonly HashSet<string> keyless = new(StringComparer.Ordinal);

    public int Forgotten { get; private set; }

    public int Unopened { get; private set; }

    public int Moved { get; private set; }

    /// <summary>Causes of late journal entries.</summary>
    public List<string> Entries { get; } = [];

    public async Task Copy(BackupPart part, bool withoutPersons, CancellationToken stop)
    {
        string name = part.Place[(part.Place.IndexOf('/', StringComparison.Ordinal) + 1)..];
        string? keys = withoutPersons ? null : part.Keys;
        if (part.Place.StartsWith(BackupExport.Files, StringComparison.Ordinal))
            await CopyFiles(name, part.Name, keys, stop);
        else
            await CopyRows(name, part.Name, keys, stop);
    }

    private async Task CopyRows(string name, string part, string? keys, CancellationToken stop)
    {
        var apart = keys is null
            ? []
            : await PartReader.Lines<RowLine>(vault.Keys, keys, stop)
                .ToDictionaryAsync(line => (line.Partition, line.Row), cancellationToken: stop);
        var table = await Opened(name);
        await foreach (var some in PartReader.Lines<RowLine>(vault.Parts, part, stop).Chunk(RowsAtOnce))
        {
            var rows = kinds.Named(name) is { } kind
                ? some.Select(line => Joined(kind, line.ToRow(), apart)).ToList()
                : some.Select(line => Entry(line.ToRow())).ToList();
            if (kinds.Named(name) is { } listed)
                await Parallel.ForEachAsync(rows, Bounded, (row, _) => Stand(listed, row));
            var batches = rows.GroupBy(row => row.PartitionKey, StringComparer.Ordinal).SelectMany(Batches);
            await Parallel.ForEachAsync(batches, Bounded, async (batch, more) =>
                await table.SubmitTransactionAsync(
                    batch.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)),
                    more));
        }
    }

    private TableEntity Joined(
        IRecordKind kind, TableEntity row, Dictionary<(string Partition, string Row), RowLine> apart)
    {
        bool isRecord = row.RowKey == RecordRow.Key;
        if (!isRecord && keyless.Contains(row.PartitionKey)) return BackupRow.ForgottenFact(row);
        var own = apart.GetValueOrDefault((row.PartitionKey, row.RowKey));
        if (!isRecord) return BackupRow.Joined(row, own);

        if (RecordRow.SavedAt(row) >= beganAt) Moved++;
        if (!kind.IsPersonal && !kind.HoldsSealed) return row;
        bool wasErased = erased.Contains((kind.Table, row.PartitionKey));
        if (own is not null && !wasErased) return BackupRow.Joined(row, own);
        if (wasErased) Forgotten++;
        keyless.Add(row.PartitionKey);
        return BackupRow.Forgotten(kind, row, seal, wasErased);
    }

    private TableEntity Entry(TableEntity row)
    {
        var entry = RecordRow.Read<JournalEntry>(Content.ReadFrom(row));
        if (entry.At >= beganAt - KnownEntries.Back) Entries.Add(entry.Cause);
        return row;
    }

    // The lists follow from the records, so that each record stands where it should at its moment.
    private async ValueTask Stand(IRecordKind kind, TableEntity row)
    {
        if (row.RowKey != RecordRow.Key) return;
        List<Standing> standing = [];
        foreach (var place in kind.ListsOf(RecordRow.ReadJson(row, seal, kind.Table)))
            standing.Add(await lists.Put(kind.Table, Key.Unescape(row.PartitionKey), place));
        RecordRow.Stand(row, standing);
    }

    private static IEnumerable<List<TableEntity>> Batches(IEnumerable<TableEntity> rows)
    {
        List<TableEntity> batch = [];
        int bytes = 0;
        foreach (var row in rows)
        {
            int more = row.BytesInBatch();
            if (batch.Count == Limits.RowsPerBatch || (batch.Count > 0 && bytes + more > Limits.BytesPerBatch))
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }

            batch.Add(row);
            bytes += more;
        }

        if (batch.Count > 0) yield return batch;
    }

    // A table that was just deleted cannot be made again at once.
    private async Task<TableClient> Opened(string name)
    {
        for (var giveUp = DateTime.UtcNow + Patience; ;)
        {
            try
            {
                return await tables.Open(name);
            }
            catch (RequestFailedException busy)
                when (busy.ErrorCode == "TableBeingDeleted" && DateTime.UtcNow < giveUp)
            {
                await Task.Delay(TimeSpan.FromSeconds(2));
            }
        }
    }

    private async Task CopyFiles(string name, string part, string? keys, CancellationToken stop)
    {
        var apart = keys is null
            ? []
            : await PartReader.Lines<FileLine>(vault.Keys, keys, stop)
                .ToDictionaryAsync(line => line.Name, cancellationToken: stop);
        var container = clients.Blobs.GetBlobContainerClient(name);
        await foreach (var line in PartReader.Lines<FileLine>(vault.Parts, part, stop))
        {
            var own = apart.GetValueOrDefault(line.Name);
            if (erased.Contains((name, line.Name)))
            {
                Forgotten++;
                continue;
            }

            if (line.Apart && own is null)
            {
                Unopened++;
                continue;
            }

            var content = line.Content ?? own!.Content!;
            var options = new BlobUploadOptions
            {
                HttpHeaders = new() { ContentType = line.Type },
                Metadata = line.Metadata.Concat(own?.Metadata ?? []).DistinctBy(one => one.Key).ToDictionary(),
            };
            await JsonBlob<string>.Creating(
                container,
                () => container.GetBlobClient(line.Name).UploadAsync(BinaryData.FromBytes(content), options, stop),
                stop);
        }
    }
}
