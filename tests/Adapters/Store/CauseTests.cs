using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Adapters;

public sealed class CauseTests(AzuriteAccount account) : CauseTests<AzuriteAccount>(account);

/// <summary>The same over any storage.</summary>
public abstract class CauseTests<TStorage>(TStorage account) : IClassFixture<TStorage> where TStorage : StorageAccount
{
    private readonly Bench bench = new(account);

    private TableStore Store => bench.Store;

    [Fact]
    public async Task A_change_asked_for_twice_is_made_once()
    {
        var id = await bench.Open(10);
        await Store.Update(id, "gift", jar => jar.Add(5));
        var again = await Store.Update(id, "gift", jar => jar.Add(5));

        Assert.Equal(15, again.OrThrow().Sweets);
        Assert.Equal(15, (await bench.Look(id)).Sweets);
    }

    [Fact]
    public async Task A_change_asked_for_by_many_at_once_is_made_once()
    {
        var id = await bench.Open(10);
        var other = new Bench(account).Store;
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            (i % 2 == 0 ? Store : other).Update(id, "gift", jar => jar.Add(5))));

        Assert.All(answers, answer => Assert.Equal(15, answer.OrThrow().Sweets));
        Assert.Equal(2, (await Store.Timeline(id)).Count);
    }

    [Fact]
    public async Task A_repeated_change_is_answered_with_the_record_as_it_is_now()
    {
        var id = await bench.Open(10);
        await Store.Update(id, "gift", jar => jar.Add(5));
        await new Bench(account).Store.Update(id, "thief", jar => jar.Take(14));

        Assert.Equal(1, (await Store.Update(id, "gift", jar => jar.Add(5))).OrThrow().Sweets);
    }

    [Fact]
    public async Task A_change_that_was_made_is_never_refused_when_it_is_repeated()
    {
        var id = await bench.Open(10);
        (await Store.Update(id, "lunch", jar => jar.Take(10))).OrThrow();

        Assert.Equal(0, (await Store.Update(id, "lunch", jar => jar.Take(10))).OrThrow().Sweets);
        Assert.Equal(0, (await new Bench(account).Store.Update(id, "lunch", jar => jar.Take(10))).OrThrow().Sweets);
        Assert.Equal(Jar.Empty, (await Store.Update(id, "dinner", jar => jar.Take(10))).Refusal);
    }

    [Fact]
    public async Task A_refusal_is_decided_on_the_latest_state_and_not_on_what_this_process_remembers()
    {
        var id = await bench.Open(10);
        await Store.Update(id, "lunch", jar => jar.Take(10));
        await new Bench(account).Store.Update(id, "gift", jar => jar.Add(7));

        Assert.Equal(0, (await Store.Update(id, "dinner", jar => jar.Take(7))).OrThrow().Sweets);
    }

    [Fact]
    public async Task A_rule_that_changes_nothing_writes_nothing_and_answers_with_the_latest_state()
    {
        var id = await bench.Open(10);
        await new Bench(account).Store.Update(id, "gift", jar => jar.Add(1));
        var answer = await Store.Update(id, "nothing", jar => jar.Sweets == 10 ? jar : jar with { Label = "" });

        Assert.Equal(11, answer.OrThrow().Sweets);
        Assert.Null(await Store.FindFact(id, "nothing"));
        Assert.Equal(2, (await Store.Find(id))!.Version);
    }

    [Fact]
    public async Task Opening_again_for_the_same_cause_answers_with_the_record_as_it_is_now()
    {
        var id = await bench.Open(10);
        await Store.Update(id, "gift", jar => jar.Add(5));
        var fresh = new Bench(account).Store;

        Assert.Equal(15, (await Store.Insert(id, "opened", () => new Jar(id, 10))).OrThrow().Sweets);
        Assert.Equal(15, (await fresh.Insert(id, "opened", () => new Jar(id, 10))).OrThrow().Sweets);
    }

    [Fact]
    public async Task Opening_what_exists_for_another_cause_is_a_conflict_and_changes_nothing()
    {
        var id = await bench.Open(10);
        var fresh = new Bench(account).Store;

        Assert.Equal("record.exists", (await Store.Insert(id, "other", () => new Jar(id, 99))).Refusal?.Code);
        Assert.Equal("record.exists", (await fresh.Insert(id, "other", () => new Jar(id, 99))).Refusal?.Code);
        Assert.Equal(10, (await bench.Look(id)).Sweets);
    }

    [Fact]
    public async Task Only_one_of_many_causes_opens_a_record()
    {
        var id = Bench.NewId<Jar>();
        var other = new Bench(account).Store;
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            (i % 2 == 0 ? Store : other).Insert(id, $"cause-{i}", () => new Jar(id, i))));

        var opened = Assert.Single(answers, answer => answer.Refusal is null);
        Assert.Equal(opened.Value, await bench.Look(id));
        Assert.All(answers.Except([opened]), answer => Assert.Equal("record.exists", answer.Refusal?.Code));
    }

    [Fact]
    public async Task A_refused_opening_leaves_nothing_behind()
    {
        var id = Bench.NewId<Jar>();

        Assert.Equal(Jar.Empty, (await Store.Insert<Jar>(id, "opened", () => Jar.Empty)).Refusal);
        Assert.Null(await Store.Find(id));
    }

    [Fact]
    public async Task What_does_not_exist_cannot_be_changed()
    {
        var id = Bench.NewId<Jar>();

        Assert.Equal("record.unknown", (await Store.Update(id, "gift", jar => jar.Add(1))).Refusal?.Code);
        Assert.Null(await Store.Find(id));
        Assert.Empty(await Store.Timeline(id));
    }

    [Fact]
    public async Task A_put_opens_what_is_not_there_and_changes_what_is()
    {
        var id = Bench.NewId<Jar>();
        Result<Jar> Fill(Jar? jar, int sweets) => jar is null ? new Jar(id, sweets) : jar.Add(sweets);
        await Store.Put<Jar>(id, "one", jar => Fill(jar, 1));
        await Store.Put<Jar>(id, "two", jar => Fill(jar, 2));
        await Store.Put<Jar>(id, "two", jar => Fill(jar, 2));

        Assert.Equal(3, (await bench.Look(id)).Sweets);
    }

    [Fact]
    public async Task The_timeline_tells_every_change_in_order_with_its_cause_and_time()
    {
        var id = await bench.Open(1);
        for (int i = 0; i < 12; i++)
        {
            bench.Clock.Advance(TimeSpan.FromMinutes(1));
            await Store.Update(id, $"z{12 - i}", jar => jar.Add(1));
        }
        await Store.Update(id, "last/one?", jar => jar.Take(13));
        var timeline = await Store.Timeline(id);

        Assert.Equal(Enumerable.Range(1, 14).Select(i => (long)i), timeline.Select(fact => fact.Version));
        Assert.Equal("opened", timeline[0].Cause);
        Assert.Equal(TimeSpan.FromMinutes(12), timeline[12].At - timeline[0].At);
        Assert.Equal(("last/one?", "Emptied"), (timeline[13].Cause, timeline[13].Status));
        Assert.Equal(0, timeline[13].Data.GetProperty("sweets").GetInt32());
    }

    [Fact]
    public async Task A_kind_of_record_says_itself_what_its_timeline_keeps()
    {
        var id = Bench.NewId<Tin>();
        await Store.Put<Tin>(id, "first", _ => new Tin(id, 4));
        await Store.Put<Tin>(id, "second", tin => tin! with { Biscuits = 10 });
        var fact = await Store.FindFact(id, "second");

        Assert.Equal(6, fact!.Data.GetProperty("more").GetInt32());
        Assert.Equal(2, fact.Version);
        Assert.Null(await Store.FindFact(id, "third"));
    }
}
