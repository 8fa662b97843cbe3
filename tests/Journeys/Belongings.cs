using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;

namespace Serverless.Tests.Journeys;

/// <summary>All that a shop keeps and has sent out into the world, to see whether anything has changed.</summary>
public static class Belongings
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly string[] Outside =
        ["mail/messages?limit=1000", "sandbox/payments", "sandbox/parcels", "sandbox/declarations"];

    /// <summary>Every row of every table, then letters, payments, parcels and declarations; one to a line.</summary>
    public static async Task<IReadOnlyList<string>> Of(TestShop shop)
    {
        List<string> all = [];
        var tables = shop.Services.GetRequiredService<TableServiceClient>();
        await foreach (var table in tables.QueryAsync())
        {
            await foreach (var row in tables.GetTableClient(table.Name).QueryAsync<TableEntity>())
                all.Add($"{table.Name} {row.PartitionKey} {row.RowKey} {Text(row)}");
        }

        using var outside = new HttpClient { BaseAddress = new(shop.Sandbox.Address) };
        foreach (string kind in Outside)
            all.AddRange(JsonNode.Parse(await outside.GetStringAsync(kind))!.AsArray().Select(one => Text(kind, one!)));
        return all.Order(StringComparer.Ordinal).ToList();
    }

    /// <summary>Waits, while the clock stands still, until no message waits and nothing is under way.</summary>
    public static Task AtRest(TestShop shop) => Serverless.Tests.Until.Holds(
        async () =>
        {
            await shop.Host.WhenIdle();
            var queues = shop.Services.GetRequiredService<QueueServiceClient>();
            await foreach (var queue in queues.GetQueuesAsync())
            {
                if (queue.Name.EndsWith("-poison", StringComparison.Ordinal)) continue;
                var left = await queues.GetQueueClient(queue.Name).GetPropertiesAsync();
                if (left.Value.ApproximateMessagesCount > 0) return false;
            }

            await shop.Host.WhenIdle();
            return true;
        },
        Patience, "every message is heard");

    // A letter that is sent again has the id of the first, by which mailboxes know it (docs/decisions/smtp.md).
    private static string Text(string kind, JsonNode one)
    {
        one.AsObject().Remove("copies");
        return $"{kind} {one.ToJsonString()}";
    }

    // Not when it was written, nor which writing it was: only what it says.
    private static string Text(TableEntity row) => string.Join(' ', row
        .Where(one => one.Key is not ("odata.etag" or "Timestamp" or "PartitionKey" or "RowKey"))
        .OrderBy(one => one.Key, StringComparer.Ordinal)
        .Select(one => $"{one.Key}={Text(one.Value)}"));

    private static string Text(object? value) => value is byte[] bytes
        ? Convert.ToBase64String(bytes)
        : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
