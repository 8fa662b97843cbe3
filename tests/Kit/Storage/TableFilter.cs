using System.Globalization;
using System.Text.RegularExpressions;

namespace Serverless.Tests;

/// <summary>A row as a filter sees it: its properties are unpacked only when one of them is asked for.</summary>
internal sealed class RowView(TableRow row)
{
    private Dictionary<string, TableValue>? columns;

    public TableRow Row => row;

    public Dictionary<string, TableValue> Columns => columns ??= row.Columns;

    public TableValue? Of(string name) => name switch
    {
        "PartitionKey" => new(Edm.String, row.Partition),
        "RowKey" => new(Edm.String, row.Key),
        "Timestamp" => new(Edm.DateTime, row.Time),
        _ => Columns.TryGetValue(name, out var value) ? value : null,
    };
}

/// <summary>An OData filter: which rows it lets through, and between which keys they can only be.</summary>
internal sealed partial class TableFilter
{
    private readonly List<(string Kind, string Text)> words = [];
    private readonly Func<RowView, bool> holds;
    private int at;

    private TableFilter(string text)
    {
        int end = 0;
        foreach (Match match in Word().Matches(text))
        {
            if (!string.IsNullOrWhiteSpace(text[end..match.Index])) throw Bad(text);
            end = match.Index + match.Length;
            words.Add((match.Groups.Values.Skip(1).First(group => group.Success).Name, match.Value));
        }

        if (!string.IsNullOrWhiteSpace(text[end..])) throw Bad(text);
        holds = words.Count == 0 ? _ => true : Or(isTop: true);
        if (at < words.Count) throw Bad(text);
    }

    /// <summary>The first and the last partition; null where there is no bound.</summary>
    public (string? First, string? Last) Partitions { get; private set; }

    /// <summary>The same for row keys, of use within one partition.</summary>
    public (string? First, string? Last) Keys { get; private set; }

    public static TableFilter Of(string text) => new(text);

    public bool Holds(RowView row) => holds(row);

    private Func<RowView, bool> Or(bool isTop)
    {
        // A bound that only one side of an "or" has bounds nothing.
        bool hasOr = isTop && HasOr();
        var left = And(isTop && !hasOr);
        while (Take("or"))
        {
            var (first, second) = (left, And(isTop: false));
            left = row => first(row) || second(row);
        }

        return left;
    }

    private Func<RowView, bool> And(bool isTop)
    {
        var left = Not(isTop);
        while (Take("and"))
        {
            var (first, second) = (left, Not(isTop));
            left = row => first(row) && second(row);
        }

        return left;
    }

    private Func<RowView, bool> Not(bool isTop)
    {
        if (Take("not"))
        {
            var inner = Not(isTop: false);
            return row => !inner(row);
        }

        if (!Take("(")) return Comparison(isTop);
        var within = Or(isTop: false);
        if (!Take(")")) throw Bad("a parenthesis is open");
        return within;
    }

    private Func<RowView, bool> Comparison(bool isTop)
    {
        if (at + 3 > words.Count) throw Bad("it ends too early");
        var (name, sign, literal) = (words[at].Text, words[at + 1].Text, Literal(words[at + 2]));
        at += 3;
        if (isTop && literal.Raw is string text) Bound(name, sign, text);
        Func<int, bool> fits = sign switch
        {
            "eq" => order => order == 0,
            "ne" => order => order != 0,
            "gt" => order => order > 0,
            "ge" => order => order >= 0,
            "lt" => order => order < 0,
            "le" => order => order <= 0,
            _ => throw Bad(sign),
        };
        return row => row.Of(name)?.Compare(literal) is { } order && fits(order);
    }

    private void Bound(string name, string sign, string text)
    {
        string? first = sign is "eq" or "ge" or "gt" ? text : null;
        string? last = sign is "eq" or "le" or "lt" ? text : null;
        if (name == "PartitionKey") Partitions = Narrowed(Partitions, first, last);
        if (name == "RowKey") Keys = Narrowed(Keys, first, last);
    }

    private static (string?, string?) Narrowed((string? First, string? Last) known, string? first, string? last) => (
        first is not null && string.CompareOrdinal(first, known.First) > 0 ? first : known.First,
        last is not null && (known.Last is null || string.CompareOrdinal(last, known.Last) < 0) ? last : known.Last);

    private bool HasOr()
    {
        int depth = 0;
        foreach (var (_, text) in words)
        {
            depth += text == "(" ? 1 : text == ")" ? -1 : 0;
            if (depth == 0 && text == "or") return true;
        }

        return false;
    }

    private bool Take(string word)
    {
        if (at >= words.Count || words[at].Text != word) return false;
        at++;
        return true;
    }

    private static TableValue Literal((string Kind, string Text) word)
    {
        string Inner() => word.Text[(word.Text.IndexOf('\'', StringComparison.Ordinal) + 1)..^1];
        return word.Kind switch
        {
            "text" => new(Edm.String, Inner().Replace("''", "'", StringComparison.Ordinal)),
            "time" => TableValue.Time(Inner()),
            "guid" => new(Edm.Guid, Guid.Parse(Inner())),
            "binary" => new(Edm.Binary, Convert.FromHexString(Inner())),
            "long" => new(Edm.Int64, long.Parse(word.Text[..^1], CultureInfo.InvariantCulture)),
            "number" when int.TryParse(word.Text, CultureInfo.InvariantCulture, out int whole) => new(Edm.Int32, whole),
            "number" => new(Edm.Double, double.Parse(word.Text, CultureInfo.InvariantCulture)),
            _ when word.Text is "true" or "false" => new(Edm.Boolean, word.Text == "true"),
            _ => throw Bad(word.Text),
        };
    }

    private static StorageRefusalException Bad(string what) =>
        new(400, "InvalidInput", $"The query cannot be read: {what}");

    [GeneratedRegex(
        @"(?<time>datetime'[^']*')|(?<guid>guid'[^']*')|(?<binary>(?:X|binary)'[^']*')|(?<text>'(?:[^']|'')*')"
        + @"|(?<long>-?\d+L)|(?<number>-?\d+(?:\.\d+)?(?:E[+-]?\d+)?)|(?<sign>[()])|(?<name>[A-Za-z_]\w*)")]
    private static partial Regex Word();
}
