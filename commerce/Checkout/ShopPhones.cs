namespace Serverless.Commerce;

/// <summary>The merchant's own phone numbers, however they were typed.</summary>
public static class ShopPhones
{
    /// <summary>The same settings with each number as it is dialled from abroad; what cannot be read stays.</summary>
    public static ShopPolicy Of(ShopPolicy policy) => policy with
    {
        Seller = policy.Seller with { Phone = Written(Read(policy.Seller.Phone, policy), policy.Seller.Phone) },
        Locations =
        [
            .. policy.Locations.Select(location => location with
            {
                Address = location.Address with
                {
                    Phone = Written(Read(location.Address), location.Address.Phone),
                },
            }),
        ],
    };

    /// <summary>The seller's number, read where the shop is at home.</summary>
    public static PhoneNumber? Read(string phone, ShopPolicy policy) =>
        PhoneNumber.Read(phone, policy.Home, inMetroManila: false);

    public static PhoneNumber? Read(PlaceAddress place) =>
        PhoneNumber.Read(place.Phone, place.Country, place.ToAddress().IsInMetroManila);

    private static string Written(PhoneNumber? read, string typed) => read?.Written ?? typed;
}
