using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>The rows of one record's partition: the record, and one row per change, keyed by its cause.</summary>
internal static class RecordRow
{
    public const string Key = "record";

    private const string FactPrefix = "fact!";
    // '"' follows '!': the first key that no fact can have.
    private const string FactEnd = "fact\"";
    private const string Version = "Version";
    private const string At = "At";
    private const string Status = "Status";
    private const string Commit = "Commit";
    private const string Standing = "Standing";
    private const string By = "By";

    public static string Partition<T>(Id<T> id) => Adapters.Key.Escape(id.Value);

    public static string FactKey(string cause) => FactPrefix + Adapters.Key.Escape(cause);

    /// <summary>The timeline's rows; with the record's, behind them, where its key opens them.</summary>
    public static string FactsOf(string partition, bool withRecord)
    {
        // The record's key is the next that is not a fact's.
        string end = withRecord ? Key + ' ' : FactEnd;
        return TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey ge {FactPrefix} and RowKey lt {end}");
    }

    /// <summary>The timelines of all records from one to another, both included.</summary>
    public static string FactsBetween(string first, string last) => TableClient.CreateQueryFilter(
        $"PartitionKey ge {first} and PartitionKey le {last} and RowKey ge {FactPrefix} and RowKey lt {FactEnd}");

    /// <summary>Says on which lists the record stands.</summary>
    public static void Stand(TableEntity row, IReadOnlyList<Standing> standing)
    {
        row.Remove(Standing);
        if (standing.Count > 0) row[Standing] = JsonSerializer.Serialize(standing, Json.Options);
    }

    public static TableEntity Write<T>(string partition, string status, State<T> state) where T : class
    {
        var row = new TableEntity(partition, Key)
        {
            [Version] = state.Version,
            [At] = state.SavedAt,
            [Status] = status,
            [Commit] = state.Commit,
        };
        if (state.Key is { } key) RecordSeal.Write(row, key);
        Stand(row, state.Standing);
        state.Content!.WriteTo(row);
        return row;
    }

    public static TableEntity WriteFact(string partition, Fact fact, Content data)
    {
        var row = new TableEntity(partition, FactKey(fact.Cause))
        {
            [Version] = fact.Version,
            [At] = fact.At,
            [Status] = fact.Status,
        };
        if (fact.By is not null) row[By] = fact.By;
        data.WriteTo(row);
        return row;
    }

    /// <summary>The row with another content, and all else as it was.</summary>
    public static TableEntity Rewritten(TableEntity row, Content content)
    {
        var next = new TableEntity(row.PartitionKey, row.RowKey);
        foreach (string name in new[] { Version, At, Status, Commit, Standing, By })
            if (row.TryGetValue(name, out object? value)) next[name] = value;
        content.WriteTo(next);
        return next;
    }

    /// <summary>Marks every row of one attempt to commit, so that a lost answer can be made good.</summary>
    public static void Mark(TableEntity row, string commit) => row[Commit] = commit;

    public static string? CommitOf(TableEntity row) => row.GetString(Commit);

    public static long VersionOf(TableEntity row) => row.GetInt64(Version) ?? 0;

    /// <summary>Whose rows of one partition are: what was sealed for them opens nowhere else.</summary>
    public static string Owner(string table, string partition) => $"{table}/{partition}";

    public static State<T> ReadState<T>(TableEntity row, RecordSeal seal, string table, long loadedAt) where T : class
    {
        string owner = Owner(table, row.PartitionKey);
        var content = new Content(RecordSeal.Read(row, seal.KeyOn(row, owner), owner));
        var standing = row.GetString(Standing) is { } json
            ? JsonSerializer.Deserialize<List<Standing>>(json, Json.Options)!
            : [];
        return new State<T>(Read<T>(content.Json), content, VersionOf(row), SavedAt(row), row.ETag)
        {
            Key = RecordSeal.WrappedOn(row),
            Commit = row.GetString(Commit),
            Standing = standing,
            LoadedAt = loadedAt,
        };
    }

    public static Stored<T> ReadStored<T>(TableEntity row, RecordSeal seal, string table) where T : class =>
        new(Read<T>(ReadJson(row, seal, table)), VersionOf(row), SavedAt(row));

    /// <summary>What a record's row keeps, in the clear.</summary>
    public static byte[] ReadJson(TableEntity row, RecordSeal seal, string table)
    {
        string owner = Owner(table, row.PartitionKey);
        return RecordSeal.Read(row, seal.KeyOn(row, owner), owner);
    }

    /// <param name="key">The record's; null where it has none.</param>
    public static Fact ReadFact(TableEntity row, RecordKey? key, string table) => new(
        VersionOf(row),
        SavedAt(row),
        row.GetString(Status) ?? "",
        Adapters.Key.Unescape(row.RowKey[FactPrefix.Length..]),
        JsonSerializer.Deserialize<JsonElement>(RecordSeal.Read(row, key, Owner(table, row.PartitionKey))))
    {
        By = row.GetString(By),
    };

    public static T Read<T>(ReadOnlySpan<byte> json) where T : class =>
        JsonSerializer.Deserialize<T>(json, Json.Options)
        ?? throw new InvalidDataException($"A stored {typeof(T).Name} is JSON null.");

    public static DateTimeOffset SavedAt(TableEntity row) => row.GetDateTimeOffset(At) ?? default;
}

/// <summary>A row by which a record stands on a list, and the tag that the row was written with.</summary>
internal sealed record Standing(string List, string Sort, string Tag)
{
    public ListRow Row => new(List, Sort);
}

/// <summary>What is known of one record's partition: the record, or that there is none.</summary>
internal sealed record State<T>(T? Record, Content? Content, long Version, DateTimeOffset SavedAt, ETag Tag)
    where T : class
{
    /// <summary>What seals it, sealed itself: a state is remembered, an open key is not. Null where nothing in it is
    /// personal.</summary>
    public SealedText? Key { get; init; }

    /// <summary>The attempt that saved it.</summary>
    public string? Commit { get; init; }

    public IReadOnlyList<Standing> Standing { get; init; } = [];

    /// <summary>When it was read or saved; 0 when it was only assumed.</summary>
    public long LoadedAt { get; init; }

    public static State<T> None { get; } = new(null, null, 0, default, default);
}
