using System.Net.Mail;
using System.Text.RegularExpressions;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Reads to whom, where and how goods go.</summary>
public static partial class Deliveries
{
    public static Result<Delivery> Parse(Fields fields, ShopPolicy policy)
    {
        var email = EmailIn(fields);
        var method = fields.Text("method", 40);
        if (policy.DeliveryMethods.All(known => known.Method != method))
            fields.Refuse("method", $"One of {string.Join(", ", policy.DeliveryMethods.Select(m => m.Method))}.");
        var address = AddressIn(fields.Within("address"), policy);
        return fields.Refusal is { } bad ? bad : new Delivery(email, address, method);
    }

    /// <summary>The field <c>email</c>.</summary>
    public static string EmailIn(Fields fields)
    {
        var email = fields.Text("email", 254);
        if (email.Length > 0 && !IsEmail(email)) fields.Refuse("email", "This is no e-mail address.");
        return email;
    }

    /// <summary>The field <c>phone</c>; null where it may be absent and is.</summary>
    public static string? PhoneIn(Fields fields, bool needed)
    {
        var phone = needed ? fields.Text("phone", 25) : fields.Optional("phone", 25);
        if (phone is { Length: > 0 } && !Phone().IsMatch(phone))
            fields.Refuse("phone", "A phone number such as +63 917 123 4567.");
        return phone;
    }

    private static Address AddressIn(Fields fields, ShopPolicy policy)
    {
        var address = new Address(
            fields.Text("name", 100), fields.Text("line1", 120), fields.Optional("line2", 120),
            fields.Text("city", 80), fields.Text("province", 80), fields.Text("postcode", 12),
            fields.Text("country", 2), PhoneIn(fields, needed: true)!);
        if (address.Country.Length > 0 && policy.Countries.All(country => country.Code != address.Country))
            fields.Refuse("country", $"One of {string.Join(", ", policy.Countries.Select(known => known.Code))}.");
        if (address is { Country: "PH", Postcode.Length: > 0 } && !PhilippinePostcode().IsMatch(address.Postcode))
            fields.Refuse("postcode", "A Philippine postcode has four digits.");
        return address;
    }

    public static bool IsEmail(string text) =>
        MailAddress.TryCreate(text, out var address) && address.Address == text && address.Host.Contains('.');

    [GeneratedRegex("^[0-9]{4}$")]
    private static partial Regex PhilippinePostcode();

    [GeneratedRegex(@"^\+?[0-9][0-9 ()\-]{5,23}$")]
    private static partial Regex Phone();
}
