using System.Text.Json;

namespace Serverless.Sandbox;

/// <summary>What the carrier asks for a parcel (its Tariff API 1.0): by weight, and whether it leaves its tier.</summary>
/// <remarks>The form is theirs. What a shipper pays is between the two; these fees are nobody's.</remarks>
internal static class NinjaVanTariff
{
    private static readonly string[] Levels = ["Standard", "Express", "Sameday", "Nextday"];

    public static decimal? Read(JsonElement body, List<object> wrong)
    {
        string level = Text(body, "service_level");
        if (!Levels.Contains(level)) Say(wrong, "service_level", $"must be one of {string.Join(", ", Levels)}");
        decimal weight = Find(body, "weight") is { ValueKind: JsonValueKind.Number } number ? number.GetDecimal() : 0;
        if (weight is <= 0 or > 50) Say(wrong, "weight", "must be above 0 and at most 50 kg");
        foreach (string side in new[] { "from", "to" })
        {
            foreach (string tier in new[] { "l1_tier_code", "l2_tier_code" })
                if (Text(body, side, tier).Length == 0) Say(wrong, $"{side}.{tier}", "must be given");
        }

        if (wrong.Count > 0) return null;
        bool isNear = Text(body, "from", "l1_tier_code") == Text(body, "to", "l1_tier_code");
        decimal halves = Math.Ceiling(weight * 2);
        decimal fee = isNear ? 85 + 15 * halves : 140 + 32.5m * halves;
        return level == "Standard" ? fee : fee * 1.5m;
    }

    private static string Text(JsonElement body, params string[] path) =>
        Find(body, path) is { ValueKind: JsonValueKind.String } found ? found.GetString()! : "";

    private static JsonElement? Find(JsonElement body, params string[] path)
    {
        var at = body;
        foreach (string name in path)
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at)) return null;
        return at;
    }

    private static void Say(List<object> wrong, string field, string message) =>
        wrong.Add(new { reason = "INVALID", field, message });
}
