using System.Buffers;
using System.Text.Json;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Goes once through a body that comes in: its texts become plain, and a card number ends it.</summary>
internal sealed class BodyTexts
{
    // What stands there is digits by nature, and checked for what it is.
    private static readonly string[] Digits = ["phone", "sku", "barcode", "tracking", "taxNumber"];

    private readonly ArrayBufferWriter<byte> bytes = new();
    private string? card;

    /// <summary>The same body in plain texts; refused when a text is broken or holds a card number.</summary>
    public Result<JsonElement> Read(JsonElement body)
    {
        try
        {
            using (var writer = new Utf8JsonWriter(bytes)) Write(writer, body, "", "");
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate, which JSON can spell and no text can hold.
            return EdgeRefusals.NotJson;
        }

        if (card is not null)
            return EdgeRefusals.CardNumber with { Fields = [new(card, "A card number stands here.")] };
        using var document = JsonDocument.Parse(bytes.WrittenMemory);
        return document.RootElement.Clone();
    }

    private void Write(Utf8JsonWriter writer, JsonElement value, string path, string name)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var field in value.EnumerateObject())
                {
                    // A name that is a card number is not repeated: what it stands in is named.
                    var key = Seen(field.Name, path.Length == 0 ? "body" : path, "");
                    writer.WritePropertyName(key);
                    Write(writer, field.Value, path.Length == 0 ? key : $"{path}.{key}", key);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var (at, item) in value.EnumerateArray().Index()) Write(writer, item, $"{path}[{at}]", name);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Seen(value.GetString()!, path, name));
                break;
            default:
                Seen(value.GetRawText(), path, name);
                value.WriteTo(writer);
                break;
        }
    }

    private string Seen(string text, string path, string name)
    {
        var plain = PlainText.Of(text);
        if (!Digits.Contains(name) && CardNumbers.In(plain)) card ??= path;
        return plain;
    }
}
