namespace Serverless.Dev;

/// <summary>An address in a country that the shop delivers to, for orders from the terminal.</summary>
internal sealed record Destination(
    string Name, string Line1, string Line2, string City, string Province, string Postcode, string Country,
    string Phone)
{
    private static readonly Destination[] Known =
    [
        new("Ligaya Santos", "12 Mabini Street", "Barangay Poblacion", "Makati", "Metro Manila", "1210", "PH",
            "+639171234567"),
        new("Olivia Nguyen", "14 King Street", "", "Sydney", "New South Wales", "2000", "AU", "+61298765432"),
        new("Hannah Weber", "Torstraße 5", "", "Berlin", "Berlin", "10119", "DE", "+49301234567"),
        new("Sato Yuki", "1-1 Chiyoda", "", "Chiyoda-ku", "Tokyo", "100-0001", "JP", "+81312345678"),
        new("Grace Miller", "1 Market Street", "", "San Francisco", "California", "94105", "US", "+14155550100"),
    ];

    public static IEnumerable<string> Codes => Known.Select(place => place.Country);

    public static Destination Of(string country) => Known.First(place => place.Country == country);
}
