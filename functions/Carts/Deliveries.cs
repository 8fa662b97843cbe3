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
        if (method == Delivery.Pickup) return Fetched(email, fields, policy);
        var address = AddressIn(fields.Within("address"), policy);
        bool known = policy.Countries.Any(country => country.Code == address.Country);
        var methods = policy.MethodsFor(known ? address.Country : policy.Home).Select(one => one.Method).ToList();
        if (!methods.Contains(method))
            fields.Refuse("method", $"One of {string.Join(", ", methods)}.");
        var terms = TermsIn(fields);
        return fields.Refusal is { } bad ? bad : new Delivery(email, address, method) { Terms = terms };
    }

    /// <summary>Fetched in a store: its address, in the name of who fetches.</summary>
    private static Result<Delivery> Fetched(string email, Fields fields, ShopPolicy policy)
    {
        var code = fields.Text("store", 20);
        var stores = policy.Locations.Where(location => location.Kind == LocationKind.Store).ToList();
        var store = stores.Find(location => location.Code == code);
        if (store is null) fields.Refuse("store", $"One of {string.Join(", ", stores.Select(known => known.Code))}.");
        var name = fields.Text("name", 100);
        if (fields.Refusal is { } bad) return bad;
        return new Delivery(email, store!.Address with { Name = name }, Delivery.Pickup) { Store = code };
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
        var country = policy.Countries.FirstOrDefault(known => known.Code == address.Country);
        if (country is not null)
            CheckAgainst(country, address, fields);
        else if (address.Country.Length > 0)
            fields.Refuse("country", $"One of {string.Join(", ", policy.Countries.Select(known => known.Code))}.");
        return address;
    }

    private static void CheckAgainst(Country country, Address address, Fields fields)
    {
        if (address.Postcode.Length > 0 && !Regex.IsMatch(address.Postcode, $@"\A(?:{country.Postcode})\z"))
            fields.Refuse("postcode", $"A postcode of {country.Name} such as {country.PostcodeExample}.");
        if (address.Phone.StartsWith('+') && !address.Phone.StartsWith($"+{country.DialCode}", Plain))
            fields.Refuse("phone", $"A phone number of {country.Name}; it begins with +{country.DialCode}.");
    }

    private static DeliveryTerms TermsIn(Fields fields)
    {
        var asked = fields.Optional("terms", 3);
        if (asked is null or nameof(DeliveryTerms.Ddp)) return DeliveryTerms.Ddp;
        if (asked != nameof(DeliveryTerms.Dap)) fields.Refuse("terms", "Ddp (we pay the border) or Dap (you do).");
        return DeliveryTerms.Dap;
    }

    public static bool IsEmail(string text) =>
        MailAddress.TryCreate(text, out var address) && address.Address == text && address.Host.Contains('.');

    private const StringComparison Plain = StringComparison.Ordinal;

    [GeneratedRegex(@"^\+?[0-9][0-9 ()\-]{5,23}$")]
    private static partial Regex Phone();
}
