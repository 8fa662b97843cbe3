using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Reads a request's body: bounded, as JSON, its texts as the shop keeps them.</summary>
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

    /// <summary>The same of a body that may be larger than others.</summary>
    public static async Task<Result<Fields>> Read(
        HttpRequest request, int most, Refusal tooMany, CancellationToken stop)
    {
        var read = await ReadBytes(request, most, tooMany, stop);
        if (read.IsRefused(out var refusal, out var bytes)) return refusal;
        return Parse(System.Text.Encoding.UTF8.GetString(bytes.Span));
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
            return new BodyTexts().Read(document.RootElement).As(body => new Fields(body));
        }
        catch (JsonException)
        {
            return EdgeRefusals.NotJson;
        }
    }
}

/// <summary>Why a request was not even looked at.</summary>
public static class EdgeRefusals
{
    public static readonly Refusal Restoring = new(
        Because.Conflict, "shop.restoring", "The shop is being restored from a backup. Try again in some minutes.");
    public static readonly Refusal TooLarge =
        new(Because.Invalid, "request.too_large", $"A body has at most {Body.MaxBytes} bytes.");
    public static readonly Refusal NotJson =
        new(Because.Invalid, "request.not_json", "The body is not a JSON object.");
    public static readonly Refusal TooSlow =
        new(Because.Invalid, "request.too_slow", "The body came too slowly, or not to its end. Send it again.");
    public static readonly Refusal CardNumber =
        new(Because.Invalid, "request.card_number",
            "A card number stands in the field that is named. It was not kept: only the payment provider may have it.");
    public static readonly Refusal Fields =
        new(Because.Invalid, "request.fields", "Some fields cannot be used; see 'fields'.");
    public static readonly Refusal Id =
        new(Because.Invalid, "request.id", "An id is a UUID in lower case, made by the asker.");
    public static readonly Refusal Cursor =
        new(Because.Invalid, "request.cursor", "Use the cursor of the last answer, unchanged.");
    public static readonly Refusal Fault =
        new(Because.Invalid, "shop.fault", "Something went wrong on our side. Ask again with the same id.");
    public static readonly Refusal KeyUnknown =
        new(Because.Invalid, "shop.key_unknown",
            "What is kept of people cannot be read now, and nothing of it is lost. Ask again later with the same id.");
    public static readonly Refusal Format =
        new(Because.Invalid, "webhook.format",
            "The notice is in a format that is not spoken here. Bring the shop up to date, or send a known one.");
    public static readonly Refusal Signature =
        new(Because.Invalid, "webhook.signature", "The signature is not one of ours, or is too old.");
}
