using System.Collections.Frozen;

namespace Serverless.Adapters;

/// <summary>The codes by which Ninja Van knows places, as its shippers get them from it.</summary>
/// <remarks>
/// One entry for each province, or for one town of it, parted by semicolons or lines:
/// <c>Metro Manila=L1:L2; Cebu/Mandaue=L1:L2</c>. Two tiers, by which its prices go.
/// </remarks>
public sealed class NinjaVanTiers
{
    private readonly FrozenDictionary<string, (string First, string Second)> byPlace;

    private NinjaVanTiers(FrozenDictionary<string, (string First, string Second)> byPlace) => this.byPlace = byPlace;

    /// <summary>None: then it says no prices.</summary>
    public static readonly NinjaVanTiers None = Parse(null);

    public bool IsEmpty => byPlace.Count == 0;

    /// <exception cref="FormatException">An entry is not of the known form.</exception>
    public static NinjaVanTiers Parse(string? text)
    {
        var all = new Dictionary<string, (string, string)>(StringComparer.OrdinalIgnoreCase);
        const StringSplitOptions Tidy = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        foreach (string entry in (text ?? "").Split([';', '\n', '\r'], Tidy))
        {
            if (entry.Split('=', Tidy) is not [var place, var codes]
                || codes.Split(':', Tidy) is not [var one, var two])
                throw new FormatException($"'{entry}' is no place with its two codes: Cebu/Mandaue=L1:L2.");
            all[place] = (one, two);
        }

        return new(all.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>The codes of a town, or of its province; null where neither is known.</summary>
    public (string First, string Second)? Of(string province, string city) =>
        byPlace.TryGetValue($"{province}/{city}", out var town) ? town
        : byPlace.TryGetValue(province, out var whole) ? whole
        : null;
}
