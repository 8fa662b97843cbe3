using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Adapters;

public sealed class RivalTests(AzuriteAccount account) : RivalTests<AzuriteAccount>(account);

/// <summary>The same over any storage.</summary>
public abstract class RivalTests<TStorage>(TStorage account) : IClassFixture<TStorage> where TStorage : StorageAccount
{
    private readonly Bench bench = new(account);

    private TableStore Store => bench.Store;

    [Fact]
    public async Task Sixty_four_rivals_in_two_processes_lose_no_change()
    {
        var id = await bench.Open(0);
        var other = new Bench(account).Store;
        await Task.WhenAll(Enumerable.Range(1, 64).Select(async rival =>
        {
            for (int turn = 0; turn < 5; turn++)
                (await (rival % 2 == 0 ? Store : other).Update(id, $"{rival}-{turn}", jar => jar.Add(rival))).OrThrow();
        }));

        Assert.Equal(5 * Enumerable.Range(1, 64).Sum(), (await bench.Look(id)).Sweets);
        Assert.Equal(1 + 64 * 5, (await Store.Timeline(id)).Count);
    }

    [Fact]
    public async Task Shoppers_never_take_more_than_there_is()
    {
        var id = await bench.Open(100);
        var other = new Bench(account).Store;
        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(i =>
            (i % 2 == 0 ? Store : other).Update(id, $"{i}", jar => jar.Take(1))));

        Assert.Equal(100, answers.Count(answer => answer.Refusal is null));
        Assert.Equal(0, (await bench.Look(id)).Sweets);
    }

    [Fact]
    public async Task Changes_that_wait_for_one_record_are_saved_together()
    {
        var id = await bench.Open(0);
        var calls = await bench.Counted(() => Task.WhenAll(Enumerable.Range(0, 200).Select(i =>
            Store.Update(id, $"{i}", jar => jar.Add(1)))));

        Assert.InRange(calls["table batch jars"], 3, 6);
        Assert.Equal(calls.Values.Sum(), calls["table batch jars"]);
        Assert.Equal(200, (await bench.Look(id)).Sweets);
    }

    [Fact]
    public async Task A_change_alone_costs_one_call_while_the_record_is_warm_and_two_otherwise()
    {
        var id = await bench.Open(0);
        Assert.Equal(["table batch jars 1"], await Calls(bench, "warm"));
        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["table batch jars 1", "table read jars 1"], await Calls(bench, "cold"));

        async Task<IEnumerable<string>> Calls(Bench at, string cause) =>
            (await at.Counted(() => at.Store.Update(id, cause, jar => jar.Add(1))))
                .Select(pair => $"{pair.Key} {pair.Value}").Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Each_answer_is_the_record_as_that_change_left_it()
    {
        var id = await bench.Open(0);
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
            Store.Update(id, $"{i}", jar => jar.Add(1))));

        Assert.Equal(Enumerable.Range(1, 50), answers.Select(answer => answer.OrThrow().Sweets).Order());
    }

    [Fact]
    public async Task A_refused_or_faulty_change_leaves_its_neighbours_alone()
    {
        var id = await bench.Open(0);
        var first = Store.Update(id, "first", jar => jar.Add(1));
        var refused = Store.Update(id, "refused", jar => jar.Take(1000));
        var faulty = Store.Update(id, "faulty", Result<Jar> (_) => throw new InvalidOperationException("my fault"));
        var large = Store.Update(id, "large", jar => jar.Stick(Noise.Text(2_000_000)));
        var last = Store.Update(id, "last", jar => jar.Add(1));

        await Task.WhenAll(first, last);
        Assert.Equal(Jar.Empty, (await refused).Refusal);
        Assert.Equal("my fault", (await Assert.ThrowsAsync<InvalidOperationException>(() => faulty)).Message);
        Assert.Contains($"jars {id}", (await Assert.ThrowsAsync<RecordTooLargeException>(() => large)).Message,
            StringComparison.Ordinal);
        Assert.Equal(2, (await bench.Look(id)).Sweets);
    }

    [Fact]
    public async Task Who_no_longer_waits_disturbs_nobody()
    {
        var id = await bench.Open(0);
        using var patience = new CancellationTokenSource();
        var gate = new TaskCompletionSource();
        bench.Luck.Before = _ =>
        {
            gate.TrySetResult();
            return null;
        };
        var changes = Enumerable.Range(0, 30).Select(i =>
            Store.Update(id, $"{i}", jar => jar.Add(1), i % 3 == 0 ? patience.Token : default)).ToList();
        await gate.Task;
        await patience.CancelAsync();

        foreach (var (i, change) in changes.Index().Where(pair => pair.Index % 3 != 0))
            Assert.Null((await change).Refusal);
        int made = (await Store.Timeline(id)).Count - 1;
        Assert.InRange(made, 20, 30);
        Assert.Equal(made, (await bench.Look(id)).Sweets);
    }

    [Fact]
    public async Task More_records_than_are_kept_warm_are_all_changed()
    {
        var small = new TableStore(bench.Clients.Tables, Bench.Kinds, Bench.Seal, bench.Clock, warmRecords: 10);
        await Task.WhenAll(Enumerable.Range(0, 120).Select(async i =>
        {
            var id = new Id<Tin>($"tin-{i % 50}");
            (await small.Put<Tin>(id, $"{i}", tin => new Tin(id, (tin?.Biscuits ?? 0) + 1))).OrThrow();
        }));

        Assert.Equal(3, (await small.Find(new Id<Tin>("tin-7")))!.Record.Biscuits);
        Assert.Equal(2, (await small.Find(new Id<Tin>("tin-47")))!.Record.Biscuits);
    }
}

/// <summary>Text that does not pack.</summary>
internal static class Noise
{
    public static string Text(int length, int seed = 7)
    {
        var random = new Random(seed);
        return string.Create(length, random, (span, from) =>
        {
            for (int i = 0; i < span.Length; i++) span[i] = (char)from.Next('!', '~');
        });
    }
}
