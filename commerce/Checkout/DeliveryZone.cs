using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>Where the same delivery prices hold: provinces at home, and every country that names it.</summary>
/// <param name="Provinces">Of the shop's home; addresses elsewhere go by their country.</param>
public sealed record DeliveryZone(string Code, string Name, ImmutableArray<string> Provinces)
{
    /// <summary>Whether a province is one of its own, however it is written.</summary>
    public bool Has(string country, string province)
    {
        var known = Commerce.Provinces.Find(country, province);
        return Provinces.Any(own => known is not null
            ? Commerce.Provinces.Find(country, own) == known
            : string.Equals(own, province, StringComparison.OrdinalIgnoreCase));
    }
}

/// <summary>A country that the shop delivers to.</summary>
/// <param name="Zone">Which delivery prices hold there; at home, in provinces that stand in no zone.</param>
public sealed record Country(string Code, string Name, string Zone)
{
    /// <summary>What an address there consists of.</summary>
    [JsonIgnore]
    public AddressFormat Addresses => AddressFormat.Of(Code);
}

/// <summary>Which ways of delivery there are to where.</summary>
public static class DeliveryWays
{
    /// <summary>The zone of an address; null where the shop does not deliver.</summary>
    public static string? ZoneOf(this ShopPolicy policy, Address to) =>
        policy.ZoneOf(to.Country, Provinces.Find(to)?.Name ?? to.Province);

    /// <summary>The zone of a province, or of the rest of a country; null where the shop does not deliver.</summary>
    public static string? ZoneOf(this ShopPolicy policy, string country, string province)
    {
        var known = policy.Countries.FirstOrDefault(one => one.Code == country);
        if (known is null) return null;
        var zone = country == policy.Home && province.Length > 0
            ? policy.Zones.FirstOrDefault(one => one.Has(country, province))
            : null;
        return zone?.Code ?? known.Zone;
    }

    /// <summary>How goods can be delivered to an address; none where the shop does not deliver.</summary>
    public static IEnumerable<DeliveryMethod> MethodsFor(this ShopPolicy policy, Address to)
    {
        var zone = policy.ZoneOf(to);
        return policy.DeliveryMethods.Where(method => method.Zone == zone);
    }

    /// <summary>How goods can be delivered somewhere in a country; at home there are several zones.</summary>
    public static IEnumerable<DeliveryMethod> MethodsFor(this ShopPolicy policy, string country)
    {
        string?[] zones =
        [
            policy.ZoneOf(country, ""),
            .. country == policy.Home
                ? policy.Zones.Where(zone => !zone.Provinces.IsEmpty).Select(zone => zone.Code)
                : [],
        ];
        return policy.DeliveryMethods.Where(method => zones.Contains(method.Zone));
    }

    /// <summary>The least that delivery somewhere in a country costs; null where it depends on the courier.</summary>
    public static Money? LeastFor(this ShopPolicy policy, string country, Money goods, int grams) =>
        policy.MethodsFor(country).Select(method => method.PriceFor(goods, grams)).Min();
}
