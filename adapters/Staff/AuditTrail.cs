using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>One line of the audit trail.</summary>
/// <param name="Refused">The code of the refusal that it met; null where it met none.</param>
public sealed record AuditLine(
    string Id, DateTimeOffset At, string By, string What, string Record, string From, string? Refused,
    IReadOnlyList<Alteration> Alterations);

/// <summary>Lines of the audit trail, the newest first.</summary>
/// <param name="Cursor">Where the next page begins; null at the end.</param>
public sealed record AuditPage(IReadOnlyList<AuditLine> Items, string? Cursor);

/// <summary>A span of time in the audit trail; days and months begin where somebody lives, partitions in UTC.</summary>
public sealed record AuditSearch(DateTimeOffset From, DateTimeOffset Until, Func<DateTimeOffset, string> PartitionOf)
{
    /// <summary>Where its lines lie, the newest first.</summary>
    internal IEnumerable<string> Partitions => new[] { Until.AddTicks(-1), From }.Select(PartitionOf).Distinct();
}

/// <summary>
/// Who of staff asked for what, when and from where: written before it is done, so that nothing is done that does not
/// stand here, and never removed.
/// </summary>
/// <remarks>
/// Each line is kept three times, under its day, under whose it is in that month, and under its record, so that a page
/// of any of them is one query of one partition.
/// </remarks>
public sealed class AuditTrail(TableServiceClient tables)
{
    private const string Table = "audit";
    private const int Longest = 30_000;

    // A key of the table holds 512 characters, and escaping may make three of one.
    private const int LongestName = 150;

    private readonly StorageTables open = new(tables);

    /// <summary>All lines of a span of time, such as a day somewhere.</summary>
    public static AuditSearch Between(DateTimeOffset from, DateTimeOffset until) => new(from, until, OfDay);

    /// <summary>What somebody did in a span of time, such as a month somewhere.</summary>
    public static AuditSearch By(string actor, DateTimeOffset from, DateTimeOffset until) =>
        new(from, until, at => OfActor(actor, at));

    private static string OfDay(DateTimeOffset at) => $"day-{at.UtcDateTime:yyyyMMdd}";

    private static string OfActor(string actor, DateTimeOffset at) => $"by-{actor}-{at.UtcDateTime:yyyyMM}";

    /// <summary>A name that nothing of ours has, since it is too long to be a key, stands under its hash.</summary>
    private static string OfRecord(string record) => record.Length <= LongestName
        ? $"of-{record}"
        : $"of-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(record)))}";

    /// <summary>Writes down what is about to be done.</summary>
    public Task Begin(Deed deed, CancellationToken stop) => Write(deed, null, stop);

    /// <summary>Adds how it ended, where that is more than that it was done.</summary>
    public Task End(Deed deed, string? refused, CancellationToken stop) =>
        refused is null && deed.Alterations.Count == 0 ? Task.CompletedTask : Write(deed, refused, stop);

    /// <summary>What was done to one record.</summary>
    public Task<AuditPage> Read(string record, int limit, string? cursor, CancellationToken stop) =>
        Read([OfRecord(record)], cursor ?? "", null, limit, stop);

    /// <summary>What was done in a span of time.</summary>
    public Task<AuditPage> Read(AuditSearch search, int limit, string? cursor, CancellationToken stop) => Read(
        search.Partitions, cursor ?? SortKey.Newest(search.Until.AddTicks(-1)),
        SortKey.Newest(search.From.AddTicks(-1)), limit, stop);

    // Partitions follow one another as their rows do, so a place in one is a place in all of them.
    private async Task<AuditPage> Read(
        IEnumerable<string> partitions, string after, string? before, int limit, CancellationToken stop)
    {
        var table = await open.Open(Table);
        var rows = new List<TableEntity>();
        foreach (string partition in partitions)
        {
            var filter = TableClient.CreateQueryFilter(
                $"PartitionKey eq {Key.Escape(partition)} and RowKey gt {after}");
            if (before is not null) filter += TableClient.CreateQueryFilter($" and RowKey lt {before}");
            var query = table.QueryAsync<TableEntity>(filter, limit + 1, cancellationToken: stop);
            await foreach (var row in query)
            {
                if (rows.Count == limit) return new([.. rows.Select(Line)], rows[^1].RowKey);
                rows.Add(row);
            }
        }

        return new([.. rows.Select(Line)], null);
    }

    private async Task Write(Deed deed, string? refused, CancellationToken stop)
    {
        var table = await open.Open(Table);
        string alterations = JsonSerializer.Serialize(Fitting(deed.Alterations), Json.Options);
        await Task.WhenAll(
            new[] { OfDay(deed.At), OfActor(deed.By.ToString(), deed.At), OfRecord(deed.Record) }.Select(partition =>
                table.UpsertEntityAsync(
                    new TableEntity(Key.Escape(partition), $"{SortKey.Newest(deed.At)}{Key.Separator}{deed.Id}")
                    {
                        ["Id"] = deed.Id,
                        ["At"] = deed.At,
                        ["By"] = deed.By.ToString(),
                        ["What"] = deed.What,
                        ["Record"] = deed.Record,
                        ["From"] = deed.From,
                        ["Refused"] = refused,
                        ["Alterations"] = alterations,
                    }, TableUpdateMode.Replace, stop)));
    }

    private static IReadOnlyList<Alteration> Fitting(IReadOnlyList<Alteration> all)
    {
        int room = Longest;
        return
        [
            .. all.TakeWhile(one =>
                (room -= one.Path.Length + (one.Before?.Length ?? 0) + (one.After?.Length ?? 0)) > 0),
        ];
    }

    private static AuditLine Line(TableEntity row) => new(
        row.GetString("Id"), row.GetDateTimeOffset("At") ?? default, row.GetString("By"), row.GetString("What"),
        row.GetString("Record"), row.GetString("From"), row.GetString("Refused"),
        JsonSerializer.Deserialize<List<Alteration>>(row.GetString("Alterations"), Json.Options)!);
}
