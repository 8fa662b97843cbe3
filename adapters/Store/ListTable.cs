using Azure;
using Azure.Data.Tables;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>A row of the table <c>lists</c>: which record it names, of which kind, and since when.</summary>
internal sealed record ListEntry(
    string Partition, string Key, ETag Tag, string Kind, string Id, ListRow Row, DateTimeOffset At);

/// <summary>The one table of all lists. Partition: list and shard; row: sort key and id. Never trusted.</summary>
internal sealed class ListTable(StorageTables tables, RecordKinds kinds, TimeProvider clock)
{
    internal const string Name = "lists";
    private const string Kind = "Kind";
    private const string At = "At";

    /// <summary>Adds the rows that the record needs and has not; answers all that it will stand on.</summary>
    public async Task<IReadOnlyList<Standing>> Stand<T>(RecordKind<T> kind, Id<T> id, State<T> state) where T : class
    {
        if (kind.Lists is null) return [];
        var has = state.Standing.ToDictionary(standing => standing.Row);
        var needed = kind.Lists(state.Record!).Distinct();
        return await Task.WhenAll(needed.Select(row =>
            has.TryGetValue(row, out var standing) ? Task.FromResult(standing) : Put(kind.Table, id.Value, row)));
    }

    /// <summary>Removes rows that were left, unless somebody has put them there again since.</summary>
    public Task Leave(string id, IEnumerable<Standing> left) =>
        Task.WhenAll(left.Select(standing =>
            Remove(Partition(standing.List, id), RowKey(standing.Sort, id), new ETag(standing.Tag))));

    public async Task<bool> Remove(string partition, string key, ETag tag)
    {
        var table = await tables.Open(Name);
        try
        {
            await table.DeleteEntityAsync(partition, key, tag);
            return true;
        }
        catch (Exception fault) when (fault is RequestFailedException || StorageFaults.IsTransient(fault))
        {
            // Tidying only: the row was renewed, or the next reader or the sweep will find it.
            return false;
        }
    }

    /// <summary>The rows of a list after a key, in order, over all its shards.</summary>
    public async IAsyncEnumerable<ListEntry> Read(
        string list, string? after, int pageSize,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        var table = await tables.Open(Name);
        var shards = Enumerable.Range(0, kinds.Shards(list))
            .Select(shard => Query(table, PartitionOf(list, shard), after, pageSize, stop).GetAsyncEnumerator(stop))
            .ToList();
        try
        {
            var heads = new PriorityQueue<IAsyncEnumerator<TableEntity>, string>(StringComparer.Ordinal);
            foreach (var shard in shards)
                if (await shard.MoveNextAsync()) heads.Enqueue(shard, shard.Current.RowKey);
            while (heads.TryDequeue(out var first, out _))
            {
                yield return Entry(first.Current);
                if (await first.MoveNextAsync()) heads.Enqueue(first, first.Current.RowKey);
            }
        }
        finally
        {
            foreach (var shard in shards) await shard.DisposeAsync();
        }
    }

    /// <summary>Every row of every list.</summary>
    public async IAsyncEnumerable<ListEntry> ReadAll(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        var table = await tables.Open(Name);
        await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: stop)) yield return Entry(row);
    }

    public async Task<int> Count(string list, int atMost, CancellationToken stop)
    {
        var table = await tables.Open(Name);
        int count = 0;
        for (int shard = 0; shard < kinds.Shards(list) && count < atMost; shard++)
        {
            string partition = PartitionOf(list, shard);
            var rows = table.QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), 1000, ["RowKey"], stop);
            await foreach (var _ in rows)
                if (++count == atMost) break;
        }
        return count;
    }

    internal async Task<Standing> Put(string kind, string id, ListRow row)
    {
        var table = await tables.Open(Name);
        var entity = new TableEntity(Partition(row.List, id), RowKey(row.Sort, id))
        {
            [Kind] = kind,
            [At] = clock.GetUtcNow(),
        };
        var answer = await table.UpsertEntityAsync(entity.Check(Name), TableUpdateMode.Replace, CancellationToken.None);
        return new Standing(row.List, row.Sort, answer.Headers.ETag?.ToString() ?? "");
    }

    private static AsyncPageable<TableEntity> Query(
        TableClient table, string partition, string? after, int pageSize, CancellationToken stop) =>
        table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {after ?? ""}"),
            pageSize, cancellationToken: stop);

    private string Partition(string list, string id) => PartitionOf(list, Key.Shard(id, kinds.Shards(list)));

    private static string PartitionOf(string list, int shard) => $"{Key.Escape(list)}{Key.Separator}{shard}";

    private static string RowKey(string sort, string id) => $"{Key.Escape(sort)}{Key.Separator}{Key.Escape(id)}";

    private static ListEntry Entry(TableEntity row)
    {
        var list = Parts(row.PartitionKey);
        var (sort, id) = Parts(row.RowKey);
        var listRow = new ListRow(Key.Unescape(list.Left), Key.Unescape(sort));
        return new(
            row.PartitionKey, row.RowKey, row.ETag, row.GetString(Kind) ?? "", Key.Unescape(id), listRow,
            row.GetDateTimeOffset(At) ?? default);
    }

    private static (string Left, string Right) Parts(string key)
    {
        int at = key.LastIndexOf(Key.Separator);
        return (key[..at], key[(at + 1)..]);
    }
}
