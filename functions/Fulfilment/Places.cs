using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Where parcels leave from and go to, as the carrier wants it said.</summary>
public static class Places
{
    public static ParcelPlace Of(Location location) => Of(location.Address, null);

    public static ParcelPlace Of(Delivery delivery) => Of(delivery.Address, delivery.Email);

    private static ParcelPlace Of(Address at, string? email) => new(
        at.Name, at.Phone, email, at.Line1, at.Line2, at.City, at.Province, at.Postcode, at.Country);
}
