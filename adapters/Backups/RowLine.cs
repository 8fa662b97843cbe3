using System.Globalization;
using Azure.Data.Tables;

namespace Serverless.Adapters;

/// <summary>A table row as a line of a part: each column with its type, so that it comes back as what it was.</summary>
/// <param name="Columns">By name: a letter for the type, and the value as text.</param>
internal sealed record RowLine(string Partition, string Row, SortedDictionary<string, string> Columns)
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    /// <summary>The row without what the storage itself keeps.</summary>
    public static RowLine Of(TableEntity row, Func<string, bool>? only = null) => new(
        row.PartitionKey, row.RowKey,
        new(row.Where(column => !IsStorages(column.Key) && column.Value is not null)
            .Where(column => only?.Invoke(column.Key) != false)
            .ToDictionary(column => column.Key, column => Written(column.Key, column.Value)),
            StringComparer.Ordinal));

    public TableEntity ToRow()
    {
        var row = new TableEntity(Partition, Row);
        WriteTo(row);
        return row;
    }

    public void WriteTo(TableEntity row)
    {
        foreach (var (name, text) in Columns) row[name] = Read(name, text);
    }

    private static bool IsStorages(string name) =>
        name is "odata.etag" or nameof(TableEntity.PartitionKey) or nameof(TableEntity.RowKey) or "Timestamp";

    private static string Written(string name, object value) => value switch
    {
        string text => "s" + text,
        int number => "i" + number.ToString(Plain),
        long number => "l" + number.ToString(Plain),
        double number => "d" + number.ToString("R", Plain),
        bool yes => yes ? "b1" : "b0",
        DateTimeOffset time => "t" + time.UtcDateTime.ToString("O", Plain),
        DateTime time => "t" + time.ToUniversalTime().ToString("O", Plain),
        Guid id => "g" + id.ToString("D"),
        byte[] bytes => "x" + Convert.ToBase64String(bytes),
        BinaryData bytes => "x" + Convert.ToBase64String(bytes),
        _ => throw new NotSupportedException($"The column {name} is a {value.GetType().Name}, which no table holds."),
    };

    private static object Read(string name, string text)
    {
        string value = text[1..];
        return text[0] switch
        {
            's' => value,
            'i' => int.Parse(value, Plain),
            'l' => long.Parse(value, Plain),
            'd' => double.Parse(value, Plain),
            'b' => value == "1",
            't' => DateTimeOffset.Parse(value, Plain, DateTimeStyles.AssumeUniversal),
            'g' => Guid.Parse(value),
            'x' => Convert.FromBase64String(value),
            _ => throw new InvalidDataException($"The column {name} is of the unknown type '{text[0]}'."),
        };
    }
}

/// <summary>A file as a line of a part.</summary>
/// <param name="Apart">Whether it opens, or is there at all, only with its line among the keys.</param>
internal sealed record FileLine(
    string Name, SortedDictionary<string, string> Metadata, string? Type, byte[]? Content, bool Apart);
