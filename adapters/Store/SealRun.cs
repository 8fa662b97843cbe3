using Azure;
using Azure.Data.Tables;

namespace Serverless.Adapters;

/// <summary>A part of a table that was looked through.</summary>
/// <param name="Next">Where the next part begins; null at the end.</param>
/// <param name="Seen">Records that were looked at.</param>
/// <param name="Changed">Rows that had something in the clear, or a key under one of the shop's old keys.</param>
public sealed record SealedPart(string? Next, int Seen, int Changed);

/// <summary>Seals what was written before records were sealed, and keeps keys under the shop's current one.</summary>
/// <remarks>
/// The record's row comes first, since it holds the key; then its timeline. Who is killed in between begins again and
/// finds what is left. A record that somebody changes meanwhile is read again, for the sake of its timeline.
/// </remarks>
internal sealed class SealRun(StorageTables tables, RecordKinds kinds, RecordSeal seal)
{
    private const int PageRecords = 100;

    public async Task<SealedPart> Some(string kept, string? after, CancellationToken stop)
    {
        var kind = Kind(kept);
        var table = await tables.Open(kept);
        var pages = table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey gt {after ?? ""} and RowKey eq {RecordRow.Key}"),
            PageRecords, cancellationToken: stop).AsPages();
        int seen = 0, changed = 0;
        await foreach (var page in pages.WithCancellation(stop))
        {
            foreach (var row in page.Values)
                changed += await SealRows(kind, table, row, stop) ?? await One(kept, row.PartitionKey, stop);
            seen += page.Values.Count;
            // A page may be empty and not the last one.
            if (page.Values.Count > 0 && page.ContinuationToken is not null)
                return new(page.Values[^1].PartitionKey, seen, changed);
        }

        return new(null, seen, changed);
    }

    /// <summary>The same for one record; nothing where there is none.</summary>
    public async Task<int> One(string kept, string partition, CancellationToken stop)
    {
        var kind = Kind(kept);
        var table = await tables.Open(kept);
        while (true)
        {
            var row = await table.GetEntityIfExistsAsync<TableEntity>(partition, RecordRow.Key, null, stop);
            if (!row.HasValue) return 0;
            if (await SealRows(kind, table, row.Value!, stop) is { } changed) return changed;
        }
    }

    private IRecordKind Kind(string kept) => kinds.Named(kept) ?? throw new ArgumentException(
        $"There is no kind of record '{kept}'.", nameof(kept));

    /// <summary>How many rows it changed; null where somebody changed the record meanwhile.</summary>
    private async Task<int?> SealRows(IRecordKind kind, TableClient table, TableEntity row, CancellationToken stop)
    {
        string owner = RecordRow.Owner(kind.Table, row.PartitionKey);
        var known = seal.KeyOn(row, owner);
        var key = known is null ? seal.NewKey(owner) : seal.Renewed(known, owner);
        int changed = 0;
        if (key != known)
        {
            var content = kind.Keep(RecordSeal.Read(row, known, owner), key, owner);
            var next = RecordRow.Rewritten(row, content);
            RecordSeal.Write(next, key.Wrapped);
            if (!await Replace(table, next.Check(kind.Table), row.ETag)) return null;
            changed++;
        }

        var facts = table.QueryAsync<TableEntity>(
            RecordRow.FactsOf(row.PartitionKey, withRecord: false), cancellationToken: stop);
        await foreach (var fact in facts)
        {
            if (RecordSeal.IsSealed(fact)) continue;
            var content = kind.KeepFact(Content.ReadFrom(fact), key, owner);
            if (content is not { IsSealed: true }) continue;
            var next = RecordRow.Rewritten(fact, content);
            if (await Replace(table, next.Check(kind.Table), fact.ETag)) changed++;
        }

        return changed;
    }

    private static async Task<bool> Replace(TableClient table, TableEntity row, ETag tag)
    {
        try
        {
            await table.UpdateEntityAsync(row, tag, TableUpdateMode.Replace, CancellationToken.None);
            return true;
        }
        catch (RequestFailedException overtaken) when (overtaken.Status is 404 or 412)
        {
            return false;
        }
    }
}
