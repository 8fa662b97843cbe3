using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>What an account came to in one currency.</summary>
public sealed record AccountBalance(string Account, Money Debit, Money Credit);

/// <summary>The shop's books: balanced entries, each made once per cause, never changed.</summary>
/// <remarks>
/// Partition: the entry's UTC day and a shard of its cause; row: the cause. So the time of an entry is part of what
/// identifies it: whoever repeats an entry repeats its time. The UTC day says only where a row lies, and stays what it
/// is wherever the seller is; the day of the books is the seller's, which lies in two or three of them.
/// </remarks>
public sealed class Journal(TableServiceClient tables, Func<LegalEntity> books, KnownEntries? restored = null)
{
    internal const string Table = "journal";

    private const string Name = Table;
    private const int Shards = 4;

    private readonly StorageTables open = new(tables);

    /// <summary>
    /// Writes an entry. The same entry again changes nothing; another entry of the same cause and day is a fault.
    /// </summary>
    public async Task Post(JournalEntry entry, CancellationToken stop = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(entry.Cause);
        CheckBalance(entry);
        if (restored is not null && await restored.Has(entry.Cause, stop)) return;
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(entry, Json.Options);
        var row = new TableEntity(Partition(entry), Key.Escape(entry.Cause));
        new Content(json).WriteTo(row);
        var table = await open.Open(Name);
        try
        {
            await table.AddEntityAsync(row.Check(Name), stop);
        }
        catch (RequestFailedException known) when (known.Status == 409)
        {
            var kept = await table.GetEntityAsync<TableEntity>(row.PartitionKey, row.RowKey, null, stop);
            if (!Content.ReadFrom(kept.Value).AsSpan().SequenceEqual(json))
                throw new InvalidOperationException(
                    $"The books hold another entry of the cause '{entry.Cause}' already.", known);
        }
    }

    /// <summary>All entries of one day of the books, in the order of their time.</summary>
    public async Task<IReadOnlyList<JournalEntry>> Entries(DateOnly day, CancellationToken stop = default) =>
        [.. (await Read(day, day, stop).ToListAsync(stop)).OrderBy(entry => entry.At)];

    /// <summary>What every account came to, over the days of the books from and to, both included.</summary>
    public async Task<IReadOnlyList<AccountBalance>> Balance(
        DateOnly from, DateOnly to, CancellationToken stop = default)
    {
        var sums = new SortedDictionary<(string Account, string Currency), AccountBalance>();
        await foreach (var entry in Read(from, to, stop))
        {
            foreach (var line in entry.Lines)
            {
                var key = (line.Account, line.Debit.Currency.Code);
                sums[key] = sums.TryGetValue(key, out var sum)
                    ? sum with { Debit = sum.Debit + line.Debit, Credit = sum.Credit + line.Credit }
                    : new(line.Account, line.Debit, line.Credit);
            }
        }
        return [.. sums.Values];
    }

    private async IAsyncEnumerable<JournalEntry> Read(
        DateOnly from, DateOnly to, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        var seller = books();
        var (first, end) = (Day(seller.StartOf(from)), Day(seller.LastOf(to).AddDays(1)));
        var table = await open.Open(Name);
        var rows = table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey ge {first} and PartitionKey lt {end}"),
            cancellationToken: stop);
        await foreach (var row in rows)
        {
            var entry = RecordRow.Read<JournalEntry>(Content.ReadFrom(row));
            var day = seller.DayOf(entry.At);
            if (from <= day && day <= to) yield return entry;
        }
    }

    private static void CheckBalance(JournalEntry entry)
    {
        foreach (var lines in entry.Lines.GroupBy(line => line.Debit.Currency))
        {
            if (lines.Sum(line => line.Debit.Amount) != lines.Sum(line => line.Credit.Amount))
                throw new InvalidOperationException($"The entry '{entry.Cause}' does not balance in {lines.Key}.");
        }
    }

    private static string Partition(JournalEntry entry) =>
        $"{Day(entry.At)}{Key.Separator}{Key.Shard(entry.Cause, Shards)}";

    private static string Day(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
