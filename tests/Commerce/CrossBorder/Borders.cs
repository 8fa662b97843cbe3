using System.Collections.Immutable;
using Serverless.Commerce;

namespace Serverless.Tests.Commerce;

/// <summary>Ordinary consignments, for tests of what borders ask.</summary>
internal static class Borders
{
    public static readonly DateTimeOffset Today = new(2026, 11, 23, 4, 0, 0, TimeSpan.Zero);

    /// <summary>A sheet without rates: all amounts are in the destination's own currency.</summary>
    public static readonly RateSheet NoExchange = new(
        new("none"), Today, Today, new(2026, 11, 20), "ECB", ImmutableSortedDictionary<string, decimal>.Empty);

    /// <summary>A sheet with rates that are easy to reckon with.</summary>
    public static readonly RateSheet Exchange = NoExchange with
    {
        Rates = ImmutableSortedDictionary<string, decimal>.Empty
            .Add("AUD", 2m).Add("JPY", 160m).Add("PHP", 64m).Add("USD", 1.25m),
    };

    public static CustomsLaw Law(string country) =>
        CustomsBook.Default.Knows(country, out var law) ? law : throw new InvalidOperationException(country);

    public static CustomsGoods Goods(string hs, string origin, Currency currency, long value, int grams = 400) =>
        new($"SKU-{hs}", hs, origin, new(value, currency), grams);

    public static Consignment Send(Currency currency, long freight, params CustomsGoods[] goods) =>
        new([.. goods], new(freight, currency), DeliveryTerms.Ddp);
}
