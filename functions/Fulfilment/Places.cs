using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Where goods lie, and where parcels leave from and go to, as the carrier wants it said.</summary>
public static class Places
{
    public static ParcelPlace Of(Location location) => Of(location.Address.ToAddress(), null);

    public static ParcelPlace Of(Delivery delivery) => Of(delivery.Address, delivery.Email);

    /// <summary>Refuses a field that names none of the shop's locations.</summary>
    public static void Check(Fields fields, string name, string location, ShopPolicy policy)
    {
        if (policy.Locations.All(known => known.Code != location))
            fields.Refuse(name, $"One of {string.Join(", ", policy.Locations.Select(known => known.Code))}.");
    }

    private static ParcelPlace Of(Address at, string? email) => new(
        at.Name, at.Telephone, email, at.Line1, at.Line2, at.City, at.Province, at.Postcode, at.Country);
}
