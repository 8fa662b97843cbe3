using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>The name of one record; its type says of which kind. Mostly a UUID that the asker made.</summary>
[JsonConverter(typeof(IdConverter))]
public readonly record struct Id<T>(string Value)
{
    /// <summary>Reads a UUID as it is kept: 8-4-4-4-12 hexadecimal digits in lower case, alone.</summary>
    /// <remarks>One spelling only: an id is also a process's name, and two spellings would be two of them.</remarks>
    public static bool TryParse([NotNullWhen(true)] string? text, out Id<T> id)
    {
        bool good = Guid.TryParseExact(text, "D", out var guid) && guid != Guid.Empty && guid.ToString("D") == text;
        id = good ? new(text!) : default;
        return good;
    }

    public override string ToString() => Value;
}

/// <summary>Writes any <see cref="Id{T}"/> as the plain string that it is.</summary>
public sealed class IdConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Id<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(
            typeof(Of<>).MakeGenericType(typeToConvert.GetGenericArguments()[0]))!;

    private sealed class Of<T> : JsonConverter<Id<T>>
    {
        public override Id<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.GetString() ?? throw new JsonException("An id is missing."));

        public override void Write(Utf8JsonWriter writer, Id<T> value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);

        public override Id<T> ReadAsPropertyName(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

        public override void WriteAsPropertyName(
            Utf8JsonWriter writer, [DisallowNull] Id<T> value, JsonSerializerOptions options) =>
            writer.WritePropertyName(value.Value);
    }
}
