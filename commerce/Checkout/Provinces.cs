using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>A province, as addresses name it.</summary>
/// <param name="Code">Of the country's own list: PSGC in the Philippines.</param>
/// <param name="Islands">The group of islands that it is part of.</param>
public sealed record Province(string Code, string Name, string Islands)
{
    /// <summary>What else people write for it.</summary>
    [JsonInclude]
    internal ImmutableArray<string> Also { get; init; } = [];
}

/// <summary>The provinces of countries whose provinces are known.</summary>
/// <remarks>Data and source are in <c>provinces.json</c>.</remarks>
public static class Provinces
{
    private const string ProvinceOf = "PROVINCE OF ";
    private const string ProvinceAfter = " PROVINCE";
    private const string CityOf = "CITY OF ";
    private static readonly FrozenDictionary<string, ImmutableArray<Province>> ByCountry = Read();
    private static readonly FrozenDictionary<(string, string), Province> ByName = Named();

    /// <summary>Those of a country, by name; empty where they are not known.</summary>
    public static ImmutableArray<Province> Of(string country) => ByCountry.GetValueOrDefault(country, []);

    /// <summary>The province that somebody means, however she writes it; null where it is none that is known.</summary>
    public static Province? Find(string country, string province)
    {
        string plain = Plain(province);
        return ByName.GetValueOrDefault((country, plain)) ?? (plain.EndsWith(ProvinceAfter, StringComparison.Ordinal)
            ? ByName.GetValueOrDefault((country, plain[..^ProvinceAfter.Length]))
            : null);
    }

    /// <summary>The province of an address: as it says, or by its city, which tells Metro Manila.</summary>
    public static Province? Find(Address address) => Find(address.Country, address.Province)
        ?? (address.IsInMetroManila ? Find(address.Country, "Metro Manila") : null);

    /// <summary>Every country whose provinces are known.</summary>
    public static IEnumerable<string> Countries => ByCountry.Keys.Order(StringComparer.Ordinal);

    private static string Plain(string name)
    {
        string plain = PlainText.Of(name).ToUpperInvariant();
        if (plain.StartsWith(ProvinceOf, StringComparison.Ordinal)) return plain[ProvinceOf.Length..].Trim();
        return plain.StartsWith(CityOf, StringComparison.Ordinal) ? $"{plain[CityOf.Length..].Trim()} CITY" : plain;
    }

    private static FrozenDictionary<string, ImmutableArray<Province>> Read()
    {
        using var stream = typeof(Provinces).Assembly.GetManifestResourceStream("provinces.json")!;
        return JsonSerializer.Deserialize<ProvinceBook>(stream, JsonSerializerOptions.Web)!.Provinces
            .ToFrozenDictionary();
    }

    private static FrozenDictionary<(string, string), Province> Named() => (
        from country in ByCountry
        from province in country.Value
        from name in province.Also.Prepend(province.Name)
        select KeyValuePair.Create((country.Key, Plain(name)), province)).ToFrozenDictionary();

    private sealed record ProvinceBook(Dictionary<string, ImmutableArray<Province>> Provinces);
}
