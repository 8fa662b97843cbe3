using System.Globalization;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Data.Sqlite;

namespace Serverless.Tests.Journeys;

/// <summary>Everything that a run of the shop leaves behind, searched place by place.</summary>
/// <remarks>A place is called by its kind first: <c>table</c>, <c>blob</c>, <c>queue</c>, <c>file</c>.</remarks>
internal sealed class Traces(LeakSearch search)
{
    // The most that one request shows.
    private const int MostPeeked = 32;

    /// <summary>What the storage account answers with.</summary>
    public async Task Storage(string connection)
    {
        await Tables(new(connection));
        await Blobs(new(connection));
        await Queues(new(connection));
    }

    /// <summary>Every file of a folder, as it lies on the disk.</summary>
    public void Folder(string name, string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order())
            search.Look($"file {name}/{Path.GetRelativePath(folder, file)}", File.ReadAllBytes(file));
    }

    /// <summary>Every value of a database: in its file a long one is cut into pages.</summary>
    public void Database(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        foreach (string table in Rows(connection, "SELECT name FROM sqlite_master WHERE type = 'table'")
            .Select(row => (string)row[0].Value).ToList())
        {
            foreach (var (column, value) in Rows(connection, $"SELECT * FROM \"{table}\"").SelectMany(row => row))
                Value($"durable {table}.{column}", value);
        }
    }

    public void Lines(string name, IEnumerable<string> lines) => search.Look($"log {name}", string.Join('\n', lines));

    private async Task Tables(TableServiceClient service)
    {
        await foreach (var table in service.QueryAsync())
        {
            await foreach (var row in service.GetTableClient(table.Name).QueryAsync<TableEntity>())
            {
                foreach (var (name, value) in row) Value($"table {table.Name}.{name}", value);
                // What is longer than a property lies in several, and is packed as one.
                var pieces = row.Where(one => one.Value is byte[]).OrderBy(one => one.Key.Length)
                    .ThenBy(one => one.Key, StringComparer.Ordinal).Where(one => one.Key.StartsWith("Data"));
                Value($"table {table.Name}", pieces.SelectMany(one => (byte[])one.Value).ToArray());
            }
        }
    }

    private async Task Blobs(BlobServiceClient service)
    {
        await foreach (var container in service.GetBlobContainersAsync())
        {
            var blobs = service.GetBlobContainerClient(container.Name);
            await foreach (var blob in blobs.GetBlobsAsync())
            {
                var found = (await blobs.GetBlobClient(blob.Name).DownloadContentAsync()).Value;
                string place = $"blob {container.Name}/{blob.Name}";
                search.Look(place, found.Content.ToArray());
                search.Look(place, string.Join('\n', found.Details.Metadata.Prepend(new("name", blob.Name))));
            }
        }
    }

    private async Task Queues(QueueServiceClient service)
    {
        await foreach (var queue in service.GetQueuesAsync())
        {
            var messages = await service.GetQueueClient(queue.Name).PeekMessagesAsync(MostPeeked);
            foreach (var message in messages.Value) search.Look($"queue {queue.Name}", message.Body.ToArray());
        }
    }

    private void Value(string place, object? value)
    {
        if (value is byte[] bytes) search.Look(place, bytes);
        else if (value is not null) search.Look(place, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
    }

    private static IEnumerable<(string Name, object Value)[]> Rows(SqliteConnection connection, string query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return [.. Enumerable.Range(0, reader.FieldCount).Select(at => (reader.GetName(at), reader[at]))];
    }
}
