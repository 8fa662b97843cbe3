using System.Collections.Immutable;
using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

/// <summary>Amounts in other currencies, by a sheet that ends (XB06).</summary>
public sealed class RateSheetTests
{
    private static readonly Currency Jpy = Currency.Parse("JPY");
    private static readonly Currency Eur = Currency.Parse("EUR");

    // Published by the ECB for 21 October 2025.
    private static readonly ImmutableSortedDictionary<string, decimal> Rates =
        ImmutableSortedDictionary<string, decimal>.Empty
            .Add("AUD", 1.7885m).Add("JPY", 176.45m).Add("PHP", 67.761m).Add("USD", 1.1607m);

    private static readonly RateSheet Sheet = Open(Now).OrThrow();

    [Theory]
    [InlineData(6_776_100, "PHP", "EUR", 100_000)]
    [InlineData(100_000, "EUR", "PHP", 6_776_100)]
    [InlineData(100_000, "PHP", "USD", 1_713)]
    [InlineData(100_000, "PHP", "JPY", 2_604)]
    [InlineData(1, "JPY", "PHP", 38)]
    [InlineData(0, "PHP", "USD", 0)]
    [InlineData(-100_000, "PHP", "USD", -1_713)]
    public void An_amount_goes_over_the_euro_into_minor_units_of_its_new_currency(
        long amount, string from, string to, long expected) => Assert.Equal(
            new Money(expected, Currency.Parse(to)),
            Sheet.Convert(new(amount, Currency.Parse(from)), Currency.Parse(to)).OrThrow());

    [Theory]
    [InlineData(250, 3)]
    [InlineData(249, 2)]
    [InlineData(-250, -3)]
    public void The_yen_has_no_minor_unit_and_a_half_goes_away_from_zero(long cents, long yen)
    {
        var even = Sheet with { Rates = Rates.SetItem("JPY", 1m) };
        Assert.Equal(new Money(yen, Jpy), even.Convert(new(cents, Eur), Jpy).OrThrow());
    }

    [Fact]
    public void An_amount_in_its_own_currency_stays_as_it_is_even_without_a_rate() =>
        Assert.Equal(Php(7), (Sheet with { Rates = Rates.Clear() }).Convert(Php(7), Currency.Php).OrThrow());

    [Fact]
    public void A_currency_that_nobody_publishes_a_rate_for_is_refused()
    {
        Says.Refused(RateRefusals.UnknownCurrency, Sheet.Convert(Php(1), Currency.Parse("SGD")));
        Says.Refused(RateRefusals.UnknownCurrency, Sheet.Convert(new(1, Currency.Parse("SGD")), Currency.Php));
    }

    [Fact]
    public void An_amount_that_goes_there_and_back_differs_by_the_rounding_alone() =>
        Gen.Select(Gen.Long[-1_000_000_000_000, 1_000_000_000_000], Two(), Gen.Decimal[0.01m, 20_000m],
            Gen.Decimal[0.01m, 20_000m]).Sample((amount, two, first, second) =>
        {
            var sheet = Sheet with { Rates = Rates.SetItem("USD", first).SetItem("JPY", second).SetItem("AUD", 1m) };
            var start = new Money(amount, two.From);
            var there = sheet.Convert(start, two.To).OrThrow();
            var back = sheet.Convert(there, two.From).OrThrow();
            // Half a unit there is so much here, and half a unit here may come on top of it.
            decimal half = MinorUnits(sheet, two.From) / MinorUnits(sheet, two.To) / 2 + 0.5m;
            return Math.Abs(back.Amount - start.Amount) <= half + 0.000_001m;
        });

    [Fact]
    public void More_of_one_currency_is_never_less_of_another() =>
        Gen.Select(Gen.Long[-1_000_000_000, 1_000_000_000], Gen.Long[0, 1_000_000], Two()).Sample((amount, more, two) =>
            Sheet.Convert(new(amount, two.From), two.To).OrThrow()
            <= Sheet.Convert(new(amount + more, two.From), two.To).OrThrow());

    [Fact]
    public void A_sheet_is_charged_by_until_it_ends_and_not_at_its_end()
    {
        Assert.Equal(Sheet, Sheet.Honour(Sheet.ExpiresAt.AddTicks(-1)).Value);
        Says.Refused(RateRefusals.Expired, Sheet.Honour(Sheet.ExpiresAt));
    }

    [Fact]
    public void Whoever_is_shown_a_sheet_has_half_of_its_life_to_pay_by_it() =>
        Gen.Long[0, TimeSpan.TicksPerDay].Sample(ticks =>
        {
            var now = Now.AddTicks(ticks);
            var left = Open(now).OrThrow().ExpiresAt - now;
            return left > Policy.RateLife / 2 && left <= Policy.RateLife;
        });

    [Fact]
    public void All_who_ask_in_the_same_half_of_a_life_mean_the_same_sheet()
    {
        Assert.Equal(RateSheet.IdAt(Policy, Now), RateSheet.IdAt(Policy, Now.AddMinutes(15).AddTicks(-1)));
        Assert.NotEqual(RateSheet.IdAt(Policy, Now), RateSheet.IdAt(Policy, Now.AddMinutes(15)));
        Assert.Equal("20260302T090000Z", RateSheet.IdAt(Policy, Now.AddMinutes(7)).Value);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(6, true)]
    [InlineData(8, false)]
    public void Figures_of_before_a_long_weekend_do_and_those_of_before_last_week_do_not(int days, bool good) =>
        Assert.Equal(good, Open(Now, days).Refusal is null);

    [Fact]
    public void A_sheet_without_figures_or_with_one_that_is_nothing_is_no_sheet()
    {
        Says.Refused(RateRefusals.None, RateSheet.Open(Day(0), "ECB", Rates.Clear(), Policy, Now));
        Says.Refused(RateRefusals.None, RateSheet.Open(Day(0), "ECB", Rates.SetItem("USD", 0), Policy, Now));
    }

    private static Result<RateSheet> Open(DateTimeOffset now, int daysOld = 1) =>
        RateSheet.Open(Day(daysOld), "ECB", Rates, Policy, now);

    private static DateOnly Day(int daysOld) => DateOnly.FromDateTime(Now.UtcDateTime).AddDays(-daysOld);

    private static Gen<(Currency From, Currency To)> Two()
    {
        string[] codes = ["AUD", "EUR", "JPY", "PHP", "USD"];
        var any = Gen.Int[0, codes.Length - 1].Select(at => Currency.Parse(codes[at]));
        return Gen.Select(any, any);
    }

    private static decimal MinorUnits(RateSheet sheet, Currency currency) =>
        (currency.Code == RateSheet.Base ? 1m : sheet.Rates[currency.Code]) * (decimal)Math.Pow(10, currency.Exponent);
}
