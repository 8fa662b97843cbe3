using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;

namespace Serverless.Adapters;

/// <summary>Goes through all records of a kind, and removes one with its whole timeline.</summary>
internal sealed class OldRecords(StorageTables tables, RecordSeal seal)
{
    private const int PageSize = 100;

    public async Task<ListPage<T>> Page<T>(string kind, string? after, CancellationToken stop) where T : class
    {
        var table = await tables.Open(kind);
        var rows = await table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey gt {after ?? ""} and RowKey eq {RecordRow.Key}"), PageSize,
            cancellationToken: stop).Take(PageSize).ToListAsync(stop);
        return new(
            [.. rows.Select(row => RecordRow.ReadStored<T>(row, seal, kind))],
            rows.Count == PageSize ? rows[^1].PartitionKey : null);
    }

    public async IAsyncEnumerable<Stored<T>> Find<T>(
        string kind, DateTimeOffset before, [EnumeratorCancellation] CancellationToken stop) where T : class
    {
        var table = await tables.Open(kind);
        var rows = table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"RowKey eq {RecordRow.Key} and At lt {before}"), cancellationToken: stop);
        await foreach (var row in rows) yield return RecordRow.ReadStored<T>(row, seal, kind);
    }

    /// <summary>
    /// The timeline first and the record with the last of it, so that who is killed in between leaves a record that
    /// is found again. False where somebody has changed it since it was looked at; it stays then.
    /// </summary>
    public async Task<bool> Remove(string kind, string partition, long version, CancellationToken stop)
    {
        var table = await tables.Open(kind);
        var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, RecordRow.Key, null, stop);
        if (!found.HasValue || RecordRow.VersionOf(found.Value!) != version) return false;
        var rows = await table.QueryAsync<TableEntity>(
            RecordRow.FactsOf(partition, withRecord: false), 1000, ["PartitionKey", "RowKey"], stop).ToListAsync(stop);
        try
        {
            foreach (var some in rows.Append(found.Value!).Chunk(Limits.RowsPerBatch))
            {
                await table.SubmitTransactionAsync(
                    some.Select(row => new TableTransactionAction(
                        TableTransactionActionType.Delete, row, row == found.Value ? row.ETag : ETag.All)),
                    CancellationToken.None);
            }

            return true;
        }
        catch (RequestFailedException overtaken) when (overtaken.Status is 404 or 412)
        {
            return false;
        }
    }
}
