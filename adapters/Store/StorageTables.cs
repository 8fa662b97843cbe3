using System.Collections.Concurrent;
using Azure.Data.Tables;

namespace Serverless.Adapters;

/// <summary>The tables by name, each made when this process first uses it.</summary>
internal sealed class StorageTables(TableServiceClient service)
{
    private readonly ConcurrentDictionary<string, Task<TableClient>> open = new(StringComparer.Ordinal);

    public async Task<TableClient> Open(string name)
    {
        var opening = open.GetOrAdd(name, Make);
        try
        {
            return await opening;
        }
        catch
        {
            // The next one tries again; only success is remembered.
            open.TryRemove(new(name, opening));
            throw;
        }
    }

    private async Task<TableClient> Make(string name)
    {
        var table = service.GetTableClient(name);
        await table.CreateIfNotExistsAsync(CancellationToken.None);
        return table;
    }
}
