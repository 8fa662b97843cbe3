using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Serverless.Tests;

/// <summary>The table service in memory.</summary>
internal sealed partial class TablesDouble(TimeProvider clock)
{
    private const string Json = "application/json;odata=minimalmetadata;streaming=true;charset=utf-8";
    private const int MostRows = 100;
    private const int MostBytes = 4 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, TableDouble> tables = new(StringComparer.OrdinalIgnoreCase);

    public Reply Answer(Ask ask)
    {
        if (ask.Body.Length > MostBytes)
        {
            throw new StorageRefusalException(
                413, "RequestBodyTooLarge", "The request body is too large and exceeds the maximum permissible limit.");
        }

        var name = Address().Match(ask.First);
        return name.Groups["table"].Value switch
        {
            "$batch" => TableBatch.Answer(ask, Apply),
            "Tables" => Tables(ask, Unquoted(name.Groups["only"].Value)),
            _ when name.Groups["key"].Success || (ask.Method == "POST" && name.Success) => Row(ask),
            _ when ask.Method == "GET" && name.Success => Query(ask, Table(name.Groups["table"].Value)),
            _ => throw StorageRefusalException.NotKnown(ask),
        };
    }

    public static Reply Refused(StorageRefusalException refusal)
    {
        byte[] body = Written(json =>
        {
            json.WriteStartObject("odata.error");
            json.WriteString("code", refusal.Code);
            json.WriteStartObject("message");
            json.WriteString("lang", "en-US");
            json.WriteString("value", refusal.Message);
            json.WriteEndObject();
            json.WriteEndObject();
        });
        return new Reply(refusal.Status, body).With("Content-Type", Json);
    }

    private Reply Tables(Ask ask, string only)
    {
        switch (ask.Method)
        {
            case "POST":
                using (var read = JsonDocument.Parse(ask.Body))
                {
                    string name = read.RootElement.GetProperty("TableName").GetString()!;
                    if (!Name().IsMatch(name))
                        throw new StorageRefusalException(400, "InvalidResourceName", $"'{name}' names no table.");
                    return tables.TryAdd(name, new(name, clock))
                        ? new(204)
                        : throw new StorageRefusalException(409, "TableAlreadyExists", "The table exists already.");
                }
            case "DELETE":
                return tables.TryRemove(only, out _) ? new(204) : throw NoTable();
            case "GET":
                var filter = TableFilter.Of(
                    ask.Word("$filter").Replace("TableName", "RowKey", StringComparison.Ordinal));
                var names = tables.Values.Select(table => table.Name)
                    .Where(name => filter.Holds(new(new("", name)))).Order(StringComparer.Ordinal);
                return new Reply(200, Written(json =>
                {
                    json.WriteStartArray("value");
                    foreach (string name in names)
                    {
                        json.WriteStartObject();
                        json.WriteString("TableName", name);
                        json.WriteEndObject();
                    }

                    json.WriteEndArray();
                })).With("Content-Type", Json);
            default:
                throw StorageRefusalException.NotKnown(ask);
        }
    }

    private Reply Row(Ask ask)
    {
        if (ask.Method != "GET")
        {
            var (table, change) = Change(ask);
            if (change.Kind != "POST" || ask.Header("Prefer") == "return-no-content") return Done(table, change);
            Done(table, change);
            return Found(ask, table.Find(change.Partition, change.Key)!, 201);
        }

        var (name, partition, key) = Keys(ask);
        var row = Table(name).Find(partition, key) ?? throw new StorageRefusalException(
            404, "ResourceNotFound", "The specified resource does not exist.");
        return Found(ask, row, 200);
    }

    private static Reply Done(TableDouble table, RowChange change)
    {
        try
        {
            return Changed(table.Apply([change])[0]);
        }
        catch (StorageRefusalException refusal)
        {
            // Alone, a change has no number.
            throw new StorageRefusalException(refusal.Status, refusal.Code, refusal.Message[2..]);
        }
    }

    private static Reply Changed(string? tag)
    {
        var reply = new Reply(204);
        return tag is null ? reply : reply.With("ETag", tag);
    }

    private static Reply Found(Ask ask, TableRow row, int status)
    {
        var select = Selected(ask);
        return new Reply(status, Written(json => WriteRow(json, new(row), select)))
            .With("Content-Type", Json).With("ETag", row.Tag);
    }

    private static Reply Query(Ask ask, TableDouble table)
    {
        var filter = TableFilter.Of(ask.Word("$filter"));
        int top = ask.Word("$top") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : 1000;
        if (top is < 1 or > 1000) throw new StorageRefusalException(400, "InvalidInput", "$top is from 1 to 1000.");
        (string, string)? from = ask.Word("NextPartitionKey") is { Length: > 0 } next
            ? (Continuation.Read(next), ask.Word("NextRowKey") is { Length: > 0 } key ? Continuation.Read(key) : "")
            : null;
        var (rows, more) = table.Query(filter, top, from);
        var select = Selected(ask);
        var reply = new Reply(200, Written(json =>
        {
            json.WriteStartArray("value");
            foreach (var row in rows)
            {
                json.WriteStartObject();
                WriteRow(json, row, select);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        })).With("Content-Type", Json);
        return more is not { } end
            ? reply
            : reply.With("x-ms-continuation-NextPartitionKey", Continuation.Write(end.Partition))
                .With("x-ms-continuation-NextRowKey", Continuation.Write(end.Key));
    }

    private List<Reply> Apply(IReadOnlyList<Ask> asks)
    {
        if (asks.Count > MostRows)
            throw new StorageRefusalException(400, "InvalidInput", "99:A change set has at most 100 changes.");
        var changes = asks.Select(Change).ToList();
        for (int i = 1; i < changes.Count; i++)
        {
            if (changes[i].Change.Partition != changes[0].Change.Partition || changes[i].Table != changes[0].Table)
            {
                throw new StorageRefusalException(
                    400, "CommandsInBatchActOnDifferentPartitions", "All commands in a batch act on one partition.")
                    .At(i);
            }

            if (changes.Take(i).Any(other => other.Change.Key == changes[i].Change.Key))
                throw new StorageRefusalException(400, "InvalidDuplicateRow", "A row stands twice in the batch.").At(i);
        }

        return [.. changes[0].Table.Apply([.. changes.Select(one => one.Change)]).Select(Changed)];
    }

    private (TableDouble Table, RowChange Change) Change(Ask ask)
    {
        var columns = ask.Method == "DELETE" ? [] : Columns(ask.Body);
        string? tag = ask.Header("If-Match");
        if (ask.Method == "POST" && ask.Header("X-HTTP-Method") is null)
        {
            var (partition, key) = (Taken(columns, "PartitionKey"), Taken(columns, "RowKey"));
            if (partition is null || key is null)
                throw new StorageRefusalException(400, "PropertiesNeedValue", "The keys are missing.");
            return (Table(ask.First), new("POST", partition, key, columns, null));
        }

        var (name, whose, which) = Keys(ask);
        Taken(columns, "PartitionKey");
        Taken(columns, "RowKey");
        string kind = ask.Method is "PATCH" or "MERGE" or "POST" ? "MERGE" : ask.Method;
        if (kind == "DELETE" && tag is null)
            throw new StorageRefusalException(400, "MissingRequiredHeader", "A deletion names a tag in If-Match.");
        return (Table(name), new(kind, whose, which, columns, tag));
    }

    private static Dictionary<string, TableValue> Columns(byte[] body)
    {
        using var read = JsonDocument.Parse(body);
        var columns = new Dictionary<string, TableValue>(StringComparer.Ordinal);
        foreach (var property in read.RootElement.EnumerateObject())
        {
            bool says = property.Name.Contains("odata.", StringComparison.Ordinal) || property.Name == "Timestamp";
            if (says || property.Value.ValueKind == JsonValueKind.Null) continue;
            string? type = read.RootElement.TryGetProperty(property.Name + "@odata.type", out var named)
                ? named.GetString() : null;
            columns[property.Name] = TableValue.Of(property.Value, type);
        }

        return columns;
    }

    private static string? Taken(Dictionary<string, TableValue> columns, string name) =>
        columns.Remove(name, out var value) ? value.Raw as string : null;

    private static (string Table, string Partition, string Key) Keys(Ask ask)
    {
        // An escaped slash within a key was taken for one of the path.
        var match = Address().Match(string.Join('/', ask.Path));
        return match.Groups["key"].Success
            ? (match.Groups["table"].Value, Unquoted(match.Groups["partition"].Value),
                Unquoted(match.Groups["key"].Value))
            : throw StorageRefusalException.NotKnown(ask);
    }

    private TableDouble Table(string name) => tables.GetValueOrDefault(name) ?? throw NoTable();

    private static StorageRefusalException NoTable() =>
        new(404, "TableNotFound", "The table specified does not exist.");

    private static string Unquoted(string text) => text.Replace("''", "'", StringComparison.Ordinal);

    private static HashSet<string>? Selected(Ask ask) => ask.Word("$select") is { Length: > 0 } names
        ? names.Split(',').Select(name => name.Trim()).ToHashSet(StringComparer.Ordinal)
        : null;

    private static void WriteRow(Utf8JsonWriter json, RowView row, HashSet<string>? select)
    {
        json.WriteString("odata.etag", row.Row.Tag);
        if (select?.Contains("PartitionKey") != false) json.WriteString("PartitionKey", row.Row.Partition);
        if (select?.Contains("RowKey") != false) json.WriteString("RowKey", row.Row.Key);
        if (select?.Contains("Timestamp") != false) json.WriteString("Timestamp", TableValue.Text(row.Row.Time));
        foreach (var (name, value) in row.Columns)
            if (select?.Contains(name) != false) value.Write(json, name);
    }

    private static byte[] Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    [GeneratedRegex(
        @"^(?<table>\$batch|\w+)"
        + @"(?:\(\)|\(PartitionKey='(?<partition>.*)',\s?RowKey='(?<key>.*)'\)|\('(?<only>.*)'\))?$",
        RegexOptions.Singleline)]
    private static partial Regex Address();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{2,62}$")]
    private static partial Regex Name();
}
