using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>The words by which an order is found, and those that somebody types, in one spelling.</summary>
/// <remarks>A word begins with what it is of, so that a SKU never meets somebody's name.</remarks>
public static class OrderWords
{
    /// <summary>The longest text that is looked for.</summary>
    public const int MaxText = 100;

    /// <summary>More words than any name has.</summary>
    private const int MaxNames = 6;

    /// <summary>How many of a phone's last digits tell people apart, whatever stands before them.</summary>
    private const int PhoneDigits = 9;

    /// <summary>How many of them somebody remembers at least.</summary>
    private const int LastDigits = 4;

    /// <summary>Of its number, what it holds, and the parcels that it goes in.</summary>
    public static ImmutableArray<string> CodesOf(Order order, string number) =>
    [
        .. order.Lines.Select(line => line.Sku).Concat(order.Shipments.Select(one => one.Tracking)).Prepend(number)
            .OfType<string>().Select(Code).OfType<string>().Distinct(),
    ];

    /// <summary>Of who bought it: her name, her mailbox, her phone; none where she was forgotten.</summary>
    public static ImmutableArray<string> PersonOf(Order order)
    {
        var (email, address) = (order.Delivery.Email, order.Delivery.Address);
        if (email == Register.Forgotten) return [];
        return
        [
            .. Names(address.Name).Append(Mailbox(email)).Concat(Phones(DigitsOf(address.Phone))).OfType<string>()
                .Distinct(),
        ];
    }

    /// <summary>
    /// What a typed text may mean: any of these, and of each all the words. Empty where there is nothing in it to look
    /// for.
    /// </summary>
    public static ImmutableArray<ImmutableArray<string>> Asked(string text)
    {
        string plain = PlainText.Digits(PlainText.Of(text));
        if (plain.Contains('@')) return Mailbox(plain) is { } mailbox ? [[mailbox]] : [];
        var all = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        if (Code(plain) is { } code) all.Add([code]);
        if (Phone(plain) is { } phone) all.Add([phone]);
        ImmutableArray<string> names = [.. Names(plain).Take(MaxNames)];
        if (!names.IsEmpty) all.Add(names);
        return all.ToImmutable();
    }

    private static string? Code(string text)
    {
        string signs = string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();
        return signs.Length == 0 ? null : $"code:{signs}";
    }

    // Most hosts do not look at case, and nobody on the phone says it.
    private static string? Mailbox(string email) =>
        email.Length == 0 ? null : $"mailbox:{EmailAddress.Identity(email).ToLowerInvariant()}";

    private static IEnumerable<string> Names(string? name)
    {
        string folded = PlainText.Folded(name ?? "");
        char[] between = [.. folded.Where(sign => !char.IsLetter(sign)).Distinct()];
        // Without anything between its words, a text is one.
        var words = between.Length == 0 ? [folded] : folded.Split(between);
        return words.Where(word => word.Length > 0).Distinct().Select(word => $"name:{word}");
    }

    private static IEnumerable<string> Phones(string digits)
    {
        if (digits.Length >= LastDigits) yield return $"phone:{digits[^LastDigits..]}";
        if (digits.Length > PhoneDigits) digits = digits[^PhoneDigits..];
        if (digits.Length > LastDigits) yield return $"phone:{digits}";
    }

    // The whole number, or the digits that somebody remembers: the last four, as banks and couriers show them.
    private static string? Phone(string text)
    {
        if (text.Any(sign => !char.IsAsciiDigit(sign) && !"+-(). ".Contains(sign))) return null;
        string digits = DigitsOf(text);
        if (digits.Length == LastDigits) return $"phone:{digits}";
        return digits.Length >= PhoneDigits ? $"phone:{digits[^PhoneDigits..]}" : null;
    }

    private static string DigitsOf(string? text) => string.Concat((text ?? "").Where(char.IsAsciiDigit));
}
