namespace Serverless.Tests.Journeys;

/// <summary>Somebody who shops, made up.</summary>
public sealed record Person(
    string Name, string Email, string Line1, string? Line2, string City, string Province, string Postcode, string Phone,
    string? PhoneExtension = null)
{
    /// <summary>Whom most tests let buy at home.</summary>
    public static readonly Person Maria = new(
        "Maria Santos", "maria@example.com", "12 Mabini Street", null, "Taguig", "Metro Manila", "1634",
        "+63 917 123 4567");

    /// <summary>Whom most tests let buy from abroad.</summary>
    public static readonly Person Sam = new(
        "Sam Lee", "sam@example.com", "1 Harbour Street", null, "Anytown", "Anywhere", "10115", "+49 30 1234567");

    /// <summary>Her address as a cart takes it.</summary>
    public object At(string country, string postcode, string phone) => new
    {
        name = Name,
        line1 = Line1,
        line2 = Line2,
        city = City,
        province = Province,
        postcode,
        country,
        phone,
        phoneExtension = PhoneExtension,
    };
}
