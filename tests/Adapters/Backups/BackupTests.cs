using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Time.Testing;
using Serverless.Adapters;
using Serverless.Commerce;
using Vaulted = Serverless.Adapters.Backups;

namespace Serverless.Tests.Adapters;

/// <summary>What a backup is while others write, and what comes back of it.</summary>
public sealed class BackupTests
{
    private readonly Bench bench = new(new AzuriteAccount());
    private readonly AzuriteAccount vaultAccount = new();

    private Vault Vault { get; }

    public BackupTests()
    {
        var vault = new BlobServiceClient(vaultAccount.ConnectionString);
        Vault = new(vault, vault);
    }

    [Fact]
    public async Task A_record_and_its_timeline_are_of_one_moment_whoever_writes_meanwhile()
    {
        var ids = new List<Id<Jar>>();
        for (int each = 0; each < 12; each++) ids.Add(await bench.Open(1));
        using var stop = new CancellationTokenSource();
        int written = 0;
        var writers = Task.WhenAll(ids.Select(id => Task.Run(async () =>
        {
            for (int turn = 0; !stop.IsCancellationRequested; turn++)
            {
                // Causes in no order, so that some come before what was read already.
                (await bench.Store.Update(id, $"{Guid.NewGuid():N}", jar => jar.Add(1))).OrThrow();
                Interlocked.Increment(ref written);
            }
        })));
        var manifest = await BackUp();
        int meanwhile = written;
        await stop.CancelAsync();
        await writers;
        Assert.True(meanwhile > 20, $"only {meanwhile} changes were made meanwhile");

        var other = new Bench(new AzuriteAccount());
        await Restore(other, manifest);
        foreach (var id in ids)
        {
            var jar = (await other.Store.Find(id))!;
            var versions = (await other.Store.Timeline(id)).Select(fact => fact.Version);
            Assert.Equal(Enumerable.Range(1, (int)jar.Version).Select(number => (long)number), versions);
            Assert.Equal(jar.Record.Sweets, jar.Version);
        }
    }

    [Fact]
    public async Task Columns_come_back_as_what_they_were_and_records_stand_where_they_should()
    {
        var table = bench.Clients.Tables.GetTableClient("tins");
        await table.CreateIfNotExistsAsync();
        var odd = new TableEntity("odd", "record")
        {
            ["Text"] = "añil ☂",
            ["Int"] = -3,
            ["Long"] = long.MaxValue,
            ["Double"] = 0.1,
            ["Yes"] = true,
            ["At"] = new DateTimeOffset(2026, 11, 11, 1, 2, 3, TimeSpan.Zero).AddTicks(7),
            ["Id"] = Guid.NewGuid(),
            ["Data"] = """{"id":"odd","biscuits":1}"""u8.ToArray(),
        };
        await table.AddEntityAsync(odd);
        var jar = await bench.Open(3, "window");
        var manifest = await BackUp();
        var other = new Bench(new AzuriteAccount());
        await Restore(other, manifest);

        var tins = other.Clients.Tables.GetTableClient("tins");
        var back = (await tins.GetEntityAsync<TableEntity>("odd", "record")).Value;
        foreach (string name in odd.Keys.Where(name => name is not ("Data" or "odata.etag")))
            Assert.Equal(odd[name], back[name]);
        Assert.Equal(odd.GetBinary("Data"), back.GetBinary("Data"));
        Assert.Equal([jar], (await other.Store.List<Jar>("window", 10)).Items.Select(item => item.Record.Id));
        await other.Store.Update(jar, "moved", record => record.PutOn("door"));
        Assert.Equal([jar], (await other.Store.List<Jar>("door", 10)).Items.Select(item => item.Record.Id));
        Assert.Empty((await other.Store.List<Jar>("window", 10)).Items);
    }

    [Fact]
    public async Task A_part_that_is_copied_twice_counts_once_and_a_manifest_knows_each()
    {
        for (int each = 0; each < 130; each++) await bench.Open(1);
        var export = new BackupExport(bench.Clients.Tables, bench.Clients, Bench.Kinds, Vault);
        var step = Beginning();
        while (!step.IsOver)
        {
            // Killed behind each part, before anybody heard of it; meanwhile somebody wrote.
            await export.Some(step, default);
            await bench.Open(1);
            step = await export.Some(step, default);
        }

        var manifest = await Backups.End(step, default);
        Assert.Equal(manifest.Parts, (await Backups.End(step, default)).Parts);
        Assert.Equal(step.Rows, manifest.Rows);
        var other = new Bench(new AzuriteAccount());
        await Restore(other, manifest);
        int seen = 0;
        for (string? cursor = null; ;)
        {
            var page = await other.Store.Page<Jar>(cursor);
            seen += page.Items.Count;
            if ((cursor = page.Cursor) is null) break;
        }

        Assert.InRange(seen, 130, 140);
        Assert.Equal(manifest.Counts["tables/jars"], seen * 2);
    }

    private Vaulted Backups => new(Vault, Seal, new BackupOwner("likha"), bench.Clock);

    private static TextSeal Seal { get; } = new("a-key-of-at-least-thirty-two-characters");

    private BackupStep Beginning() => new(
        Vaulted.FolderOf("one", bench.Clock.GetUtcNow(), monthly: false), null, null, 0, null, 0, false);

    private async Task<Manifest> BackUp()
    {
        var export = new BackupExport(bench.Clients.Tables, bench.Clients, Bench.Kinds, Vault);
        var step = Beginning();
        while (!step.IsOver) step = await export.Some(step, default);
        return await Backups.End(step, default);
    }

    private Task<RestoreMark> Restore(Bench into, Manifest manifest) => new Restore(
        into.Clients.Tables, into.Clients, Bench.Kinds, Bench.Seal, Seal, new BackupOwner("likha"), Vault,
        new ErasureList(Vault, bench.Clock), new RestoreMarks(into.Clients.Blobs), new FakeTimeProvider()).Run(
            manifest, withoutPersons: false);
}
