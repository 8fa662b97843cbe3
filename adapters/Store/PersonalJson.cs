using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>Takes what is personal out of what is written as JSON, and puts it back.</summary>
/// <remarks>
/// In the place of each text stands its number behind a control character, which no text of ours may hold; another
/// one marks the name of something, which is null once it is forgotten.
/// </remarks>
internal static class PersonalJson
{
    private const char Mark = '\u0001';
    private const char NameMark = '\u0002';

    private static readonly JsonSerializerOptions Options = Build();
    private static readonly ConcurrentDictionary<Type, bool> Known = new();

    [ThreadStatic]
    private static List<string>? taken;

    /// <summary>Whether anything personal can be in a value of this type.</summary>
    public static bool IsIn(Type type) => Known.GetOrAdd(type, static root => Reaches(root, []));

    /// <summary>The JSON with numbers for what is personal, and the texts that belong there.</summary>
    public static (byte[] Json, List<string> Texts) TakeOut(object? value, Type type)
    {
        var texts = taken = [];
        try
        {
            return (JsonSerializer.SerializeToUtf8Bytes(value, type, Options), texts);
        }
        finally
        {
            taken = null;
        }
    }

    /// <summary>The JSON with its texts again; without them, each says that it is forgotten.</summary>
    public static byte[] PutBack(ReadOnlySpan<byte> json, IReadOnlyList<string>? texts)
    {
        var whole = new ArrayBufferWriter<byte>(json.Length + 256);
        using (var writer = new Utf8JsonWriter(whole, new() { Encoder = Json.Options.Encoder, SkipValidation = true }))
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read()) Copy(ref reader, writer, texts);
        }

        return whole.WrittenSpan.ToArray();
    }

    /// <summary>The personal text that a value stands for; null when it stands for itself.</summary>
    public static string? TextOf(JsonElement value, IReadOnlyList<string> texts) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 1 } text && text[0] == Mark
            ? texts[int.Parse(text.AsSpan(1), CultureInfo.InvariantCulture)]
            : null;

    private static void Copy(ref Utf8JsonReader reader, Utf8JsonWriter writer, IReadOnlyList<string>? texts)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject: writer.WriteStartObject(); break;
            case JsonTokenType.EndObject: writer.WriteEndObject(); break;
            case JsonTokenType.StartArray: writer.WriteStartArray(); break;
            case JsonTokenType.EndArray: writer.WriteEndArray(); break;
            case JsonTokenType.PropertyName: writer.WritePropertyName(reader.GetString()!); break;
            case JsonTokenType.String: WriteText(writer, reader.GetString()!, texts); break;
            default: writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true); break;
        }
    }

    private static void WriteText(Utf8JsonWriter writer, string text, IReadOnlyList<string>? texts)
    {
        if (text.Length < 2 || text[0] is not (Mark or NameMark)) writer.WriteStringValue(text);
        else if (texts is not null)
            writer.WriteStringValue(texts[int.Parse(text.AsSpan(1), CultureInfo.InvariantCulture)]);
        else if (text[0] == NameMark) writer.WriteNullValue();
        else writer.WriteStringValue(Register.Forgotten);
    }

    private static JsonSerializerOptions Build()
    {
        var resolver = new DefaultJsonTypeInfoResolver();
        resolver.Modifiers.Add(info =>
        {
            foreach (var property in info.Properties.Where(IsPersonal))
                property.CustomConverter = ConverterFor(property.PropertyType);
        });
        var options = new JsonSerializerOptions(Json.Options) { TypeInfoResolver = resolver };
        options.MakeReadOnly();
        return options;
    }

    private static bool IsPersonal(JsonPropertyInfo property) =>
        property.AttributeProvider is System.Reflection.MemberInfo member
        && Register.Of(member) is { Mark: DataMark.Personal }
        && (property.PropertyType == typeof(string) || NamedBy(property.PropertyType) is not null
            ? true
            : throw new NotSupportedException(
                $"{member.DeclaringType?.Name}.{member.Name} is personal and neither a text nor a name that may be "
                + "missing: only these are sealed."));

    /// <summary>What a name that may be missing names; null for every other type.</summary>
    private static Type? NamedBy(Type type) =>
        Nullable.GetUnderlyingType(type) is { IsGenericType: true } name
        && name.GetGenericTypeDefinition() == typeof(Id<>)
            ? name.GetGenericArguments()[0]
            : null;

    private static JsonConverter ConverterFor(Type type) => NamedBy(type) is { } named
        ? (JsonConverter)Activator.CreateInstance(typeof(NameTakenOut<>).MakeGenericType(named))!
        : new TakenOut();

    private static bool Reaches(Type type, HashSet<Type> seen)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        // The name of something leads to it, and holds nothing of it.
        if (!seen.Add(type) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Id<>))) return false;
        if (type.IsGenericType && type.GetGenericArguments().Any(part => Reaches(part, seen))) return true;
        if (type.IsArray) return Reaches(type.GetElementType()!, seen);
        bool isOurs = type.Namespace?.StartsWith(nameof(Serverless), StringComparison.Ordinal) == true;
        if (!isOurs || type.IsEnum) return false;
        return type.GetProperties().Any(property =>
            Register.Of(property) is { Mark: DataMark.Personal } || Reaches(property.PropertyType, seen));
    }

    private sealed class TakenOut : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("What was taken out is put back before it is read.");

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            Take(writer, Mark, value);
    }

    private sealed class NameTakenOut<T> : JsonConverter<Id<T>?>
    {
        public override Id<T>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("What was taken out is put back before it is read.");

        public override void Write(Utf8JsonWriter writer, Id<T>? value, JsonSerializerOptions options)
        {
            if (value is { } name) Take(writer, NameMark, name.Value);
            else writer.WriteNullValue();
        }
    }

    private static void Take(Utf8JsonWriter writer, char mark, string text)
    {
        writer.WriteStringValue($"{mark}{taken!.Count}");
        taken.Add(text);
    }
}
