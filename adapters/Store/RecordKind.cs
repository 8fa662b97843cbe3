using System.Text.Json;

namespace Serverless.Adapters;

/// <summary>How one kind of record is kept: its table, what its timeline rows hold, which lists it stands on.</summary>
public sealed class RecordKind<T>(string table) : IRecordKind where T : class
{
    public string Table { get; } = table;

    /// <summary>The participle that the timeline shows: <c>Placed</c>.</summary>
    public required Func<T, string> Status { get; init; }

    /// <summary>What the timeline keeps of a change, from the record after and before it; null keeps nothing.</summary>
    /// <remarks>By default the record as saved. A hot or large record should say less.</remarks>
    public Func<T, T?, object?>? Fact { get; init; }

    /// <summary>What its timeline rows are when they are read again to be sealed; by default the record.</summary>
    public Type? FactType { get; init; }

    /// <summary>On which lists the record should stand now.</summary>
    public Func<T, IEnumerable<ListRow>>? Lists { get; init; }

    /// <summary>Whether what it keeps may be personal, and is sealed.</summary>
    public bool IsPersonal { get; } = PersonalJson.IsIn(typeof(T));

    /// <summary>What is left of a record without what the shop's own key seals in it; null: it seals nothing.</summary>
    public Func<T, T>? Unsealed { get; init; }

    /// <summary>What is left of it when its person was forgotten; by default the same.</summary>
    public Func<T, T>? Forgotten { get; init; }

    /// <summary>Whether it is over within the day, so that no backup holds it.</summary>
    public bool IsPassing { get; init; }

    bool IRecordKind.HoldsSealed => Unsealed is not null;

    byte[] IRecordKind.Bare(byte[] json) => Changed(json, Unsealed);

    byte[] IRecordKind.Forgotten(byte[] json) => Changed(json, Forgotten ?? Unsealed);

    byte[]? IRecordKind.BareFact(byte[] json)
    {
        if (TypeOfFact is not { } type || JsonSerializer.Deserialize(json, type, Json.Options) is not { } fact)
            return null;
        var (kept, texts) = PersonalJson.TakeOut(fact, type);
        return texts.Count == 0 ? null : PersonalJson.PutBack(kept, null);
    }

    IEnumerable<ListRow> IRecordKind.ListsOf(ReadOnlySpan<byte> json) =>
        Lists is null ? [] : Lists(RecordRow.Read<T>(json)).Distinct();

    private Type? TypeOfFact => FactType ?? (Fact is null ? typeof(T) : null);

    private static byte[] Changed(byte[] json, Func<T, T>? change)
    {
        var record = RecordRow.Read<T>(json);
        return JsonSerializer.SerializeToUtf8Bytes(
            RecordSeal.Forget(change is null ? record : change(record)), Json.Options);
    }

    IEnumerable<Type> IRecordKind.Types => FactType is { } fact ? [typeof(T), fact] : [typeof(T)];

    Content IRecordKind.Keep(byte[] json, RecordKey key, string owner) =>
        RecordSeal.Keep(RecordRow.Read<T>(json), typeof(T), key, owner);

    Content? IRecordKind.KeepFact(byte[] json, RecordKey key, string owner)
    {
        return TypeOfFact is { } type && JsonSerializer.Deserialize(json, type, Json.Options) is { } fact
            ? RecordSeal.Keep(fact, type, key, owner)
            : null;
    }

    bool IRecordKind.StandsOn(ReadOnlySpan<byte> json, ListRow row) =>
        Lists is not null && Lists(RecordRow.Read<T>(json)).Contains(row);
}

/// <summary>A kind of record, where its type does not matter.</summary>
internal interface IRecordKind
{
    string Table { get; }

    bool IsPersonal { get; }

    /// <summary>What is kept: the record, and what its timeline keeps of it.</summary>
    IEnumerable<Type> Types { get; }

    /// <summary>A record, that was read in the clear, as its row should keep it.</summary>
    Content Keep(byte[] json, RecordKey key, string owner);

    /// <summary>The same of a timeline row; null where that says nothing.</summary>
    Content? KeepFact(byte[] json, RecordKey key, string owner);

    bool StandsOn(ReadOnlySpan<byte> json, ListRow row);

    bool IsPassing { get; }

    /// <summary>Whether the shop's own key seals something in it.</summary>
    bool HoldsSealed { get; }

    /// <summary>A record, that was read in the clear, without anything personal.</summary>
    byte[] Bare(byte[] json);

    /// <summary>The same, of somebody who asked to be forgotten.</summary>
    byte[] Forgotten(byte[] json);

    /// <summary>A timeline row without anything personal; null where it says nothing personal.</summary>
    byte[]? BareFact(byte[] json);

    IEnumerable<ListRow> ListsOf(ReadOnlySpan<byte> json);
}

/// <summary>One standing of a record on a list; rows are read in the order of <paramref name="Sort"/>.</summary>
/// <param name="List">The list's name, with its owner where each has one: <c>orders-of:ana</c>.</param>
/// <param name="Sort">What the list is ordered by; see <see cref="SortKey"/>.</param>
public sealed record ListRow(string List, string Sort);

/// <summary>Sort keys that put times in order as text.</summary>
public static class SortKey
{
    /// <summary>Oldest first, to the 100 nanoseconds.</summary>
    public static string Oldest(DateTimeOffset at) => $"{at.UtcTicks:D19}";

    /// <summary>Newest first.</summary>
    public static string Newest(DateTimeOffset at) => $"{DateTime.MaxValue.Ticks - at.UtcTicks:D19}";
}

/// <summary>All kinds of record that the store keeps.</summary>
public sealed class RecordKinds
{
    private readonly Dictionary<Type, IRecordKind> byType = [];
    private readonly Dictionary<string, int> shards = new(StringComparer.Ordinal);

    public RecordKinds Add<T>(RecordKind<T> kind) where T : class
    {
        if (byType.Values.Any(other => other.Table == kind.Table))
            throw new ArgumentException($"Two kinds of record would share the table '{kind.Table}'.", nameof(kind));
        byType.Add(typeof(T), kind);
        return this;
    }

    /// <summary>Spreads a list that many write at once over so many partitions; readers notice nothing.</summary>
    /// <remarks>Changing the number later hides the rows written before: choose once.</remarks>
    public RecordKinds Shard(string list, int over)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(over, 1);
        shards[list] = over;
        return this;
    }

    /// <summary>What is kept.</summary>
    public IEnumerable<Type> Types => byType.Values.SelectMany(kind => kind.Types);

    /// <summary>The tables in which something may be personal.</summary>
    public IReadOnlyList<string> Personal =>
        [.. byType.Values.Where(kind => kind.IsPersonal).Select(kind => kind.Table).Order(StringComparer.Ordinal)];

    /// <summary>The tables whose records outlive a day.</summary>
    internal IReadOnlyList<string> Lasting =>
        [.. byType.Values.Where(kind => !kind.IsPassing).Select(kind => kind.Table).Order(StringComparer.Ordinal)];

    internal IEnumerable<string> All => byType.Values.Select(kind => kind.Table);

    internal int Shards(string list) => shards.GetValueOrDefault(list, 1);

    internal RecordKind<T> Of<T>() where T : class => byType.TryGetValue(typeof(T), out var kind)
        ? (RecordKind<T>)kind
        : throw new InvalidOperationException($"The store was not told how to keep a {typeof(T).Name}.");

    internal IRecordKind? Named(string table) => byType.Values.FirstOrDefault(kind => kind.Table == table);
}
