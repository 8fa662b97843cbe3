using Serverless.Adapters;

namespace Serverless.Tests.Adapters;

public sealed class CrashTests(AzuriteAccount account) : CrashTests<AzuriteAccount>(account);

/// <summary>The same over any storage.</summary>
public abstract class CrashTests<TStorage>(TStorage account) : IClassFixture<TStorage> where TStorage : StorageAccount
{
    private readonly Bench bench = new(account);

    private TableStore Store => bench.Store;

    private Luck Luck => bench.Luck;

    /// <summary>So many batches meet the fault; then luck returns.</summary>
    private static Func<Azure.Core.Request, Exception?> Batches(int times, Func<Exception> fault) =>
        request => Luck.IsBatch(request) && Interlocked.Decrement(ref times) >= 0 ? fault() : null;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    public async Task An_answer_lost_after_the_commit_changes_nothing_for_those_who_wait(int times)
    {
        var id = await bench.Open(0);
        Luck.After = Batches(times, () => new IOException("the line was cut"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(i =>
            Store.Update(id, $"{i}", jar => jar.Add(1))));

        Assert.All(answers, answer => Assert.InRange(answer.OrThrow().Sweets, 1, 30));
        Assert.Equal(30, (await bench.Look(id)).Sweets);
        Assert.Equal(31, (await Store.Timeline(id)).Count);
    }

    [Fact]
    public async Task A_lost_answer_is_made_good_although_others_changed_the_record_meanwhile()
    {
        var id = await bench.Open(0);
        var other = new Bench(account).Store;
        int lost = 4;
        Luck.After = request =>
        {
            if (!Luck.IsBatch(request) || --lost < 0) return null;
            other.Update(id, $"other-{lost}", jar => jar.Add(100)).GetAwaiter().GetResult().OrThrow();
            return new IOException("the line was cut");
        };
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            Store.Update(id, $"{i}", jar => jar.Add(1))));

        Assert.All(answers, answer => Assert.Null(answer.Refusal));
        Assert.Equal(410, (await bench.Look(id)).Sweets);
    }

    [Fact]
    public async Task A_record_is_opened_once_though_the_answer_was_lost()
    {
        var id = Bench.NewId<Jar>();
        Luck.After = Batches(2, () => new IOException("the line was cut"));

        Assert.Equal(3, (await Store.Insert(id, "opened", () => new Jar(id, 3))).OrThrow().Sweets);
        Assert.Single(await Store.Timeline(id));
    }

    [Fact]
    public async Task A_taking_whose_answer_was_lost_is_not_refused_for_having_been_made()
    {
        var id = await bench.Open(5);
        Luck.After = Batches(5, () => new IOException("the line was cut"));

        Assert.Equal(0, (await Store.Update(id, "lunch", jar => jar.Take(5))).OrThrow().Sweets);
    }

    [Fact]
    public async Task A_process_that_ends_after_the_commit_leaves_the_change_made_once_for_the_next_one()
    {
        var id = await bench.Open(0);
        Luck.After = Batches(1, () => new ProcessEndedException());
        await Assert.ThrowsAsync<ProcessEndedException>(() => Store.Update(id, "gift", jar => jar.Add(5)));
        var next = new Bench(account).Store;

        Assert.Equal(5, (await next.Update(id, "gift", jar => jar.Add(5))).OrThrow().Sweets);
        Assert.Equal(2, (await next.Timeline(id)).Count);
    }

    [Fact]
    public async Task A_process_that_ends_between_list_and_record_leaves_a_row_that_nobody_believes()
    {
        var id = await bench.Open(3);
        Luck.Before = Batches(1, () => new ProcessEndedException());
        await Assert.ThrowsAsync<ProcessEndedException>(() => Store.Update(id, "tidy", jar => jar.PutOn("shelf-1")));
        var next = new Bench(account).Store;

        Assert.Equal(1, await next.Count("shelf-1", 10));
        Assert.Empty((await next.List<Jar>("shelf-1", 10)).Items);

        (await next.Update(id, "tidy", jar => jar.PutOn("shelf-1"))).OrThrow();
        Assert.Equal(id, Assert.Single((await next.List<Jar>("shelf-1", 10)).Items).Record.Id);
    }

    [Fact]
    public async Task While_the_storage_is_away_a_change_fails_and_can_be_asked_again()
    {
        var id = await bench.Open(0);
        Luck.Before = Batches(int.MaxValue, () => new IOException("nobody there"));
        var fault = await Assert.ThrowsAsync<StoreBusyException>(() => Store.Update(id, "gift", jar => jar.Add(5)));
        Assert.Contains($"jars/{id}", fault.Message, StringComparison.Ordinal);
        Luck.Before = null;

        Assert.Equal(5, (await Store.Update(id, "gift", jar => jar.Add(5))).OrThrow().Sweets);
    }
}
