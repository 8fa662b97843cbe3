using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>The words by which an order is found, and those that somebody types, in one spelling.</summary>
/// <remarks>A word begins with what it is of, so that a SKU never meets somebody's name.</remarks>
public static class OrderWords
{
    /// <summary>The longest text that is looked for.</summary>
    public const int MaxText = 100;

    /// <summary>So many words of a text are looked for; the others are not needed to tell orders apart.</summary>
    private const int MaxTokens = 4;

    /// <summary>How many of a phone's last digits somebody remembers at least.</summary>
    private const int LastDigits = 4;

    /// <summary>How many last digits a phone is known by: as its owner says it, without the country.</summary>
    private static readonly int[] PhoneLengths = [9, 8, 7, LastDigits];

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
        // As a whole, however it is spaced: a number, a SKU, a phone, a mailbox.
        var whole = new[] { plain.Contains('@') ? Mailbox(plain) : Code(plain), Phone(plain) }.OfType<string>();
        var tokens = plain.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MaxTokens).Select(Meanings)
            .Where(meanings => !meanings.IsEmpty).ToList();
        // And word by word: each may be a name or a code, and all of them have to be said by the order.
        IEnumerable<ImmutableArray<string>> together = tokens.Count == 0 ? [] : [[]];
        foreach (var meanings in tokens)
            together = together.SelectMany(all => meanings.Select(words => all.AddRange(words)));
        return
        [
            .. whole.Select(word => ImmutableArray.Create(word)).Concat(together)
                .DistinctBy(words => string.Join('\n', words)),
        ];
    }

    // Of one word as it was typed: her name's, a part of her mailbox, the end of her phone, or something else's code.
    private static ImmutableArray<ImmutableArray<string>> Meanings(string token)
    {
        if (token.Contains('@')) return [[Mailbox(token)!]];
        ImmutableArray<string> names = [.. Names(token)];
        var codes = new[] { Code(token), Phone(token) }.OfType<string>().Select(word => ImmutableArray.Create(word));
        return [.. codes, .. token.Any(char.IsAsciiDigit) || names.IsEmpty ? [] : new[] { names }];
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

    private static IEnumerable<string> Phones(string digits) =>
        PhoneLengths.Where(length => digits.Length >= length).Select(length => $"phone:{digits[^length..]}");

    // The number as it is said at home, behind the zero that some countries dial first, or its last four digits.
    private static string? Phone(string text)
    {
        if (text.Any(sign => !char.IsAsciiDigit(sign) && !"+-(). ".Contains(sign))) return null;
        string digits = DigitsOf(text);
        if (digits.Length == LastDigits) return $"phone:{digits}";
        digits = digits.TrimStart('0');
        return PhoneLengths.FirstOrDefault(length => length > LastDigits && digits.Length >= length) is > 0 and var said
            ? $"phone:{digits[^said..]}"
            : null;
    }

    private static string DigitsOf(string? text) => string.Concat((text ?? "").Where(char.IsAsciiDigit));
}
