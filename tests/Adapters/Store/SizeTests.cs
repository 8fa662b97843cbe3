using Serverless.Adapters;

namespace Serverless.Tests.Adapters;

public sealed class SizeTests(AzuriteAccount account) : SizeTests<AzuriteAccount>(account);

/// <summary>The same over any storage.</summary>
public abstract class SizeTests<TStorage>(TStorage account) : IClassFixture<TStorage> where TStorage : StorageAccount
{
    private readonly Bench bench = new(account);

    private TableStore Store => bench.Store;

    [Theory]
    [InlineData(0)]
    [InlineData(61_000)]
    [InlineData(61_440)]
    [InlineData(300_000)]
    [InlineData(600_000)]
    public async Task A_record_may_grow_over_many_properties(int length)
    {
        var id = await bench.Open(1);
        string label = Noise.Text(length);
        (await Store.Update(id, "label", jar => jar.Stick(label))).OrThrow();

        Assert.Equal(label, (await bench.Look(id)).Label);
        var fact = await Store.FindFact(id, "label");
        Assert.Equal(label, fact is null ? "" : fact.Data.GetProperty("label").GetString());
        Assert.Equal(1, (await new Bench(account).Store.Update(id, "other", jar => jar.Stick("x"))).OrThrow().Sweets);
    }

    [Fact]
    public async Task A_record_that_packs_well_may_be_longer_than_a_row()
    {
        var id = await bench.Open(1);
        string label = new('é', 3_000_000);
        (await Store.Update(id, "label", jar => jar.Stick(label))).OrThrow();

        Assert.Equal(label, (await bench.Look(id)).Label);
    }

    [Fact]
    public async Task A_record_that_outgrew_its_row_is_refused_by_name_and_stays_as_it_was()
    {
        var id = await bench.Open(1);
        var fault = await Assert.ThrowsAsync<RecordTooLargeException>(() =>
            Store.Update(id, "label", jar => jar.Stick(Noise.Text(1_100_000))));

        Assert.Contains($"jars {id}/record", fault.Message, StringComparison.Ordinal);
        Assert.Contains("1 MiB", fault.Message, StringComparison.Ordinal);
        Assert.Equal("", (await bench.Look(id)).Label);
    }

    [Fact]
    public async Task A_cause_that_makes_no_key_is_refused_by_name()
    {
        var id = await bench.Open(1);
        var fault = await Assert.ThrowsAsync<RecordTooLargeException>(() =>
            Store.Update(id, new string('c', 600), jar => jar.Add(1)));

        Assert.Contains("row key", fault.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Update(id, "", jar => jar.Add(1)));
    }

    [Fact]
    public async Task Many_large_changes_at_once_are_saved_in_as_many_batches_as_they_need()
    {
        var id = await bench.Open(0);
        var calls = await bench.Counted(() => Task.WhenAll(Enumerable.Range(1, 20).Select(i =>
            Store.Update(id, $"{i}", jar => (jar with { Label = Noise.Text(400_000, i) }).Add(1)))));

        Assert.InRange(calls["table batch jars"], 3, 10);
        Assert.Equal(20, (await bench.Look(id)).Sweets);
    }
}
