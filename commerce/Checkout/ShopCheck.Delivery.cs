using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>Where the shop delivers, and for how much.</summary>
public sealed partial class ShopCheck
{
    // What a lorry takes and a courier does not.
    private const int HeaviestGrams = 1_000_000;

    private IEnumerable<string> ZonesAtHome => policy.Zones.Where(zone => !zone.Provinces.IsEmpty)
        .Select(zone => zone.Code).Append(policy.ZoneOf(policy.Home, "") ?? "");

    private void Countries()
    {
        Expect(policy.Countries.Length is > 0 and <= MostCountries, "countries",
            $"From 1 to {MostCountries} countries that the shop delivers to.");
        Expect(AddressFormat.Knows(policy.Home), "home", "A country's ISO 3166 code: PH.");
        // A right of withdrawal that ends on a holiday there would end too early.
        Expect(!EuropeanUnion.Has(policy.Home) || CalendarBook.Knows(policy.Home), "home",
            $"The public holidays of {policy.Home} are not known yet, which deadlines there depend on. "
            + "docs/calendars.md says how to add them.");
        Expect(policy.Countries.Any(country => country.Code == policy.Home), "countries",
            $"The shop's own country {policy.Home} is missing. Add it, with the zone of its other provinces.");
        Twice("countries", policy.Countries, country => country.Code, ".code");
        foreach (var (at, country) in policy.Countries.Index())
        {
            var name = $"countries[{at}]";
            Expect(AddressFormat.Knows(country.Code), $"{name}.code", "A country's ISO 3166 code: PH.");
            Text($"{name}.name", country.Name, LongestName);
            CheckZone($"{name}.zone", country.Zone, country.Name);
        }
    }

    private void Zones()
    {
        Expect(policy.Zones.Length <= MostZones, "zones", $"At most {MostZones} zones.");
        Twice("zones", policy.Zones, zone => zone.Code, ".code");
        var provinces = Provinces.Of(policy.Home);
        var taken = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (at, zone) in policy.Zones.Index())
        {
            var name = $"zones[{at}]";
            Expect(Slug().IsMatch(zone.Code), $"{name}.code", "Small letters, digits and hyphens: metro-manila.");
            Text($"{name}.name", zone.Name, LongestName);
            bool hasCountry = policy.Countries.Any(country => country.Zone == zone.Code);
            Expect(hasCountry || !zone.Provinces.IsEmpty, name,
                $"Nobody is in {zone.Code}. Give it provinces or a country, or remove it.");
            if (!zone.Provinces.IsEmpty) CheckZone($"{name}.code", zone.Code, zone.Name);
            Expect(zone.Provinces.Length <= 200, $"{name}.provinces", "At most 200 provinces.");
            foreach (var (index, province) in zone.Provinces.Take(200).Index())
            {
                var known = Provinces.Find(policy.Home, province)?.Name;
                Expect(provinces.IsEmpty ? province.Length is > 0 and <= 80 : known is not null,
                    $"{name}.provinces[{index}]",
                    $"'{province}' is no province of {policy.Home}. Choose one of its list.");
                Expect(taken.TryAdd(known ?? province, zone.Code), $"{name}.provinces[{index}]",
                    $"It stands in {taken[known ?? province]} already. Leave it in one zone.");
            }
        }
    }

    /// <summary>A zone that somebody lives in is known, and goods can be brought there.</summary>
    private void CheckZone(string name, string code, string who)
    {
        Expect(policy.Zones.Any(zone => zone.Code == code), name, $"There is no zone '{code}'. Choose one, or add it.");
        Expect(policy.DeliveryMethods.Any(method => method.Zone == code), name,
            $"No delivery method goes to {who}. Add one for the zone '{code}', or leave it out.");
    }

    private void Methods()
    {
        Expect(policy.DeliveryMethods.Length <= MostMethods, "deliveryMethods", $"At most {MostMethods} methods.");
        Twice("deliveryMethods", policy.DeliveryMethods, method => $"{method.Method} in {method.Zone}");
        foreach (var (at, method) in policy.DeliveryMethods.Index())
        {
            var name = $"deliveryMethods[{at}]";
            Expect(DeliveryMethod.Known.Contains(method.Method), $"{name}.method",
                $"One of {string.Join(", ", DeliveryMethod.Known)}.");
            Text($"{name}.name", method.Name, LongestName);
            Expect(policy.Zones.Any(zone => zone.Code == method.Zone), $"{name}.zone",
                $"There is no zone '{method.Zone}'. Choose one, or add it.");
            Amounts($"{name}.freeFrom", method.FreeFrom, needsAll: false, least: 1);
            Prices(name, method);
        }
    }

    private void Prices(string name, DeliveryMethod method)
    {
        bool isCouriers = method.Pricing == DeliveryPricing.Courier;
        Amounts(
            $"{name}.prices", method.Prices, needsAll: method.Pricing != DeliveryPricing.ByWeight,
            except: currency => isCouriers && currency == CourierCurrency);
        Expect(!isCouriers || ZonesAtHome.Contains(method.Zone), $"{name}.pricing",
            "The courier says prices at home only. Use a fixed price, or steps of weight.");
        Expect(!isCouriers || !policy.Countries.Any(one => one.Code != policy.Home && one.Zone == method.Zone),
            $"{name}.pricing",
            "The courier says prices at home only; give the other countries in this zone one of their own.");
        bool isByWeight = method.Pricing == DeliveryPricing.ByWeight;
        Expect(isByWeight ? method.Steps.Length is > 0 and <= Few : method.Steps.Length <= Few, $"{name}.steps",
            $"From 1 to {Few} steps of weight.");
        foreach (var (at, step) in method.Steps.Take(Few).Index())
        {
            int before = at == 0 ? 0 : method.Steps[at - 1].UpToGrams;
            Expect(step.UpToGrams > before && step.UpToGrams <= HeaviestGrams, $"{name}.steps[{at}].upToGrams",
                $"More than the step before, at most {HeaviestGrams} grams.");
            Amounts($"{name}.steps[{at}].prices", step.Prices, needsAll: isByWeight);
        }
    }

    /// <summary>What the courier says its prices in: it carries at home.</summary>
    private static Currency CourierCurrency => Currency.Php;
}
