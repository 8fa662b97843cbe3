using System.Net.Mail;
using System.Text.RegularExpressions;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Reads to whom, where and how goods go.</summary>
public static partial class Deliveries
{
    public static Result<Delivery> Parse(Fields fields, ShopPolicy policy)
    {
        var email = fields.Text("email", 254);
        if (email.Length > 0 && !IsEmail(email)) fields.Refuse("email", "This is no e-mail address.");
        var method = fields.Text("method", 40);
        if (policy.DeliveryMethods.All(known => known.Method != method))
            fields.Refuse("method", $"One of {string.Join(", ", policy.DeliveryMethods.Select(m => m.Method))}.");
        var address = AddressIn(fields.Within("address"), policy);
        return fields.Refusal is { } bad ? bad : new Delivery(email, address, method);
    }

    private static Address AddressIn(Fields fields, ShopPolicy policy)
    {
        var address = new Address(
            fields.Text("name", 100), fields.Text("line1", 120), fields.Optional("line2", 120),
            fields.Text("city", 80), fields.Text("province", 80), fields.Text("postcode", 12),
            fields.Text("country", 2), fields.Text("phone", 25));
        if (address.Country.Length > 0 && policy.Countries.All(country => country.Code != address.Country))
            fields.Refuse("country", $"One of {string.Join(", ", policy.Countries.Select(known => known.Code))}.");
        if (address is { Country: "PH", Postcode.Length: > 0 } && !PhilippinePostcode().IsMatch(address.Postcode))
            fields.Refuse("postcode", "A Philippine postcode has four digits.");
        if (address.Phone.Length > 0 && !Phone().IsMatch(address.Phone))
            fields.Refuse("phone", "A phone number such as +63 917 123 4567.");
        return address;
    }

    private static bool IsEmail(string text) =>
        MailAddress.TryCreate(text, out var address) && address.Address == text && address.Host.Contains('.');

    [GeneratedRegex("^[0-9]{4}$")]
    private static partial Regex PhilippinePostcode();

    [GeneratedRegex(@"^\+?[0-9][0-9 ()\-]{5,23}$")]
    private static partial Regex Phone();
}
