using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Reads a request's body: bounded, as JSON, and never with a card number in it.</summary>
public static class Body
{
    /// <summary>Bytes that a body may have.</summary>
    public const int MaxBytes = 64 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16 };

    /// <summary>The body as fields; an absent body counts as <c>{}</c>.</summary>
    public static async Task<Result<Fields>> Read(HttpRequest request, CancellationToken stop)
    {
        var read = await ReadText(request, stop);
        if (read.IsRefused(out var refusal, out var text)) return refusal;
        return Parse(text);
    }

    /// <summary>The body as it came, for what is signed.</summary>
    public static async Task<Result<string>> ReadText(HttpRequest request, CancellationToken stop)
    {
        var read = await ReadBytes(request, MaxBytes, EdgeRefusals.TooLarge, stop);
        return read.As(bytes => System.Text.Encoding.UTF8.GetString(bytes.Span));
    }

    /// <summary>The body's bytes, unless there are more than so many.</summary>
    public static async Task<Result<ReadOnlyMemory<byte>>> ReadBytes(
        HttpRequest request, int most, Refusal tooMany, CancellationToken stop)
    {
        if (request.ContentLength > most) return tooMany;

        var buffer = new byte[most + 1];
        int length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, stop);
        return length > most ? tooMany : (ReadOnlyMemory<byte>)buffer.AsMemory(0, length);
    }

    private static Result<Fields> Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(string.IsNullOrWhiteSpace(text) ? "{}" : text, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return EdgeRefusals.NotJson;
            if (CardNumbers.In(document.RootElement)) return EdgeRefusals.CardNumber;
            return new Fields(document.RootElement.Clone());
        }
        catch (JsonException)
        {
            return EdgeRefusals.NotJson;
        }
    }
}

/// <summary>Finds what looks like a payment card's number, so that none is ever stored or logged.</summary>
public static class CardNumbers
{
    /// <summary>Whether any text or number in the document holds 13 to 19 digits that pass the Luhn check.</summary>
    /// <remarks>ISO/IEC 7812-1: length and check digit. Spaces and dashes between digits do not hide it.</remarks>
    public static bool In(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Any(field => In(field.Value) || In(field.Name)),
        JsonValueKind.Array => element.EnumerateArray().Any(In),
        JsonValueKind.String => In(element.GetString()!),
        JsonValueKind.Number => In(element.GetRawText()),
        _ => false,
    };

    /// <summary>Whether a text holds a card number. A UUID never does, whatever its digits add up to.</summary>
    public static bool In(string text)
    {
        if (Guid.TryParseExact(text, "D", out _)) return false;
        List<int> digits = [];
        foreach (char next in text.Append('\n'))
        {
            if (char.IsAsciiDigit(next)) digits.Add(next - '0');
            else if (next is not (' ' or '-') || digits.Count == 0)
            {
                if (IsCard(digits)) return true;
                digits.Clear();
            }
        }

        return false;
    }

    private static bool IsCard(List<int> digits)
    {
        if (digits.Count is < 13 or > 19 || digits[0] == 0) return false;
        int sum = 0;
        for (int i = 0; i < digits.Count; i++)
        {
            int digit = digits[^(i + 1)];
            int doubled = i % 2 == 1 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0;
    }
}

/// <summary>Why a request was not even looked at.</summary>
public static class EdgeRefusals
{
    public static readonly Refusal TooLarge =
        new(Because.Invalid, "request.too_large", $"A body has at most {Body.MaxBytes} bytes.");
    public static readonly Refusal NotJson =
        new(Because.Invalid, "request.not_json", "The body is not a JSON object.");
    public static readonly Refusal CardNumber =
        new(Because.Invalid, "request.card_number",
            "This looks like a card number. It was not kept. Card numbers go to the payment provider only.");
    public static readonly Refusal Fields =
        new(Because.Invalid, "request.fields", "Some fields cannot be used; see 'fields'.");
    public static readonly Refusal Id =
        new(Because.Invalid, "request.id", "An id is a UUID in lower case, made by the asker.");
    public static readonly Refusal Cursor =
        new(Because.Invalid, "request.cursor", "Use the cursor of the last answer, unchanged.");
    public static readonly Refusal Staff =
        new(Because.Forbidden, "staff.token", "This is for staff. Send the staff token as a bearer token.");
    public static readonly Refusal Fault =
        new(Because.Invalid, "shop.fault", "Something went wrong on our side. Ask again with the same id.");
    public static readonly Refusal Format =
        new(Because.Invalid, "webhook.format",
            "The notice is in a format that is not spoken here. Bring the shop up to date, or send a known one.");
    public static readonly Refusal Signature =
        new(Because.Invalid, "webhook.signature", "The signature is not one of ours, or is too old.");
}
