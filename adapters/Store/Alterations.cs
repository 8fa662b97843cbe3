using System.Globalization;
using System.Text.Json;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>What is different between two states of a record; of what is personal, only that it is.</summary>
internal static class Alterations
{
    private const int Most = 50;
    private const int Longest = 300;

    public static IReadOnlyList<Alteration> Between<T>(T? before, T after, string record) where T : class
    {
        var (old, now) = (Values(before), Values(after));
        return
        [
            .. old.Keys.Union(now.Keys).Where(path => old.GetValueOrDefault(path) != now.GetValueOrDefault(path))
                .Take(Most).Select(path => Altered(
                    $"{record} {path}", old.GetValueOrDefault(path), now.GetValueOrDefault(path))),
        ];
    }

    private static Alteration Altered(string path, Value? before, Value? after) =>
        before?.IsPersonal == true || after?.IsPersonal == true
            ? new(path, null, null, IsPersonal: true)
            : new(path, Short(before?.Json), Short(after?.Json), IsPersonal: false);

    private static string? Short(string? json) => json?.Length > Longest ? json[..Longest] + "…" : json;

    private static Dictionary<string, Value> Values<T>(T? record) where T : class
    {
        var values = new Dictionary<string, Value>(StringComparer.Ordinal);
        if (record is null) return values;
        var (json, texts) = PersonalJson.TakeOut(record, typeof(T));
        using var document = JsonDocument.Parse(json);
        Walk(document.RootElement, "", values, texts);
        return values;
    }

    private static void Walk(JsonElement element, string path, Dictionary<string, Value> values, List<string> texts)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                    Walk(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}", values, texts);
                break;
            case JsonValueKind.Array:
                int at = 0;
                foreach (var item in element.EnumerateArray())
                {
                    // A thing with an id is followed by that, wherever in the list it stands.
                    var name = item.ValueKind == JsonValueKind.Object && item.TryGetProperty("id", out var id)
                        ? id.ToString()
                        : at.ToString(CultureInfo.InvariantCulture);
                    Walk(item, $"{path}.{name}", values, texts);
                    at++;
                }

                break;
            case JsonValueKind.Null:
                break;
            default:
                values[path] = PersonalJson.TextOf(element, texts) is { } text
                    ? new(text, IsPersonal: true)
                    : new(element.GetRawText(), IsPersonal: false);
                break;
        }
    }

    private sealed record Value(string Json, bool IsPersonal);
}
