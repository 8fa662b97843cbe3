using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>The settings as their pages need them: what stands, what is wrong, and what there is to choose.</summary>
public sealed class SettingsViews(ICarrier carrier)
{
    public object Of(ShopPolicy policy)
    {
        var faults = FaultsOf(policy, carrier);
        return new
        {
            policy.Version,
            IsOpen = faults.Count == 0,
            Faults = faults,
            Settings = policy,
            Choices = new
            {
                Currencies = Currency.All,
                Countries = Countries.All,
                Provinces = Provinces.Countries.ToDictionary(
                    code => code, code => Provinces.Of(code).Select(one => new { one.Name, one.Islands })),
                carrier.Methods,
                Pricings = Enum.GetValues<DeliveryPricing>()
                    .Where(one => one != DeliveryPricing.Courier || carrier.Quotes),
                TimeZones = WallClock.Zones,
                Mails = MailTexts.All,
            },
        };
    }

    /// <summary>All that is wrong with settings, in themselves and with whom the shop works with.</summary>
    public static IReadOnlyList<BadField> FaultsOf(ShopPolicy policy, ICarrier carrier) =>
        [.. OwnFaults(policy), .. CarriersFaults(policy, carrier)];

    // The seller's address is printed for customs and shown to shoppers, who write to it.
    private static IEnumerable<BadField> OwnFaults(ShopPolicy policy)
    {
        const string field = "seller.email";
        var faults = ShopCheck.Of(policy);
        return MailAddresses.CanReach(policy.Seller.Email) || faults.Any(fault => fault.Name == field)
            ? faults
            : [.. faults, new(field, "An e-mail address that can be written to: customs@likha.example.")];
    }

    private static IEnumerable<BadField> CarriersFaults(ShopPolicy policy, ICarrier carrier)
    {
        foreach (var (at, method) in policy.DeliveryMethods.Index())
        {
            bool isKnown = DeliveryMethod.Known.Contains(method.Method);
            if (isKnown && !carrier.Methods.Contains(method.Method))
                yield return new($"deliveryMethods[{at}].method", $"{carrier.Name} does not take parcels in this way.");
            if (method.Pricing == DeliveryPricing.Courier && !carrier.Quotes)
                yield return new($"deliveryMethods[{at}].pricing",
                    $"{carrier.Name} says no prices to this shop: its codes of places are not set up. "
                    + "Use a fixed price, or steps of weight.");
        }
    }
}
