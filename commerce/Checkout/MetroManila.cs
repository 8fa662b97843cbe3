using System.Collections.Frozen;

namespace Serverless.Commerce;

/// <summary>The National Capital Region of the Philippines (Republic Act 7924): one region, many cities.</summary>
public static class MetroManila
{
    private static readonly FrozenSet<string> Names = FrozenSet.ToFrozenSet(
        ["metro manila", "metropolitan manila", "ncr", "national capital region"], StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Cities = FrozenSet.ToFrozenSet(
        [
            "caloocan", "las pinas", "las pi\u00F1as", "makati", "malabon", "mandaluyong", "manila", "marikina",
            "muntinlupa", "navotas", "paranaque", "para\u00F1aque", "pasay", "pasig", "pateros", "quezon", "taguig",
            "valenzuela",
        ],
        StringComparer.OrdinalIgnoreCase);

    public static bool IsRegion(string province) => Names.Contains(province);

    /// <summary>Whether a city is one of the region's, with or without the word: <c>City of Makati</c>.</summary>
    public static bool HasCity(string city) => Cities.Contains(
        city.Replace("City of ", "", StringComparison.OrdinalIgnoreCase)
            .Replace(" City", "", StringComparison.OrdinalIgnoreCase).Trim());
}
