using System.Text.RegularExpressions;
using PhoneNumbers;

namespace Serverless.Commerce;

/// <summary>A telephone number as it was understood, however it was typed.</summary>
/// <param name="Number">As the world dials it (E.164): <c>+63281234567</c>.</param>
/// <param name="Extension">What is dialled once it answers; null where nothing is.</param>
/// <remarks>
/// What cannot be dialled is no number. What can, but is in no published plan, is taken all the same and asked about:
/// plans have holes, and prefixes are given out before they are published.
/// </remarks>
public sealed partial record PhoneNumber(string Number, string? Extension)
{
    private const int FewestDigits = 7;

    private static readonly PhoneNumberUtil Plans = PhoneNumberUtil.GetInstance();

    /// <summary>Reads what people write, in the country where the parcel goes unless it begins with a plus.</summary>
    public static PhoneNumber? Read(string text, string country, bool inMetroManila)
    {
        // Cut first: the library takes the digits behind "loc" for digits of the number.
        text = PlainText.Digits(text);
        var behind = Behind().Match(text);
        string number = behind.Success ? text[..behind.Index] : text;

        // Eight bare digits there lack the area code, which the library would look for elsewhere.
        if (inMetroManila && MetroManila().IsMatch(Blanks().Replace(number, ""))) number = $"02{number}";
        try
        {
            var read = Plans.Parse(number, country);
            bool possible = Plans.IsPossibleNumberWithReason(read) == PhoneNumberUtil.ValidationResult.IS_POSSIBLE;
            if (!possible || Plans.GetNationalSignificantNumber(read).Length < FewestDigits) return null;
            return new(
                Plans.Format(read, PhoneNumberFormat.E164),
                behind.Success ? behind.Groups[1].Value : read.Extension is { Length: > 0 } cut ? cut : null);
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    /// <summary>As papers print it: <c>+63 2 8123 4567 ext. 12</c>.</summary>
    public string Written
    {
        get
        {
            string number = Plans.Format(Plans.Parse(Number, null), PhoneNumberFormat.INTERNATIONAL);
            return Extension is null ? number : $"{number} ext. {Extension}";
        }
    }

    /// <summary>Whether a number as the world dials it is in the published plan of its country.</summary>
    public static bool IsPublished(string number)
    {
        try
        {
            return Plans.IsValidNumber(Plans.Parse(number, null));
        }
        catch (NumberParseException)
        {
            return false;
        }
    }

    /// <summary>What numbers of a country begin with, after the plus.</summary>
    public static string DialCodeOf(string country) =>
        Plans.GetCountryCodeForRegion(country).ToString(System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"[\s,;(/-]*(?:ext(?:ension|n)?|lokal|local|loc|x|\#)[\s.:]*([0-9]{1,7})\s*\)?\s*\z", RegexOptions.IgnoreCase)]
    private static partial Regex Behind();

    [GeneratedRegex(@"\A[2-9][0-9]{7}\z")]
    private static partial Regex MetroManila();

    [GeneratedRegex(@"[^0-9+]")]
    private static partial Regex Blanks();
}
