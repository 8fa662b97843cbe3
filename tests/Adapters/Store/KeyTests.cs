using CsCheck;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Adapters;

public sealed class KeyTests(AzuriteAccount account) : KeyTests<AzuriteAccount>(account);

/// <summary>The same over any storage.</summary>
public abstract class KeyTests<TStorage>(TStorage account) : IClassFixture<TStorage> where TStorage : StorageAccount
{
    private const string Illegal = "/\\#?!\t\n\r\u007f\u0085";

    private static readonly Gen<string> Plain =
        Gen.Char["abcxyzABCXYZ0123456789-_.:@,;=|"].Array[0, 12].Select(chars => new string(chars));

    [Fact]
    public void What_was_escaped_comes_back()
    {
        Gen.String.Sample(text => Key.Unescape(Key.Escape(text)) == text);
        Gen.Char[(char)0, char.MaxValue].Array[0, 20].Select(chars => new string(chars))
            .Sample(text => Key.Unescape(Key.Escape(text)) == text);
    }

    [Fact]
    public void No_key_holds_what_Azure_refuses() => Gen.Char[(char)0, char.MaxValue].Array[0, 20]
        .Select(chars => new string(chars))
        .Sample(text => Key.Escape(text).All(c => char.IsAscii(c) && !Illegal.Contains(c, StringComparison.Ordinal)));

    [Fact]
    public void Ordinary_text_keeps_its_order() => Gen.Select(Plain, Plain).Sample((a, b) =>
        Math.Sign(string.CompareOrdinal(a, b)) == Math.Sign(string.CompareOrdinal(Key.Escape(a), Key.Escape(b))));

    [Fact]
    public void Times_keep_their_order_as_sort_keys() =>
        Gen.Select(Gen.DateTimeOffset, Gen.DateTimeOffset).Sample((a, b) =>
        Math.Sign(a.CompareTo(b)) == Math.Sign(string.CompareOrdinal(SortKey.Oldest(a), SortKey.Oldest(b)))
        && Math.Sign(b.CompareTo(a)) == Math.Sign(string.CompareOrdinal(SortKey.Newest(a), SortKey.Newest(b))));

    [Theory]
    [InlineData("abaca-tote/natural@MNL")]
    [InlineData("it's 100% #1? \\ yes + no & so")]
    [InlineData("Peña – ₱ 🛍")]
    [InlineData("~0041!")]
    [InlineData("$batch()")]
    public async Task Any_id_cause_and_list_reach_the_storage_and_come_back(string text)
    {
        var store = new Bench(account).Store;
        var id = new Id<Jar>(text);
        (await store.Insert(id, text, () => new Jar(id, 1, text))).OrThrow();
        (await store.Update(id, text + "2", jar => jar.Add(1))).OrThrow();

        Assert.Equal([text, text + "2"], (await store.Timeline(id)).Select(fact => fact.Cause));
        Assert.Equal(text, (await store.FindFact(id, text))!.Cause);
        Assert.Equal(id, Assert.Single((await store.List<Jar>(text, 5)).Items).Record.Id);
    }
}
