using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Reads to whom, where and how goods go.</summary>
public static class Deliveries
{
    private const int LongestPhone = 60;

    public static Result<Delivery> Parse(Fields fields, ShopPolicy policy)
    {
        var email = EmailIn(fields);
        var method = fields.Text("method", 40);
        if (method == Delivery.Pickup) return Fetched(email, fields, policy);
        var address = AddressIn(fields.Within("address"), policy);
        bool known = policy.Countries.Any(country => country.Code == address.Country);
        var methods = (known ? policy.MethodsFor(address) : policy.MethodsFor(policy.Home))
            .Select(one => one.Method).Distinct().ToList();
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
        return new Delivery(email, store!.Address.ToAddress() with { Name = name }, Delivery.Pickup) { Store = code };
    }

    /// <summary>The field <c>email</c>.</summary>
    public static string EmailIn(Fields fields)
    {
        var email = fields.Text("email", 254);
        if (email.Length > 0 && !MailAddresses.CanReach(email))
            fields.Refuse("email", "An address that mail can be sent to, such as ana@example.ph.");
        return email;
    }

    /// <summary>The field <c>phone</c>; null where it may be absent and is.</summary>
    /// <param name="country">Whose number it is unless it begins with a plus.</param>
    public static PhoneNumber? PhoneIn(Fields fields, bool needed, string country, bool inMetroManila)
    {
        var text = needed ? fields.Text("phone", LongestPhone) : fields.Optional("phone", LongestPhone);
        if (text is null or "") return null;
        if (PhoneNumber.Read(text, country, inMetroManila) is not { } phone)
        {
            fields.Refuse("phone", "A number that can be called, such as 0917 123 4567 or +49 30 1234567.");
            return null;
        }

        var extension = phone.Extension ?? fields.Optional("phoneExtension", 7);
        if (extension is not null && !extension.All(char.IsAsciiDigit)) fields.Refuse("phoneExtension", "Digits.");
        return phone with { Extension = extension };
    }

    /// <summary>The whole object as an address that goods can go to.</summary>
    public static Address AddressIn(Fields fields, ShopPolicy policy)
    {
        var code = fields.Text("country", 2);
        var known = policy.Countries.FirstOrDefault(country => country.Code == code);
        if (known is null && code.Length > 0)
            fields.Refuse("country", $"One of {string.Join(", ", policy.Countries.Select(country => country.Code))}.");
        var format = AddressFormat.Of(code);
        var address = new Address(
            fields.Text("name", 100), fields.Text("line1", 120), fields.Optional("line2", 120),
            Part("city", 80), Part("province", 80),
            format.Postcode is null ? "" : Clean(Part("postcode", 12)), code, "");
        if (known is not null && code != policy.Home) CheckLetters(fields, address);
        if (address.Postcode.Length > 0 && !format.Fits(address.Postcode))
            fields.Refuse("postcode", $"A postcode of {known?.Name ?? code} such as {format.Example}.");
        var phone = PhoneIn(fields, needed: true, known?.Code ?? policy.Home, address.IsInMetroManila);
        return address with { Phone = phone?.Number ?? "", PhoneExtension = phone?.Extension };

        string Part(string name, int most) => format.Parts.Any(part => part.Name == name && part.Required)
            ? fields.Text(name, most)
            : fields.Optional(name, most) ?? "";
    }

    // Nobody but the shopper knows how her name is read: 山田 is Yamada in Japan and Shantian in China.
    private static void CheckLetters(Fields fields, Address address)
    {
        (string Name, string? Text)[] parts =
        [
            ("name", address.Name), ("line1", address.Line1), ("line2", address.Line2), ("city", address.City),
            ("province", address.Province),
        ];
        foreach (var (name, _) in parts.Where(part => part.Text is { } text && !PlainText.IsLatin(text)))
        {
            fields.Refuse(
                name, "Customs papers want Latin letters: please write it as it is read, a name as in the passport.");
        }
    }

    // As the post writes it: plain digits, capitals, and without the sign that Japan puts before it.
    private static string Clean(string postcode) =>
        PlainText.Digits(postcode).Replace("\u3012", "", StringComparison.Ordinal).ToUpperInvariant().Trim();

    /// <summary>What may be a slip in how goods go; null where nothing looks like one.</summary>
    public static IReadOnlyList<BadField>? DoubtsOf(Delivery? delivery)
    {
        if (delivery is not { Store: null, Address: var to }) return null;
        List<BadField> doubts = [];
        if (!PhoneNumber.IsPublished(to.Phone))
            doubts.Add(new("address.phone", $"Is {to.Phone} right? No list of numbers has one like it."));
        if (!Provinces.Of(to.Country).IsEmpty && Provinces.Find(to) is null)
            doubts.Add(new("address.province", $"Is {to.Province} right? No list of provinces has it."));
        return doubts.Count == 0 ? null : doubts;
    }

    private static DeliveryTerms TermsIn(Fields fields)
    {
        var asked = fields.Optional("terms", 3);
        if (asked is null or nameof(DeliveryTerms.Ddp)) return DeliveryTerms.Ddp;
        if (asked != nameof(DeliveryTerms.Dap)) fields.Refuse("terms", "Ddp (we pay the border) or Dap (you do).");
        return DeliveryTerms.Dap;
    }
}
