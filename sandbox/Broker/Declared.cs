using System.Text.Json;

namespace Serverless.Sandbox;

/// <summary>What a declaration says of a parcel's worth.</summary>
/// <param name="Worth">Of goods and carriage together, in minor units.</param>
internal sealed record Declared(string Country, string Terms, long Worth, string Currency)
{
    /// <summary>Reads a declaration that <see cref="Wrong"/> has nothing against.</summary>
    public static Declared Of(JsonElement body)
    {
        var postage = body.GetProperty("postage");
        long goods = body.GetProperty("goods").EnumerateArray().Sum(line => Whole(line.GetProperty("value"), "amount"));
        return new(
            Text(body.GetProperty("recipient"), "country"), Text(body, "terms"),
            goods + Whole(postage, "amount"), Text(postage, "currency"));
    }

    private static readonly string[] KnownTerms = ["DDP", "DAP"];

    /// <summary>
    /// Reads it as a broker's clerk would: what is wrong with it comes back at once; null when customs can be shown it.
    /// </summary>
    public static string? Wrong(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
            return "The body is a JSON object.";
        foreach (string name in new[] { "shipment", "number", "day", "category", "recipientEmail" })
        {
            if (Text(body, name).Length == 0)
                return $"{name} must be given.";
        }
        if (!KnownTerms.Contains(Text(body, "terms")))
            return $"terms must be one of {string.Join(", ", KnownTerms)}.";
        if (Whole(body, "grossGrams") < 1)
            return "grossGrams must be above 0.";
        return Place(body, "sender") ?? Place(body, "recipient") ?? Amount(body, "postage") ?? Goods(body);
    }

    private static string? Place(JsonElement body, string side)
    {
        if (!body.TryGetProperty(side, out var place) || place.ValueKind != JsonValueKind.Object)
            return $"{side} must be given.";
        foreach (string name in new[] { "name", "line1", "country", "phone" })
        {
            if (Text(place, name).Length == 0)
                return $"{side}.{name} must be given.";
        }
        return null;
    }

    private static string? Goods(JsonElement body)
    {
        if (!body.TryGetProperty("goods", out var goods) || goods.ValueKind != JsonValueKind.Array
            || goods.GetArrayLength() == 0)
            return "goods must be a list of what is in the parcel.";
        return goods.EnumerateArray().Select(Line).FirstOrDefault(wrong => wrong is not null);
    }

    private static string? Line(JsonElement line)
    {
        if (Text(line, "description").Length == 0)
            return "goods.description must be given.";
        if (Text(line, "hsCode") is not { Length: 6 } code || !code.All(char.IsAsciiDigit))
            return "goods.hsCode must be six digits.";
        if (Text(line, "origin").Length != 2)
            return "goods.origin must be a country code of two letters.";
        if (Whole(line, "quantity") < 1 || Whole(line, "netGrams") < 1)
            return "goods.quantity and goods.netGrams must be above 0.";
        return Amount(line, "value");
    }

    private static string? Amount(JsonElement body, string name) =>
        body.TryGetProperty(name, out var money) && money.ValueKind == JsonValueKind.Object
            && Whole(money, "amount") >= 0 && Text(money, "currency").Length == 3
            ? null
            : $"{name} must be an amount in minor units with its currency.";

    private static string Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";

    private static long Whole(JsonElement body, string name) =>
        body.TryGetProperty(name, out var number) && number.ValueKind == JsonValueKind.Number
            && number.TryGetInt64(out long whole) ? whole : -1;
}
