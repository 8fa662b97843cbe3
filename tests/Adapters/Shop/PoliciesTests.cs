using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Adapters;

/// <summary>The shop's settings in their versions: each kept, each made once, one of two rivals holding.</summary>
public sealed class PoliciesTests
{
    private readonly AzuriteAccount account = new();

    [Fact]
    public async Task Where_nobody_has_set_anything_up_the_defaults_hold_and_are_no_version()
    {
        var policies = Instance();
        Assert.Equal(0, (await policies.Current(default)).Version);
        Assert.Equal(0, (await policies.Of(0, default)).Version);
        Assert.Null(await policies.Find(1, default));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await policies.Of(1, default));
    }

    [Fact]
    public async Task Every_version_is_kept_and_read_once_in_each_process()
    {
        var first = Instance();
        for (int at = 0; at < 3; at++)
            Assert.Equal(at + 1, (await first.Set(at, Named($"shop {at + 1}"), default)).OrThrow().Version);
        Assert.Equal(("shop 3", 3), (first.Now.Name, first.Now.Version));

        var bench = new Bench(account);
        var another = Of(bench);
        Assert.Equal("shop 1", (await another.Of(1, default)).Name);
        var before = bench.Calls.Snapshot();
        Assert.Equal(("shop 1", 1), ((await another.Of(1, default)).Name, (await another.Of(1, default)).Version));
        Assert.Empty(bench.Calls.Since(before));
        Assert.Equal("shop 2", (await another.Of(2, default)).Name);
        Assert.Equal("shop 1", (await another.Of(0, default)).Name);
    }

    [Fact]
    public async Task The_same_change_twice_is_one_version_and_another_one_is_refused_and_changes_nothing()
    {
        var policies = Instance();
        await policies.Set(0, Named("first"), default);
        Assert.Equal(2, (await policies.Set(1, Named("second"), default)).OrThrow().Version);
        Assert.Equal(2, (await policies.Set(1, Named("second"), default)).OrThrow().Version);
        Assert.Equal(3, (await policies.Set(2, Named("third"), default)).OrThrow().Version);
        // Whose answer was lost asks again, also when others have gone on.
        Assert.Equal(2, (await policies.Set(1, Named("second"), default)).OrThrow().Version);
        Assert.Equal(ShopRefusals.Changed, (await policies.Set(1, Named("other"), default)).Refusal);
        Assert.Equal(ShopRefusals.Changed, (await policies.Set(7, Named("other"), default)).Refusal);
        Assert.Equal("third", (await Instance().Current(default)).Name);
    }

    [Fact]
    public async Task Of_many_who_change_one_version_at_once_one_holds_whichever_process_they_ask()
    {
        await Instance().Set(0, Named("first"), default);
        var asked = await Task.WhenAll(Enumerable.Range(0, 12).Select(async each =>
            (Name: $"rival {each}", Made: await Instance().Set(1, Named($"rival {each}"), default))));

        var (name, made) = Assert.Single(asked, one => one.Made.Refusal is null);
        Assert.All(asked, one => Assert.True(one.Made.Refusal is null || one.Made.Refusal == ShopRefusals.Changed));
        var now = await Instance().Current(default);
        Assert.Equal((name, 2, 2), (now.Name, now.Version, made.OrThrow().Version));
    }

    [Fact]
    public async Task Another_instance_sees_a_change_after_some_seconds_without_making_anybody_wait()
    {
        var bench = new Bench(account);
        var seeing = Of(bench);
        await Instance().Set(0, Named("first"), default);
        Assert.Equal("first", (await seeing.Current(default)).Name);
        await Instance().Set(1, Named("second"), default);

        bench.Clock.Advance(Policies.Age + TimeSpan.FromSeconds(1));
        await seeing.Current(default);
        await Until.Holds(async () => (await seeing.Current(default)).Name == "second");
        Assert.Equal("second", seeing.Now.Name);
    }

    private static ShopPolicy Named(string name) => new() { Name = name };

    private Policies Instance() => Of(new Bench(account));

    private static Policies Of(Bench bench) =>
        new(
            new TableStore(bench.Clients.Tables, new RecordKinds().Add(Policies.Kind), Bench.Seal, bench.Clock),
            bench.Clock, NullLogger<Policies>.Instance);
}
