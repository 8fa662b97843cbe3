using System.Globalization;

namespace Serverless.Tests;

/// <summary>One row, packed.</summary>
internal sealed class TableRow(string partition, string key)
{
    public string Partition { get; } = partition;

    public string Key { get; } = key;

    public byte[] Packed { get; set; } = [];

    /// <summary>When it was written, to a tick that no other row of the table has; its tag is made of it.</summary>
    public long Ticks { get; set; }

    public Dictionary<string, TableValue> Columns => RowBytes.Unpack(Packed);

    public DateTimeOffset Time => new(Ticks, TimeSpan.Zero);

    public string Tag => $"W/\"datetime'{Uri.EscapeDataString(TableValue.Text(Time))}'\"";
}

/// <summary>What is to be done to a row.</summary>
/// <param name="Kind">POST inserts, PUT replaces, MERGE merges, DELETE deletes.</param>
/// <param name="Tag">What the row must still have; <c>*</c> any; null: it need not be there.</param>
internal sealed record RowChange(
    string Kind, string Partition, string Key, Dictionary<string, TableValue> Columns, string? Tag)
{
    private const int EntityBytes = 1024 * 1024;
    private const int PropertyBytes = 64 * 1024;
    private const int KeyBytes = 1024;
    private const int MostProperties = 252;

    /// <summary>Throws where Azure's rules on keys and sizes forbid it.</summary>
    public void Check()
    {
        CheckKey(Partition);
        CheckKey(Key);
        if (Columns.Count > MostProperties)
            throw new StorageRefusalException(400, "TooManyProperties", "The entity has more than 252 properties.");
        foreach (var (name, value) in Columns)
        {
            if (name.Length > 255)
                throw new StorageRefusalException(400, "PropertyNameTooLong", "A name has more than 255 characters.");
            if (value.Size - 4 > PropertyBytes)
                throw new StorageRefusalException(400, "PropertyValueTooLarge", $"'{name}' is larger than 64 KiB.");
        }

        CheckSize(Columns);
    }

    public void CheckSize(Dictionary<string, TableValue> columns)
    {
        int size = 4 + (Partition.Length + Key.Length) * 2
            + columns.Sum(column => 8 + column.Key.Length * 2 + column.Value.Size);
        if (size > EntityBytes)
            throw new StorageRefusalException(400, "EntityTooLarge", "The entity is larger than 1 MiB.");
    }

    private static void CheckKey(string key)
    {
        if (key.Length * 2 > KeyBytes)
            throw new StorageRefusalException(400, "KeyValueTooLarge", "A key is larger than 1 KiB.");
        if (key.Any(sign => sign is '/' or '\\' or '#' or '?' || char.IsControl(sign)))
            throw new StorageRefusalException(400, "OutOfRangeInput", "A key holds a character that is not allowed.");
    }
}

/// <summary>One table in memory: rows in the order of their keys, changed all or none.</summary>
internal sealed class TableDouble(string name, TimeProvider clock)
{
    private const int PageRows = 1000;

    private readonly Lock door = new();
    private readonly SortedSet<TableRow> rows = new(new KeyOrder());
    private long last;

    public string Name { get; } = name;

    public TableRow? Find(string partition, string key)
    {
        lock (door) return rows.TryGetValue(new(partition, key), out var row) ? Copy(row) : null;
    }

    /// <summary>Makes all changes or none; answers the tags of the rows.</summary>
    public List<string?> Apply(IReadOnlyList<RowChange> changes)
    {
        lock (door)
        {
            var next = new List<(TableRow? Known, Dictionary<string, TableValue>? Columns)>(changes.Count);
            for (int i = 0; i < changes.Count; i++)
            {
                try
                {
                    changes[i].Check();
                    rows.TryGetValue(new(changes[i].Partition, changes[i].Key), out var known);
                    next.Add((known, Outcome(changes[i], known)));
                }
                catch (StorageRefusalException refusal)
                {
                    throw refusal.At(i);
                }
            }

            return [.. next.Select((one, at) => Write(changes[at], one.Known, one.Columns))];
        }
    }

    /// <summary>A page of rows, and the keys at which the next begins.</summary>
    public (List<RowView> Rows, (string Partition, string Key)? Next) Query(
        TableFilter filter, int top, (string Partition, string Key)? from)
    {
        var (first, last) = filter.Partitions;
        bool isOne = first is not null && first == last;
        var low = new TableRow(first ?? "", isOne ? filter.Keys.First ?? "" : "");
        if (from is { } start && KeyOrder.Of(new(start.Partition, start.Key), low) > 0)
            low = new(start.Partition, start.Key);
        var page = new List<RowView>();
        lock (door)
        {
            if (rows.Max is not { } end || KeyOrder.Of(low, end) > 0) return (page, null);
            foreach (var row in rows.GetViewBetween(low, end))
            {
                if (last is not null && string.CompareOrdinal(row.Partition, last) > 0) break;
                if (isOne && filter.Keys.Last is { } most && string.CompareOrdinal(row.Key, most) > 0) break;
                var view = new RowView(row);
                if (!filter.Holds(view)) continue;
                if (page.Count == Math.Min(top, PageRows)) return (page, (row.Partition, row.Key));
                page.Add(new(Copy(row)));
            }
        }

        return (page, null);
    }

    private static Dictionary<string, TableValue>? Outcome(RowChange change, TableRow? known)
    {
        if (change.Kind == "POST" && known is not null)
            throw new StorageRefusalException(409, "EntityAlreadyExists", "The specified entity already exists.");
        if (change.Kind == "POST") return change.Columns;
        if (known is null && change.Tag is not null)
            throw new StorageRefusalException(404, "ResourceNotFound", "The specified resource does not exist.");
        if (known is not null && change.Tag is { } tag && tag != "*" && tag != known.Tag)
        {
            throw new StorageRefusalException(
                412, "UpdateConditionNotSatisfied", "The update condition specified in the request was not satisfied.");
        }

        if (change.Kind == "DELETE") return null;
        if (change.Kind != "MERGE" || known is null) return change.Columns;
        var merged = known.Columns;
        foreach (var (name, value) in change.Columns) merged[name] = value;
        change.CheckSize(merged);
        return merged;
    }

    private string? Write(RowChange change, TableRow? known, Dictionary<string, TableValue>? columns)
    {
        if (columns is null)
        {
            rows.Remove(known!);
            return null;
        }

        var row = known ?? new(Shared(change.Partition), change.Key);
        row.Packed = RowBytes.Pack(columns);
        row.Ticks = last = Math.Max(last + 1, clock.GetUtcNow().UtcTicks);
        if (known is null) rows.Add(row);
        return row.Tag;
    }

    // Many rows of one partition hold one text.
    private string Shared(string partition)
    {
        if (rows.Max is not { } end || KeyOrder.Of(new(partition, ""), end) > 0) return partition;
        var near = rows.GetViewBetween(new(partition, ""), end).FirstOrDefault();
        return near?.Partition == partition ? near.Partition : partition;
    }

    // A reader keeps what stood there when it looked.
    private static TableRow Copy(TableRow row) =>
        new(row.Partition, row.Key) { Packed = row.Packed, Ticks = row.Ticks };

    private sealed class KeyOrder : IComparer<TableRow>
    {
        public static int Of(TableRow left, TableRow right)
        {
            int order = string.CompareOrdinal(left.Partition, right.Partition);
            return order != 0 ? order : string.CompareOrdinal(left.Key, right.Key);
        }

        public int Compare(TableRow? x, TableRow? y) => Of(x!, y!);
    }
}

/// <summary>Where a page of rows ended, as the headers carry it.</summary>
internal static class Continuation
{
    public static string Write(string key) =>
        "1!" + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(key)).Replace('=', '-');

    public static string Read(string text)
    {
        try
        {
            return System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(text[2..].Replace('-', '=')));
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException)
        {
            throw new StorageRefusalException(
                400, "InvalidInput", string.Create(CultureInfo.InvariantCulture, $"'{text}' continues nothing."));
        }
    }
}
