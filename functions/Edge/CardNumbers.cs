using System.Globalization;
using System.Text;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Finds a payment card's number in a text, so that none is ever stored or logged.</summary>
/// <remarks>
/// ISO/IEC 7812-1: an issuer's prefix, one of its lengths, and the check digit; fewer than all three would catch phone
/// numbers, barcodes and tracking numbers. Prefixes as the schemes publish them.
/// </remarks>
public static class CardNumbers
{
    // More signs than that between two digits, and they are no longer one number.
    private const int WidestGap = 8;

    private static readonly (int From, int To, int[] Lengths)[] Issuers =
    [
        // Visa; its form of 13 digits is gone, and would catch the barcodes of the Philippines (480).
        (4, 4, [16, 19]),
        // Mastercard.
        (51, 55, [16]), (2221, 2720, [16]),
        // American Express.
        (34, 34, [15]), (37, 37, [15]),
        // Diners Club.
        (36, 36, [14, 16, 17, 18, 19]), (300, 305, [14, 16, 17, 18, 19]), (3095, 3095, [14, 16, 17, 18, 19]),
        (38, 39, [14, 16, 17, 18, 19]),
        // Discover.
        (6011, 6011, [16, 17, 18, 19]), (644, 649, [16, 17, 18, 19]), (65, 65, [16, 17, 18, 19]),
        // JCB.
        (3528, 3589, [16, 17, 18, 19]),
        // UnionPay.
        (62, 62, [16, 17, 18, 19]), (8100, 8171, [16, 17, 18, 19]),
        // Maestro.
        (5018, 5018, [16, 18, 19]), (5020, 5020, [16, 18, 19]), (5038, 5038, [16, 18, 19]),
        (5893, 5893, [16, 18, 19]), (6304, 6304, [16, 18, 19]), (6759, 6759, [16, 18, 19]),
        (6761, 6763, [16, 18, 19]),
        // RuPay, Mir, Troy.
        (508, 508, [16]), (60, 60, [16]), (82, 82, [16]), (2200, 2204, [16, 17, 18, 19]), (9792, 9792, [16]),
    ];

    /// <summary>Whether a text holds a card number, whatever separates its digits and however they are drawn.</summary>
    public static bool In(string text)
    {
        // A UUID never holds one, whatever its digits add up to.
        if (text.Length < 14 || Guid.TryParseExact(text, "D", out _)) return false;
        List<string> groups = [];
        string group = "";
        int gap = 0;
        foreach (var sign in text.EnumerateRunes())
        {
            if (PlainText.DigitOf(sign) is { } digit)
            {
                group += (char)('0' + digit);
                gap = 0;
                continue;
            }

            if (group.Length > 0) groups.Add(group);
            group = "";
            if (!Rune.IsLetter(sign) && ++gap <= WidestGap) continue;
            if (Among(groups)) return true;
            groups.Clear();
        }

        if (group.Length > 0) groups.Add(group);
        return Among(groups);
    }

    // A number begins and ends with a group: what stands before or behind it, such as a date, does not hide it.
    private static bool Among(List<string> groups)
    {
        for (int first = 0; first < groups.Count; first++)
        {
            string number = "";
            foreach (string group in groups.Skip(first))
            {
                number += group;
                if (number.Length > 19) break;
                if (IsCard(number)) return true;
            }
        }

        return false;
    }

    private static bool IsCard(string digits) =>
        Issuers.Any(issuer => issuer.Lengths.Contains(digits.Length) && Begins(digits, issuer.From, issuer.To))
        && HasCheckDigit(digits);

    private static bool Begins(string digits, int from, int to)
    {
        int length = from.ToString(CultureInfo.InvariantCulture).Length;
        int prefix = int.Parse(digits.AsSpan(0, length), CultureInfo.InvariantCulture);
        return prefix >= from && prefix <= to;
    }

    private static bool HasCheckDigit(string digits)
    {
        int sum = 0;
        for (int i = 0; i < digits.Length; i++)
        {
            int digit = digits[^(i + 1)] - '0';
            int doubled = i % 2 == 1 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0;
    }
}
