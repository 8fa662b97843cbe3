using System.Collections.Immutable;
using NodaTime.TimeZones;

namespace Serverless.Commerce;

/// <summary>Countries by their usual English names; a shop may call them otherwise.</summary>
public static class Countries
{
    /// <summary>Every country that addresses are known of, by name.</summary>
    /// <remarks>Names are those of the IANA time zone database; the few that it lacks are called by their code.</remarks>
    public static ImmutableArray<NamedCountry> All { get; } = Named();

    private static ImmutableArray<NamedCountry> Named()
    {
        var names = TzdbDateTimeZoneSource.Default.ZoneLocations!.DistinctBy(place => place.CountryCode)
            .ToDictionary(place => place.CountryCode, place => place.CountryName);
        return
        [
            .. AddressFormat.Countries.Select(code => new NamedCountry(code, names.GetValueOrDefault(code, code)))
                .OrderBy(country => country.Name, StringComparer.Ordinal),
        ];
    }
}

/// <summary>A country and what it is called.</summary>
public sealed record NamedCountry(string Code, string Name);
