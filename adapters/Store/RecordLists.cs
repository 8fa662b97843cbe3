using Azure.Data.Tables;

namespace Serverless.Adapters;

/// <summary>Reads lists: loads the records that a list names, and drops the rows that no longer hold.</summary>
internal sealed class RecordLists(StorageTables tables, RecordKinds kinds, RecordSeal seal, TimeProvider clock)
{
    private const int ParallelReads = 8;
    private const int MostRows = 1000;
    private const int LongestCursor = 1024;

    // A row is written just before its record: only one that is older may be called stale.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    public ListTable Rows { get; } = new(tables, kinds, clock);

    public async Task<ListPage<T>> Read<T>(string list, int limit, string? cursor, CancellationToken stop)
        where T : class
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        if (cursor?.Length > LongestCursor) return new([], null);
        var kind = kinds.Of<T>();
        var items = new List<Stored<T>>(limit);
        string? last = null;
        // One more than asked for tells whether another page follows.
        var chunks = Rows.Read(list, cursor, Math.Min(limit + 1, MostRows), stop)
            .Where(row => row.Kind == kind.Table)
            .Chunk(limit + 1);
        await foreach (var rows in chunks.WithCancellation(stop))
        {
            var records = await Load(kind, rows, stop);
            foreach (var (row, record) in rows.Zip(records))
            {
                if (record is null) continue;
                if (items.Count == limit) return new(items, last);
                items.Add(record);
                last = row.Key;
            }
        }
        return new(items, null);
    }

    public Task<int> Count(string list, int atMost, CancellationToken stop) => Rows.Count(list, atMost, stop);

    public async Task<int> Sweep(CancellationToken stop)
    {
        int removed = 0;
        await Parallel.ForEachAsync(Rows.ReadAll(stop), Bounded(stop), async (row, token) =>
        {
            if (kinds.Named(row.Kind) is not { } kind || !IsOld(row)) return;
            var record = await Find(kind.Table, row.Id, token);
            if (record is not null && kind.StandsOn(RecordRow.ReadJson(record, seal, kind.Table), row.Row)) return;
            if (await Rows.Remove(row.Partition, row.Key, row.Tag)) Interlocked.Increment(ref removed);
        });
        return removed;
    }

    /// <summary>The records of the rows, in order; null where the row does not hold.</summary>
    private async Task<Stored<T>?[]> Load<T>(RecordKind<T> kind, ListEntry[] rows, CancellationToken stop)
        where T : class
    {
        var records = new Stored<T>?[rows.Length];
        await Parallel.ForAsync(0, rows.Length, Bounded(stop), async (i, token) =>
        {
            var found = await Find(kind.Table, rows[i].Id, token);
            var record = found is null ? null : RecordRow.ReadStored<T>(found, seal, kind.Table);
            if (record is not null && kind.Lists is not null && kind.Lists(record.Record).Contains(rows[i].Row))
                records[i] = record;
            else if (IsOld(rows[i]))
                await Rows.Remove(rows[i].Partition, rows[i].Key, rows[i].Tag);
        });
        return records;
    }

    private async Task<TableEntity?> Find(string table, string id, CancellationToken stop)
    {
        var records = await tables.Open(table);
        var answer = await records.GetEntityIfExistsAsync<TableEntity>(Key.Escape(id), RecordRow.Key, null, stop);
        return answer.HasValue ? answer.Value : null;
    }

    private bool IsOld(ListEntry row) => clock.GetUtcNow() - row.At > Grace;

    private static ParallelOptions Bounded(CancellationToken stop) =>
        new() { MaxDegreeOfParallelism = ParallelReads, CancellationToken = stop };
}
