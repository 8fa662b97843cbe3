using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Reads a body as a type, and names by its path every field that cannot be one of that type's.</summary>
public sealed class BodyShape
{
    // Enough to mend a page by, and no answer longer than what it answers.
    private const int MostFaults = 100;

    private static readonly JsonSerializerOptions Strict = Build();

    private readonly List<BadField> bad = [];

    private BodyShape()
    {
    }

    /// <summary>The value, or all fields that are missing, unknown or of another type than expected.</summary>
    public static Result<T> Read<T>(JsonElement body) where T : class
    {
        var shape = new BodyShape();
        shape.Check(body, Strict.GetTypeInfo(typeof(T)), "");
        return shape.bad.Count > 0
            ? EdgeRefusals.Fields with { Fields = [.. shape.bad.Take(MostFaults)] }
            : body.Deserialize<T>(Strict)!;
    }

    private void Check(JsonElement value, JsonTypeInfo type, string path)
    {
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object when value.ValueKind == JsonValueKind.Object:
                CheckFields(value, type, path);
                break;
            case JsonTypeInfoKind.Enumerable when value.ValueKind == JsonValueKind.Array:
                var item = Strict.GetTypeInfo(type.ElementType!);
                foreach (var (at, one) in value.EnumerateArray().Index()) Check(one, item, $"{path}[{at}]");
                break;
            case JsonTypeInfoKind.None:
                CheckLeaf(value, type.Type, path);
                break;
            default:
                Refuse(path, type.Kind == JsonTypeInfoKind.Enumerable ? "This is a list." : "This is an object.");
                break;
        }
    }

    private void CheckFields(JsonElement value, JsonTypeInfo type, string path)
    {
        var known = type.Properties.Where(one => one.Set is not null || one.AssociatedParameter is not null)
            .ToDictionary(one => one.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var field in value.EnumerateObject())
        {
            var name = path.Length == 0 ? field.Name : $"{path}.{field.Name}";
            if (!known.Remove(field.Name, out var property)) Refuse(name, "No such field, or it stands here twice.");
            else if (field.Value.ValueKind != JsonValueKind.Null)
                Check(field.Value, Strict.GetTypeInfo(property.PropertyType), name);
            else if (!property.IsSetNullable) Refuse(name, "This is needed.");
        }

        foreach (var property in known.Values.Where(property => property.IsRequired))
            Refuse(path.Length == 0 ? property.Name : $"{path}.{property.Name}", "This is needed.");
    }

    private void CheckLeaf(JsonElement value, Type type, string path)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string) && value.ValueKind == JsonValueKind.String)
        {
            bool plain = value.GetString()!.All(sign => !char.IsControl(sign) || sign is '\n' or '\t');
            if (!plain) Refuse(path, "No control characters.");
            return;
        }

        try
        {
            if (value.Deserialize(type, Strict) is null) Refuse(path, Expected(type));
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or InvalidOperationException)
        {
            Refuse(path, Expected(type));
        }
    }

    private void Refuse(string path, string message) => bad.Add(new(path.Length == 0 ? "body" : path, message));

    private static string Expected(Type type) =>
        type == typeof(string) ? "This is a text."
        : type == typeof(bool) ? "This is true or false."
        : type == typeof(int) || type == typeof(long) ? "This is a whole number."
        : type == typeof(TimeSpan) ? "A span of time: 1.12:30:00 is one day, twelve hours and thirty minutes."
        : type == typeof(Currency) ? "An ISO 4217 code that the shop knows, such as PHP."
        : type.IsEnum ? $"One of {string.Join(", ", Enum.GetNames(type))}."
        : "This is of another type than expected.";

    private static JsonSerializerOptions Build()
    {
        var options = new JsonSerializerOptions(Json.Options)
        {
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
