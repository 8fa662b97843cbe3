using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Adapters;

/// <summary>A record with a person in it, whose timeline keeps all of it.</summary>
public sealed record Letter(Id<Letter> Id, Address To, string Words);

/// <summary>What is personal never stands in a row in the clear, and can be forgotten.</summary>
public sealed class SealTests(AzuriteAccount account) : IClassFixture<AzuriteAccount>
{
    private const string OldKey = "the-key-of-last-year-of-32-characters-or-more";
    private const string NewKey = "the-key-of-this-year-of-32-characters-or-more";

    private static readonly Address Maria = new(
        "Maria Santos", "12 Mabini Street", null, "Taguig", "Metro Manila", "1634", "PH", "+639171234567");

    private static readonly string[] Private =
        ["Maria Santos", "Mabini", "Taguig", "Metro Manila", "1634", "9171234567"];

    private readonly string table = $"letters{Guid.NewGuid():N}"[..20];
    private readonly Id<Letter> id = new(Guid.NewGuid().ToString());

    [Fact]
    public async Task What_is_personal_is_nowhere_in_the_rows_and_comes_back_as_it_was()
    {
        var store = Store(OldKey);
        await store.Insert(id, "written", () => new Letter(id, Maria, "Hello"));
        await store.Update(id, "again", letter => letter with { Words = "Goodbye" });

        var rows = await Rows();
        Assert.Equal(3, rows.Count);
        Assert.All(rows, row => Assert.Contains("PH", Said(row), StringComparison.Ordinal));
        Assert.All(rows, row => Assert.All(
            Private, text => Assert.DoesNotContain(text, Said(row), StringComparison.Ordinal)));
        Assert.Equal(new Letter(id, Maria, "Goodbye"), (await Store(OldKey).Find(id))!.Record);
        Assert.All(await Store(OldKey).Timeline(id), fact => Assert.Equal(Maria, Address(fact)));
        Assert.Equal(Maria, Address((await Store(OldKey).FindFact(id, "written"))!));
    }

    [Fact]
    public async Task Who_is_erased_is_erased_from_the_record_and_from_everything_on_its_timeline()
    {
        var store = Store(OldKey);
        await store.Insert(id, "written", () => new Letter(id, Maria, "Hello"));

        Assert.True((await store.Erase(id, "erasure-1")).Refusal is null);
        Assert.True((await store.Erase(id, "erasure-1")).Refusal is null);
        await store.Update(id, "later", letter => letter with { Words = "Still there" });

        var seen = (await Store(OldKey).Find(id))!;
        Assert.Equal((3, "Still there", "PH"), (seen.Version, seen.Record.Words, seen.Record.To.Country));
        Assert.Equal((RecordSeal.Forgotten, null), (seen.Record.To.Name, seen.Record.To.Line2));
        var timeline = await Store(OldKey).Timeline(id);
        Assert.Equal(["written", "erasure-1", "later"], timeline.Select(fact => fact.Cause));
        Assert.All(timeline, fact => Assert.Equal(RecordSeal.Forgotten, Address(fact).Name));
    }

    [Fact]
    public async Task Another_process_that_still_knows_her_writes_nothing_of_her_back()
    {
        var (one, other) = (Store(OldKey), Store(OldKey));
        await one.Insert(id, "written", () => new Letter(id, Maria, "Hello"));
        await other.Update(id, "seen", letter => letter with { Words = "Seen" });

        await one.Erase(id, "erasure-1");
        await other.Update(id, "later", letter => letter with { Words = letter.To.Name });

        Assert.Equal(RecordSeal.Forgotten, (await Store(OldKey).Find(id))!.Record.Words);
    }

    [Fact]
    public async Task The_shops_key_can_be_replaced_while_the_shop_runs()
    {
        await Store(OldKey).Insert(id, "written", () => new Letter(id, Maria, "Hello"));
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => Store(NewKey).Find(id));
        Assert.Contains("add it behind the new one", fault.Message, StringComparison.Ordinal);

        await Store($"{NewKey},{OldKey}").Update(id, "again", letter => letter with { Words = "Goodbye" });

        Assert.Equal(new Letter(id, Maria, "Goodbye"), (await Store(NewKey).Find(id))!.Record);
        Assert.Equal([Maria, Maria], (await Store(NewKey).Timeline(id)).Select(Address));
    }

    [Fact]
    public async Task What_is_moved_to_another_record_does_not_open_there()
    {
        await Store(OldKey).Insert(id, "written", () => new Letter(id, Maria, "Hello"));
        var row = (await Rows()).Single(row => row.RowKey == "record");
        var elsewhere = new Id<Letter>(Guid.NewGuid().ToString());
        row.PartitionKey = elsewhere.Value;
        await Table.AddEntityAsync(row);

        await Assert.ThrowsAnyAsync<CryptographicException>(() => Store(OldKey).Find(elsewhere));
    }

    private TableClient Table => new(account.ConnectionString, table);

    private TableStore Store(string key) => new(
        new TableServiceClient(account.ConnectionString),
        new RecordKinds().Add(new RecordKind<Letter>(table) { Status = _ => "Written" }),
        new RecordSeal(new TextSeal(key)), new FakeTimeProvider());

    private async Task<List<TableEntity>> Rows() => await Table.QueryAsync<TableEntity>().ToListAsync();

    private static Address Address(Fact fact) => fact.Data.GetProperty("to").Deserialize<Address>(Json.Options)!;

    private static string Said(TableEntity row) => string.Join(' ', row.Select(property =>
        property.Value is byte[] bytes ? Encoding.Latin1.GetString(bytes) : $"{property.Value}"));
}
