using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Where parcels leave from and go to, as the carrier wants it said.</summary>
public static class Places
{
    private static readonly Dictionary<string, ParcelPlace> Locations = new(StringComparer.Ordinal)
    {
        ["MNL"] = new("Likha Manila", "+63 2 8123 4567", null, "12 Pier Road, Tondo", null,
            "Manila", "Metro Manila", "1012", "PH"),
        ["CEB"] = new("Likha Cebu", "+63 32 234 5678", null, "8 Ouano Avenue", null,
            "Mandaue", "Cebu", "6014", "PH"),
        ["BGC"] = new("Likha Store", "+63 2 8765 4321", null, "30th Street, Bonifacio Global City", null,
            "Taguig", "Metro Manila", "1634", "PH"),
    };

    public static ParcelPlace Of(string location) => Locations.TryGetValue(location, out var place)
        ? place
        : throw new InvalidOperationException($"Nobody said where the location '{location}' is.");

    public static ParcelPlace Of(Delivery delivery)
    {
        var to = delivery.Address;
        return new(
            to.Name, to.Phone, delivery.Email, to.Line1, to.Line2, to.City, to.Province, to.Postcode, to.Country);
    }
}
