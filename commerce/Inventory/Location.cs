using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>A place where goods lie and from which parcels leave.</summary>
/// <param name="Code">Short and stable; stock is kept under it: <c>sku@code</c>.</param>
/// <param name="Address">Where the carrier fetches parcels and brings returns.</param>
/// <param name="Priority">The lowest is preferred, where nothing else decides.</param>
public sealed record Location(string Code, LocationKind Kind, PlaceAddress Address, int Priority)
{
    /// <summary>Provinces, and codes of other countries, to which this is the nearest place.</summary>
    public ImmutableArray<string> Near { get; init; } = [];

    /// <summary>When shoppers can come; a warehouse says nothing.</summary>
    public ImmutableArray<OpeningHours> Hours { get; init; } = [];

    /// <summary>How far: 0 in the same town, 1 in the province, 2 where it is near, 3 at home, 4 abroad.</summary>
    public int StepsTo(Address to)
    {
        bool home = to.Country == Address.Country;
        if (home && Same(to.Province, Address.Province)) return Same(to.City, Address.City) ? 0 : 1;
        if (Near.Any(near => home ? Same(near, to.Province) : near == to.Country)) return 2;
        return home ? 3 : 4;
    }

    private static bool Same(string one, string other) =>
        string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Where a location is; of a place and no person, so that there is nothing to seal.</summary>
/// <param name="Name">The place's.</param>
/// <param name="Country">ISO 3166 alpha-2.</param>
public sealed record PlaceAddress(
    string Name, string Line1, string? Line2, string City, string Province, string Postcode, string Country,
    string Phone)
{
    /// <summary>The same as a carrier or a paper wants it.</summary>
    public Address ToAddress() => new(Name, Line1, Line2, City, Province, Postcode, Country, Phone);
}

/// <summary>What a location is to shoppers.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LocationKind>))]
public enum LocationKind
{
    /// <summary>Closed to the public.</summary>
    Warehouse,

    /// <summary>Shoppers come in.</summary>
    Store,
}
