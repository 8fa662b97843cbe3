using Azure.Data.Tables;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Adapters;

public sealed class JournalTests(AzuriteAccount account) : JournalTests<AzuriteAccount>(account);

/// <summary>The same over any storage.</summary>
public abstract class JournalTests<TStorage>(TStorage account) : IClassFixture<TStorage> where TStorage : StorageAccount
{
    private static int days;

    private readonly Journal journal = new Bench(account).Journal;
    private readonly DateOnly day = new DateOnly(2025, 1, 1).AddDays(10 * Interlocked.Increment(ref days));

    private DateTimeOffset Noon => new(day, new TimeOnly(12, 0), TimeSpan.Zero);

    [Fact]
    public async Task An_entry_is_made_once_however_often_it_is_posted()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => journal.Post(Sale("order-1", 112))));

        Assert.Equal("order-1", Assert.Single(await journal.Entries(day)).Cause);
    }

    [Fact]
    public async Task Another_entry_of_the_same_cause_is_a_fault_and_changes_nothing()
    {
        await journal.Post(Sale("order-1", 112));
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => journal.Post(Sale("order-1", 113)));

        Assert.Contains("order-1", fault.Message, StringComparison.Ordinal);
        Assert.Equal(112, Assert.Single(await journal.Entries(day)).Lines[0].Debit.Amount);
    }

    [Fact]
    public async Task What_does_not_balance_is_not_posted()
    {
        var entry = new JournalEntry("odd", Noon, [JournalLine.OnDebit(Accounts.Sales, new(1, Currency.Php))]);

        await Assert.ThrowsAsync<InvalidOperationException>(() => journal.Post(entry));
        Assert.Empty(await journal.Entries(day));
    }

    [Fact]
    public async Task The_balance_sums_each_account_and_currency_over_its_days()
    {
        await Task.WhenAll(Enumerable.Range(1, 30).Select(i => journal.Post(Sale($"order-{i}", i))));
        await journal.Post(Sale("dollars", 7, Currency.Usd));
        await journal.Post(Sale("tomorrow", 1000) with { At = Noon.AddDays(1) });
        await journal.Post(Sale("midnight", 5000) with { At = Noon.AddHours(12) });
        await journal.Post(Sale("later", 9000) with { At = Noon.AddDays(2) });

        var one = await journal.Balance(day, day);
        Assert.Equal(
            ["1010 Card clearing PHP 4.65 PHP 0.00", "1010 Card clearing USD 0.07 USD 0.00",
             "4000 Sales PHP 0.00 PHP 4.65", "4000 Sales USD 0.00 USD 0.07"],
            one.Select(sum => $"{sum.Account} {sum.Debit} {sum.Credit}"));
        var two = await journal.Balance(day, day.AddDays(1));
        var sales = two.Single(sum => sum.Account == Accounts.Sales && sum.Credit.Currency == Currency.Php);
        Assert.Equal(465 + 6000, sales.Credit.Amount);
        Assert.Equal(31, (await journal.Entries(day)).Count);
    }

    [Fact]
    public async Task The_day_of_an_entry_is_the_sellers_day()
    {
        await journal.Post(Sale("last", 1) with { At = Noon.AddHours(4).AddTicks(-1) });
        await journal.Post(Sale("first", 2) with { At = Noon.AddHours(4) });

        // 15:59 and 16:00 UTC: the last moment of one day in Manila, the first of the next.
        Assert.Equal("last", Assert.Single(await journal.Entries(day)).Cause);
        Assert.Equal("first", Assert.Single(await journal.Entries(day.AddDays(1))).Cause);
        var next = await journal.Balance(day.AddDays(1), day.AddDays(1));
        Assert.Equal(2, next.Single(sum => sum.Account == Accounts.Sales).Credit.Amount);
    }

    [Fact]
    public async Task What_was_booked_under_a_UTC_day_lies_where_it_lay_and_is_not_booked_twice()
    {
        var entry = Sale("old", 7) with { At = Noon.AddHours(5) };
        await journal.Post(entry);
        await journal.Post(entry);

        // Keys of rows that are there already say the UTC day, so those of new ones must as well.
        var bench = new Bench(account);
        var table = bench.Clients.Tables.GetTableClient("journal");
        var (from, to) = ($"{day:yyyy-MM-dd}", $"{day.AddDays(1):yyyy-MM-dd}");
        string filter = TableClient.CreateQueryFilter($"PartitionKey ge {from} and PartitionKey lt {to}");
        Assert.Single(await table.QueryAsync<TableEntity>(filter).ToListAsync());
        Assert.Equal("old", Assert.Single(await journal.Entries(day.AddDays(1))).Cause);
        Assert.Empty(await journal.Entries(day));
    }

    private JournalEntry Sale(string cause, long amount, Currency? currency = null)
    {
        var money = new Money(amount, currency ?? Currency.Php);
        return JournalEntry.Balanced(
            cause, Noon,
            JournalLine.OnDebit(Accounts.CardClearing, money),
            JournalLine.OnCredit(Accounts.Sales, money));
    }
}
