using System.Collections.Immutable;
using System.Globalization;

namespace Serverless.Commerce;

/// <summary>What one euro is worth in other currencies, and until when the shop keeps to it.</summary>
/// <param name="Id">Named after the moment from which the shop goes by it.</param>
/// <param name="At">When it was fetched.</param>
/// <param name="ExpiresAt">From then on nothing is charged by it any more.</param>
/// <param name="Published">The day of the figures; none come on weekends and on TARGET's closing days.</param>
/// <param name="Source">Who published them: <c>ECB</c>.</param>
/// <param name="Rates">Units of a currency for one euro, by ISO 4217 code.</param>
public sealed record RateSheet(
    Id<RateSheet> Id, DateTimeOffset At, DateTimeOffset ExpiresAt, DateOnly Published, string Source,
    ImmutableSortedDictionary<string, decimal> Rates)
{
    /// <summary>Whether nobody could be asked: these are the figures of the sheet before.</summary>
    public bool Kept { get; init; }

    /// <summary>The currency that all rates are for one of.</summary>
    public const string Base = "EUR";

    /// <summary>Opens the sheet of this moment, if the figures are young enough to charge by.</summary>
    public static Result<RateSheet> Open(
        DateOnly published, string source, ImmutableSortedDictionary<string, decimal> rates, ShopPolicy policy,
        DateTimeOffset now)
    {
        var age = now - published.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        if (rates.IsEmpty || rates.Values.Any(rate => rate <= 0) || age > policy.RateAge) return RateRefusals.None;
        var expiry = Start(policy, now) + policy.RateLife;
        return new RateSheet(IdAt(policy, now), now, expiry, published, source, rates);
    }

    /// <summary>Which sheet holds at a moment: the same for everybody who asks, so that there is one.</summary>
    /// <remarks>
    /// A sheet follows the last in the middle of its life: whoever was shown one has at least half of it to pay.
    /// </remarks>
    public static Id<RateSheet> IdAt(ShopPolicy policy, DateTimeOffset now) =>
        new(Start(policy, now).UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));

    /// <summary>Says no once the sheet is too old to charge by.</summary>
    public Result<RateSheet> Honour(DateTimeOffset now) => now < ExpiresAt ? this : RateRefusals.Expired;

    /// <summary>An amount in another currency, rounded half away from zero to what that one has (ISO 4217).</summary>
    /// <remarks>Between two currencies the rate goes over the euro, and only the result is rounded.</remarks>
    public Result<Money> Convert(Money amount, Currency to)
    {
        if (amount.Currency == to) return amount;
        if (!Knows(amount.Currency, out decimal from) || !Knows(to, out decimal rate))
            return RateRefusals.UnknownCurrency;
        decimal exact = amount.Amount * rate * Units(to) / (from * Units(amount.Currency));
        return new Money((long)Math.Round(exact, MidpointRounding.AwayFromZero), to);
    }

    private bool Knows(Currency currency, out decimal rate)
    {
        rate = 1;
        return currency.Code == Base || Rates.TryGetValue(currency.Code, out rate);
    }

    private static decimal Units(Currency currency) => (decimal)Math.Pow(10, currency.Exponent);

    private static DateTimeOffset Start(ShopPolicy policy, DateTimeOffset now)
    {
        long half = policy.RateLife.Ticks / 2;
        return new(now.UtcTicks - now.UtcTicks % half, TimeSpan.Zero);
    }
}

/// <summary>Why a rate sheet said no.</summary>
public static class RateRefusals
{
    public static readonly Refusal Unknown = new(
        Because.Unknown, "rates.unknown", "There is no such rate sheet. Look at the cart again, which names one.");
    public static readonly Refusal Expired = new(
        Because.Conflict, "rates.expired",
        "The exchange rates are no longer those that were shown. Nothing was charged; look at the cart again.");
    public static readonly Refusal UnknownCurrency = new(
        Because.Conflict, "rates.unknown_currency", "Nobody publishes a rate for this currency to the shop.");
    public static readonly Refusal None = new(
        Because.Conflict, "rates.none", "There are no exchange rates at the moment. Please try again later.");
}
