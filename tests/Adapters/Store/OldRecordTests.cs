using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Adapters;

/// <summary>Records that nobody needs any more are found, and leave nothing behind.</summary>
public sealed class OldRecordTests(AzuriteAccount account) : OldRecordTests<AzuriteAccount>(account);

/// <summary>The same over any storage.</summary>
public abstract class OldRecordTests<TStorage>(TStorage account) : IClassFixture<TStorage>
    where TStorage : StorageAccount
{
    private const int Changes = 150;

    private readonly Bench bench = new(account);
    private readonly Id<Jar> id = new(Guid.NewGuid().ToString());

    [Fact]
    public async Task Only_what_has_not_changed_since_is_old()
    {
        var young = new Id<Jar>(Guid.NewGuid().ToString());
        await bench.Store.Insert(id, "made", () => new Jar(id, 1));
        bench.Clock.Advance(TimeSpan.FromDays(2));
        var now = bench.Clock.GetUtcNow();
        await bench.Store.Insert(young, "made", () => new Jar(young, 1));

        var old = await bench.Store.UnchangedSince<Jar>(now).Select(stored => stored.Record.Id).ToListAsync();

        Assert.Contains(id, old);
        Assert.DoesNotContain(young, old);
    }

    [Fact]
    public async Task It_goes_with_its_whole_timeline_however_long_and_wherever_the_run_is_killed()
    {
        var version = await Fill();
        int lives = 0;
        bench.Luck.After = request => Luck.IsBatch(request) && lives++ == 0 ? new ProcessEndedException() : null;
        await Assert.ThrowsAsync<ProcessEndedException>(() => bench.Store.Remove(id, version));
        Assert.NotNull(await bench.Store.Find(id));

        Assert.True(await bench.Store.Remove(id, version));

        Assert.Null(await bench.Store.Find(id));
        Assert.Empty(await bench.Store.Timeline(id));
        Assert.False(await bench.Store.Remove(id, version));
        Assert.Equal("record.unknown", (await bench.Store.Update(id, "late", jar => jar.Add(1))).Refusal?.Code);
    }

    [Fact]
    public async Task What_somebody_has_changed_meanwhile_stays()
    {
        await bench.Store.Insert(id, "made", () => new Jar(id, 1));
        await bench.Store.Update(id, "used", jar => jar.Add(1));

        Assert.False(await bench.Store.Remove(id, 1));
        Assert.Equal(2, (await bench.Store.Find(id))!.Record.Sweets);
    }

    private async Task<long> Fill()
    {
        await bench.Store.Insert(id, "made", () => new Jar(id, 0));
        for (int change = 0; change < Changes; change++)
            await bench.Store.Update(id, $"change-{change}", jar => jar.Add(1));
        return (await bench.Store.Find(id))!.Version;
    }
}
