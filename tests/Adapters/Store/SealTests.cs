using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Adapters;

/// <summary>A record with a person in it, whose timeline keeps all of it.</summary>
public sealed record Letter(Id<Letter> Id, Address To, string Words);

/// <summary>What is personal never stands in a row in the clear, and can be forgotten.</summary>
public sealed class SealTests(AzuriteAccount account) : SealTests<AzuriteAccount>(account);

/// <summary>The same over any storage.</summary>
public abstract class SealTests<TStorage>(TStorage account) : IClassFixture<TStorage> where TStorage : StorageAccount
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
        Assert.Equal((Register.Forgotten, null), (seen.Record.To.Name, seen.Record.To.Line2));
        var timeline = await Store(OldKey).Timeline(id);
        Assert.Equal(["written", "erasure-1", "later"], timeline.Select(fact => fact.Cause));
        Assert.All(timeline, fact => Assert.Equal(Register.Forgotten, Address(fact).Name));
    }

    [Fact]
    public async Task Who_is_erased_is_erased_from_what_an_earlier_release_wrote_in_the_clear()
    {
        var store = Store(OldKey);
        await store.Insert(id, "written", () => new Letter(id, Maria, "Hello"));
        await store.Update(id, "again", letter => letter with { Words = "Goodbye" });
        await InTheClear();

        Assert.True((await store.Erase(id, "erasure-1")).Refusal is null);

        Assert.All(await Rows(), row => Assert.All(
            Private, text => Assert.DoesNotContain(text, Said(row), StringComparison.Ordinal)));
        Assert.All(
            await Store(OldKey).Timeline(id), fact => Assert.Equal(Register.Forgotten, Address(fact).Name));
        Assert.Equal("Goodbye", (await Store(OldKey).Find(id))!.Record.Words);
    }

    [Fact]
    public async Task A_store_that_remembers_a_record_remembers_no_open_key_of_it()
    {
        var store = Store(OldKey);
        await store.Insert(id, "written", () => new Letter(id, Maria, "Hello"));
        await store.Update(id, "again", letter => letter with { Words = "Goodbye" });
        var row = (await Rows()).Single(row => row.RowKey == "record");
        var wrapped = JsonSerializer.Deserialize<SealedText>(row.GetString("Key"), Json.Options)!;
        byte[] key = new TextSeal(OldKey).Open<byte[]>($"{table}/{id}", wrapped);

        var remembered = Reachable.From(store);

        Assert.Contains(wrapped, remembered.OfType<SealedText>());
        Assert.DoesNotContain(remembered.OfType<byte[]>(), bytes => bytes.AsSpan().IndexOf(key) >= 0);
    }

    [Fact]
    public async Task Another_process_that_still_knows_her_writes_nothing_of_her_back()
    {
        var (one, other) = (Store(OldKey), Store(OldKey));
        await one.Insert(id, "written", () => new Letter(id, Maria, "Hello"));
        await other.Update(id, "seen", letter => letter with { Words = "Seen" });

        await one.Erase(id, "erasure-1");
        await other.Update(id, "later", letter => letter with { Words = letter.To.Name });

        Assert.Equal(Register.Forgotten, (await Store(OldKey).Find(id))!.Record.Words);
    }

    [Fact]
    public async Task The_shops_key_can_be_replaced_while_the_shop_runs()
    {
        await Store(OldKey).Insert(id, "written", () => new Letter(id, Maria, "Hello"));
        var fault = await Assert.ThrowsAsync<KeyUnknownException>(() => Store(NewKey).Find(id));
        Assert.Contains("add that behind the new one", fault.Message, StringComparison.Ordinal);

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

    [Fact]
    public async Task A_record_whose_key_is_gone_is_damaged_and_not_forgotten()
    {
        await Store(OldKey).Insert(id, "written", () => new Letter(id, Maria, "Hello"));
        var row = (await Rows()).Single(row => row.RowKey == "record");
        row.Remove("Key");
        await Table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace);

        await Assert.ThrowsAsync<CryptographicException>(() => Store(OldKey).Find(id));
        await Assert.ThrowsAsync<CryptographicException>(
            () => Store(OldKey).Update(id, "again", letter => letter with { Words = "Goodbye" }));
        Assert.Equal(2, (await Rows()).Count);
    }

    [Fact]
    public async Task What_was_written_in_the_clear_is_sealed_by_a_run_that_may_be_killed_between_any_two_rows()
    {
        var store = Store(OldKey);
        Id<Letter>[] letters = [.. Enumerable.Range(0, 5).Select(_ => new Id<Letter>(Guid.NewGuid().ToString()))];
        foreach (var one in letters)
        {
            await store.Insert(one, "written", () => new Letter(one, Maria, "Hello"));
            await store.Update(one, "again", letter => letter with { Words = "Goodbye" });
        }

        await InTheClear();
        // Each life writes one row, until one finds nothing left to write but that.
        int died = 0;
        while (await Dies()) died++;

        Assert.Equal(14, died);
        Assert.Equal(new(null, 5, 0), await store.SealSome(table, null));
        Assert.All(await Rows(), row => Assert.DoesNotContain("Mabini", Said(row), StringComparison.Ordinal));
        foreach (var one in letters)
        {
            Assert.Equal(new Letter(one, Maria, "Goodbye"), (await Store(OldKey).Find(one))!.Record);
            Assert.Equal([Maria, Maria], (await Store(OldKey).Timeline(one)).Select(Address));
        }
    }

    [Fact]
    public async Task A_run_brings_every_key_under_the_shops_new_one_and_the_old_may_go()
    {
        await Store(OldKey).Insert(id, "written", () => new Letter(id, Maria, "Hello"));

        Assert.Equal(new(null, 1, 1), await Store($"{NewKey},{OldKey}").SealSome(table, null));

        Assert.Equal(Maria, (await Store(NewKey).Find(id))!.Record.To);
        Assert.Equal([Maria], (await Store(NewKey).Timeline(id)).Select(Address));
    }

    private async Task<bool> Dies()
    {
        int writes = 0;
        var luck = new Luck
        {
            Before = request =>
                request.Method == RequestMethod.Put && writes++ > 0 ? new ProcessEndedException() : null,
        };
        var options = account.Reach(new TableClientOptions());
        options.AddPolicy(luck, HttpPipelinePosition.PerRetry);
        try
        {
            await Store(OldKey, new TableServiceClient(account.ConnectionString, options)).SealSome(table, null);
            return false;
        }
        catch (ProcessEndedException)
        {
            return true;
        }
    }

    // As rows were before records had keys.
    private async Task InTheClear()
    {
        foreach (var row in await Rows())
        {
            var letter = new Letter(new(row.PartitionKey), Maria, row.GetInt64("Version") == 1 ? "Hello" : "Goodbye");
            row["Data"] = JsonSerializer.SerializeToUtf8Bytes(letter, Json.Options);
            row.Remove("Sealed");
            row.Remove("Key");
            await Table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace);
        }

        Assert.All(await Rows(), row => Assert.Contains("Mabini", Said(row), StringComparison.Ordinal));
    }

    private TableClient Table => new(account.ConnectionString, table, account.Reach(new TableClientOptions()));

    private TableStore Store(string key, TableServiceClient? tables = null) => new(
        tables ?? new TableServiceClient(account.ConnectionString, account.Reach(new TableClientOptions())),
        new RecordKinds().Add(new RecordKind<Letter>(table) { Status = _ => "Written" }),
        new RecordSeal(new TextSeal(key)), new FakeTimeProvider());

    private async Task<List<TableEntity>> Rows() => await Table.QueryAsync<TableEntity>().ToListAsync();

    private static Address Address(Fact fact) => fact.Data.GetProperty("to").Deserialize<Address>(Json.Options)!;

    private static string Said(TableEntity row) => string.Join(' ', row.Select(property =>
        property.Value is byte[] bytes ? Encoding.Latin1.GetString(bytes) : $"{property.Value}"));
}
