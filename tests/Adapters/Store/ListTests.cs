using Serverless.Adapters;

namespace Serverless.Tests.Adapters;

public sealed class ListTests(AzuriteAccount account) : ListTests<AzuriteAccount>(account);

/// <summary>The same over any storage.</summary>
public abstract class ListTests<TStorage>(TStorage account) : IClassFixture<TStorage> where TStorage : StorageAccount
{
    private readonly Bench bench = new(account);
    private readonly string shelf = $"shelf-{Guid.NewGuid():N}";

    private TableStore Store => bench.Store;

    [Fact]
    public async Task A_record_stands_on_the_lists_that_its_state_asks_for()
    {
        var id = await bench.Open(3, shelf);
        Assert.Equal(3, Assert.Single((await Store.List<Jar>(shelf, 10)).Items).Record.Sweets);

        await Store.Update(id, "gift", jar => jar.Add(4));
        Assert.Equal(7, Assert.Single((await Store.List<Jar>(shelf, 10)).Items).Record.Sweets);

        await Store.Update(id, "moved", jar => jar.PutOn(shelf + "-2"));
        Assert.Empty((await Store.List<Jar>(shelf, 10)).Items);
        Assert.Single((await Store.List<Jar>(shelf + "-2", 10)).Items);
    }

    [Fact]
    public async Task A_record_that_leaves_a_list_is_soon_no_longer_counted()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => bench.Open(i, shelf)));
        Assert.Equal(5, await Store.Count(shelf, 100));
        Assert.Equal(3, await Store.Count(shelf, 3));
        await Store.Update(ids[0], "moved", jar => jar.PutOn(null));

        await Eventually(async () => await Store.Count(shelf, 100) == 4);
    }

    [Fact]
    public async Task A_record_that_comes_back_to_a_list_stands_on_it()
    {
        var id = await bench.Open(1, shelf);
        var other = new Bench(account).Store;
        for (int turn = 0; turn < 20; turn++)
        {
            await (turn % 2 == 0 ? Store : other).Update(id, $"away-{turn}", jar => jar.PutOn(null));
            await (turn % 3 == 0 ? Store : other).Update(id, $"back-{turn}", jar => jar.PutOn(shelf));
            Assert.Single((await Store.List<Jar>(shelf, 10)).Items);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pages_follow_each_other_in_order_without_gap_or_repetition(bool sharded)
    {
        string list = sharded ? "busy" : shelf;
        await Task.WhenAll(Enumerable.Range(0, 25).Select(i => bench.Open(i * 7 % 25, list)));
        var seen = new List<int>();
        string? cursor = null;
        int pages = 0;
        do
        {
            var page = await Store.List<Jar>(list, 10, cursor);
            seen.AddRange(page.Items.Select(item => item.Record.Sweets));
            (cursor, pages) = (page.Cursor, pages + 1);
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(0, 25), seen);
        Assert.Equal(3, pages);
        Assert.Equal(25, await Store.Count(list, 1000));
    }

    [Fact]
    public async Task A_full_last_page_has_no_cursor()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => bench.Open(i, shelf)));

        Assert.Null((await Store.List<Jar>(shelf, 4)).Cursor);
        Assert.NotNull((await Store.List<Jar>(shelf, 3)).Cursor);
        Assert.Empty((await Store.List<Jar>(shelf, 3, "~~ nonsense '")).Items);
        Assert.Empty((await Store.List<Jar>(shelf, 3, new string('z', 5000))).Items);
    }

    [Fact]
    public async Task A_reader_fills_its_page_past_rows_that_do_not_hold_and_removes_the_old_ones()
    {
        await LeaveStaleRows(6);
        await bench.Open(900, shelf);
        Assert.Single((await Store.List<Jar>(shelf, 2)).Items);
        Assert.Equal(7, await Store.Count(shelf, 100));

        bench.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Single((await Store.List<Jar>(shelf, 2)).Items);
        Assert.Equal(1, await Store.Count(shelf, 100));
    }

    [Fact]
    public async Task A_reader_that_cannot_tidy_reads_on()
    {
        await LeaveStaleRows(2);
        await bench.Open(900, shelf);
        bench.Clock.Advance(TimeSpan.FromMinutes(6));
        bench.Luck.Before = request =>
            request.Method == Azure.Core.RequestMethod.Delete ? new Azure.RequestFailedException(403, "no") : null;

        Assert.Single((await Store.List<Jar>(shelf, 10)).Items);
        Assert.Equal(3, await Store.Count(shelf, 100));
    }

    [Fact]
    public async Task The_sweep_removes_old_rows_that_do_not_hold_and_no_others()
    {
        await LeaveStaleRows(4);
        await bench.Open(900, shelf);
        Assert.Equal(0, await Store.Sweep());

        bench.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.InRange(await Store.Sweep(), 4, int.MaxValue);
        Assert.Equal(1, await Store.Count(shelf, 100));
        Assert.Single((await Store.List<Jar>(shelf, 10)).Items);
    }

    [Fact]
    public async Task Kinds_of_record_that_share_a_list_do_not_see_each_other()
    {
        await bench.Open(1, shelf);
        bench.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Empty((await Store.List<Tin>(shelf, 10)).Items);
        Assert.Single((await Store.List<Jar>(shelf, 10)).Items);
    }

    [Fact]
    public async Task Staying_on_a_list_costs_no_call()
    {
        var id = await bench.Open(1, shelf);
        var calls = await bench.Counted(() => Store.Update(id, "label", jar => jar.Stick("new")));

        Assert.Equal(["table batch jars"], calls.Keys);
    }

    /// <summary>Rows of records that were never saved: the process ended in between.</summary>
    private async Task LeaveStaleRows(int count)
    {
        var dying = new Bench(account, bench.Clock);
        for (int i = 0; i < count; i++)
        {
            dying.Luck.Before = request => Luck.IsBatch(request) ? new ProcessEndedException() : null;
            await Assert.ThrowsAsync<ProcessEndedException>(() => dying.Open(i, shelf));
        }
    }

    private static async Task Eventually(Func<Task<bool>> holds)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!await holds()) await Task.Delay(10, deadline.Token);
    }
}
