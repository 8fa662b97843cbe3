using System.Text.Json;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>A JSON object on its way to become domain values; gathers all that is wrong with it.</summary>
public sealed class Fields(JsonElement body, string path = "", List<BadField>? bad = null)
{
    private readonly List<BadField> bad = bad ?? [];

    /// <summary>The refusal that names every bad field; null when all could be used.</summary>
    public Refusal? Refusal => bad.Count == 0 ? null : EdgeRefusals.Fields with { Fields = bad };

    /// <summary>Says what is wrong with a field; what was said first about it stands.</summary>
    public void Refuse(string name, string message)
    {
        if (bad.All(field => field.Name != path + name)) bad.Add(new(path + name, message));
    }

    /// <summary>A text of 1 to <paramref name="max"/> characters.</summary>
    public string Text(string name, int max)
    {
        var text = Optional(name, max);
        if (text is null) Refuse(name, "This is needed.");
        return text ?? "";
    }

    /// <summary>A text of at most <paramref name="max"/> characters; null when absent or empty.</summary>
    public string? Optional(string name, int max)
    {
        if (!body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind != JsonValueKind.String) return Bad<string>(name, "This is a text.");
        var text = value.GetString()!;
        if (text.Length > max) return Bad<string>(name, $"At most {max} characters.");
        if (text.Any(char.IsControl)) return Bad<string>(name, "No control characters.");
        return text.Length == 0 ? null : text;
    }

    /// <summary>A whole number between two bounds.</summary>
    public int Number(string name, int min, int max)
    {
        bool good = body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt32(out int number) && number >= min && number <= max;
        if (!good) Refuse(name, $"A whole number from {min} to {max}.");
        return good ? value.GetInt32() : min;
    }

    /// <summary>A whole number between two bounds; null when absent.</summary>
    public int? OptionalNumber(string name, int min, int max) =>
        body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? Number(name, min, max)
            : null;

    /// <summary>Yes or no.</summary>
    public bool Flag(string name)
    {
        bool good = body.TryGetProperty(name, out var value)
            && value.ValueKind is JsonValueKind.True or JsonValueKind.False;
        if (!good) Refuse(name, "This is true or false.");
        return good && value.ValueKind == JsonValueKind.True;
    }

    public Id<T> Id<T>(string name)
    {
        if (!Commerce.Id<T>.TryParse(Optional(name, 36), out var id)) Refuse(name, "A UUID in lower case.");
        return id;
    }

    public Currency Currency(string name)
    {
        if (Commerce.Currency.TryParse(Optional(name, 3), out var currency)) return currency;
        Refuse(name, "An ISO 4217 code that the shop knows, such as PHP.");
        return Commerce.Currency.Php;
    }

    /// <summary>An amount in whole minor units with its currency.</summary>
    public Money Money(string name) => Within(name).AsMoney();

    /// <summary>The whole object as an amount.</summary>
    public Money AsMoney()
    {
        var currency = Currency("currency");
        bool good = body.TryGetProperty("amount", out var amount) && amount.ValueKind == JsonValueKind.Number
            && amount.TryGetInt64(out long minor) && minor is >= 0 and <= 1_000_000_000_000;
        if (!good) Refuse("amount", "A whole number of minor units (centavos, cents), not negative.");
        return new(good ? amount.GetInt64() : 0, currency);
    }

    /// <summary>An amount that may be absent.</summary>
    public Money? OptionalMoney(string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? Money(name) : null;

    /// <summary>One of an enumeration's names, as written there.</summary>
    public T Name<T>(string name) where T : struct, Enum
    {
        var text = Optional(name, 40);
        if (text is not null && Enum.GetNames<T>().Contains(text)) return Enum.Parse<T>(text);
        Refuse(name, $"One of {string.Join(", ", Enum.GetNames<T>())}.");
        return default;
    }

    /// <summary>One of an enumeration's names; null when absent.</summary>
    public T? OptionalName<T>(string name) where T : struct, Enum =>
        Optional(name, 40) is null ? null : Name<T>(name);

    /// <summary>An object within; its bad fields are named with a path.</summary>
    public Fields Within(string name)
    {
        bool good = body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object;
        if (!good) Refuse(name, "This is needed, as an object.");
        return new(good ? value : EmptyObject, $"{path}{name}.", bad);
    }

    /// <summary>A list of objects, at most <paramref name="max"/>; empty when absent.</summary>
    public IReadOnlyList<Fields> OptionalList(string name, int max) =>
        body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? List(name, max) : [];

    /// <summary>A list of objects, at most <paramref name="max"/>.</summary>
    public IReadOnlyList<Fields> List(string name, int max)
    {
        bool good = body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            && value.GetArrayLength() > 0 && value.GetArrayLength() <= max
            && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object);
        if (!good) Refuse(name, $"A list of 1 to {max} objects.");
        if (!good) return [];
        return [.. value.EnumerateArray().Select((item, at) => new Fields(item, $"{path}{name}[{at}].", bad))];
    }

    public JsonElement Element => body;

    private static readonly JsonElement EmptyObject = JsonDocument.Parse("{}").RootElement;

    private T? Bad<T>(string name, string message)
    {
        Refuse(name, message);
        return default;
    }
}
