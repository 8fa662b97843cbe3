using Azure.Data.Tables;

namespace Serverless.Adapters;

/// <summary>The tables by name, each made when this process first uses it.</summary>
internal sealed class StorageTables(TableServiceClient service)
{
    private readonly OpenOnce<TableClient> tables = new(async name =>
    {
        var table = service.GetTableClient(name);
        await table.CreateIfNotExistsAsync(CancellationToken.None);
        return table;
    });

    public Task<TableClient> Open(string name) => tables.Open(name);
}
