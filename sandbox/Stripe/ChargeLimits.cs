using System.Globalization;

namespace Serverless.Sandbox;

/// <summary>The smallest and the largest amount that a card is charged, per currency, in minor units.</summary>
/// <remarks>
/// The smallest are Stripe's list (docs.stripe.com/currencies#minimum-and-maximum-charge-amounts, 2026), for an account
/// that is paid out in the currency of the charge; where Stripe converts, the other currency's holds. The largest are
/// the eight digits that its reference promises (docs.stripe.com/api/payment_intents/create#amount); a card's network
/// may take more.
/// </remarks>
internal static class ChargeLimits
{
    public const long Largest = 99_999_999;

    private static readonly Dictionary<string, long> Smallest = new()
    {
        ["php"] = 50,
        ["usd"] = 50,
        ["eur"] = 50,
        ["aud"] = 50,
        ["jpy"] = 50,
        ["sgd"] = 50,
        ["gbp"] = 30,
    };

    /// <summary>All currencies that a charge may have.</summary>
    public static IReadOnlyCollection<string> Currencies => Smallest.Keys;

    /// <summary>The same amount, if a card can be charged it.</summary>
    public static long Check(long amount, string currency, string param)
    {
        if (amount > Largest)
            throw StripeFault.Invalid(
                "amount_too_large", param, $"Amount must be no more than {Words(Largest, currency)}");
        if (amount < Smallest[currency])
            throw StripeFault.Invalid(
                "amount_too_small", param, $"Amount must be at least {Words(Smallest[currency], currency)}");
        return amount;
    }

    private static string Words(long amount, string currency)
    {
        bool whole = currency == "jpy";
        string text = (whole ? amount : amount / 100m).ToString(whole ? "N0" : "N2", CultureInfo.InvariantCulture);
        return $"{text} {currency}";
    }
}
