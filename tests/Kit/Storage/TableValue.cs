using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Serverless.Tests;

/// <summary>The types of the table service ("Understanding the Table service data model").</summary>
internal enum Edm : byte
{
    String,
    Binary,
    Int32,
    Int64,
    Double,
    Boolean,
    DateTime,
    Guid,
}

/// <summary>A property's value: string, byte[], int, long, double, bool, DateTimeOffset or Guid.</summary>
internal readonly record struct TableValue(Edm Type, object Raw)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    private static readonly DateTimeOffset FirstTime = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>As Azure counts it towards the limits.</summary>
    public int Size => Raw switch
    {
        string text => 4 + text.Length * 2,
        byte[] bytes => 4 + bytes.Length,
        int => 4,
        bool => 1,
        Guid => 16,
        _ => 8,
    };

    public static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>From a property of a JSON body, and its annotation where it has one.</summary>
    public static TableValue Of(JsonElement json, string? type)
    {
        try
        {
            return type switch
            {
                "Edm.Binary" => new(Edm.Binary, json.GetBytesFromBase64()),
                "Edm.Int64" => new(Edm.Int64, long.Parse(json.ToString(), CultureInfo.InvariantCulture)),
                "Edm.Double" => new(Edm.Double, double.Parse(json.ToString(), CultureInfo.InvariantCulture)),
                "Edm.DateTime" => Time(json.GetString()!),
                "Edm.Guid" => new(Edm.Guid, Guid.Parse(json.GetString()!)),
                _ => Plain(json),
            };
        }
        catch (FormatException)
        {
            throw new StorageRefusalException(400, "InvalidInput", $"One of the values is no {type}.");
        }
    }

    public void Write(Utf8JsonWriter json, string name)
    {
        string? annotation = Type switch
        {
            Edm.Binary or Edm.Int64 or Edm.DateTime or Edm.Guid => $"Edm.{Type}",
            Edm.Double when !double.IsFinite((double)Raw) => "Edm.Double",
            _ => null,
        };
        if (annotation is not null) json.WriteString($"{name}@odata.type", annotation);
        switch (Raw)
        {
            case string text: json.WriteString(name, text); break;
            case byte[] bytes: json.WriteBase64String(name, bytes); break;
            case int number: json.WriteNumber(name, number); break;
            case long number: json.WriteString(name, number.ToString(CultureInfo.InvariantCulture)); break;
            case bool truth: json.WriteBoolean(name, truth); break;
            case DateTimeOffset time: json.WriteString(name, Text(time)); break;
            case Guid guid: json.WriteString(name, guid); break;
            case double number when double.IsFinite(number): WriteDouble(json, name, number); break;
            case double number: json.WriteString(name, number.ToString(CultureInfo.InvariantCulture)); break;
        }
    }

    public static TableValue Time(string text)
    {
        var time = DateTimeOffset.Parse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        return time >= FirstTime
            ? new(Edm.DateTime, time)
            : throw new StorageRefusalException(400, "OutOfRangeInput", "A time lies before the year 1601.");
    }

    /// <summary>Below, at or above zero; null where the two cannot be compared.</summary>
    public int? Compare(TableValue other) => (Raw, other.Raw) switch
    {
        (string left, string right) => string.CompareOrdinal(left, right),
        (bool left, bool right) => left.CompareTo(right),
        (DateTimeOffset left, DateTimeOffset right) => left.CompareTo(right),
        (Guid left, Guid right) => left.CompareTo(right),
        (byte[] left, byte[] right) => left.AsSpan().SequenceCompareTo(right),
        (int or long, int or long) => Convert.ToInt64(Raw, CultureInfo.InvariantCulture)
            .CompareTo(Convert.ToInt64(other.Raw, CultureInfo.InvariantCulture)),
        (int or long or double, int or long or double) => Convert.ToDouble(Raw, CultureInfo.InvariantCulture)
            .CompareTo(Convert.ToDouble(other.Raw, CultureInfo.InvariantCulture)),
        _ => null,
    };

    // A whole number without a point would be read as an Int32.
    private static void WriteDouble(Utf8JsonWriter json, string name, double number)
    {
        string text = number.ToString("R", CultureInfo.InvariantCulture);
        json.WritePropertyName(name);
        json.WriteRawValue(text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0");
    }

    private static TableValue Plain(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => new(Edm.String, json.GetString()!),
        JsonValueKind.True => new(Edm.Boolean, true),
        JsonValueKind.False => new(Edm.Boolean, false),
        JsonValueKind.Number when json.TryGetInt32(out int number) => new(Edm.Int32, number),
        JsonValueKind.Number => new(Edm.Double, json.GetDouble()),
        _ => throw new StorageRefusalException(400, "InvalidInput", "A property is no plain value."),
    };
}

/// <summary>A row's properties as few bytes: names are kept once for all rows.</summary>
internal static class RowBytes
{
    private static readonly Lock Door = new();
    private static readonly Dictionary<string, int> Numbers = new(StringComparer.Ordinal);
    private static readonly List<string> Names = [];

    public static byte[] Pack(Dictionary<string, TableValue> columns)
    {
        var bytes = new MemoryStream();
        using var to = new BinaryWriter(bytes, Encoding.UTF8);
        to.Write7BitEncodedInt(columns.Count);
        foreach (var (name, value) in columns)
        {
            to.Write7BitEncodedInt(NumberOf(name));
            to.Write((byte)value.Type);
            switch (value.Raw)
            {
                case string text: to.Write(text); break;
                case byte[] binary: to.Write7BitEncodedInt(binary.Length); to.Write(binary); break;
                case int number: to.Write(number); break;
                case long number: to.Write(number); break;
                case double number: to.Write(number); break;
                case bool truth: to.Write(truth); break;
                case DateTimeOffset time: to.Write(time.UtcTicks); break;
                case Guid guid: to.Write(guid.ToByteArray()); break;
            }
        }

        return bytes.ToArray();
    }

    public static Dictionary<string, TableValue> Unpack(byte[] bytes)
    {
        using var from = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        int count = from.Read7BitEncodedInt();
        var columns = new Dictionary<string, TableValue>(count, StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            string name = NameOf(from.Read7BitEncodedInt());
            var type = (Edm)from.ReadByte();
            columns[name] = new(type, Read(from, type));
        }

        return columns;
    }

    private static object Read(BinaryReader from, Edm type) => type switch
    {
        Edm.String => from.ReadString(),
        Edm.Binary => from.ReadBytes(from.Read7BitEncodedInt()),
        Edm.Int32 => from.ReadInt32(),
        Edm.Int64 => from.ReadInt64(),
        Edm.Double => from.ReadDouble(),
        Edm.Boolean => from.ReadBoolean(),
        Edm.DateTime => new DateTimeOffset(from.ReadInt64(), TimeSpan.Zero),
        Edm.Guid => new Guid(from.ReadBytes(16)),
    };

    private static int NumberOf(string name)
    {
        lock (Door)
        {
            if (Numbers.TryGetValue(name, out int number)) return number;
            Names.Add(name);
            return Numbers[name] = Names.Count - 1;
        }
    }

    private static string NameOf(int number)
    {
        lock (Door) return Names[number];
    }
}
