using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>The border that goods cross: the law of the other side, and the rates of the moment.</summary>
public sealed record Border(CustomsLaw Law, RateSheet Sheet, DateTimeOffset At);

/// <summary>Takes a quote across a border.</summary>
internal static class Exports
{
    /// <summary>With what the border asks, and without home VAT; or why the goods cannot go.</summary>
    /// <remarks>Exports are zero-rated: NIRC section 106(A)(2)(a)(1).</remarks>
    public static Result<Quote> Across(
        this Quote quote, Border? border, DeliveryTerms terms, IReadOnlyDictionary<string, Offer> offers,
        ShopPolicy policy)
    {
        if (border is null) return CustomsRefusals.NoRules;
        var goods = Declared(quote, offers);
        var screened = Screening.Of(border.Law, goods, border.At);
        if (Screening.Prohibits(screened) is { } prohibited) return prohibited;

        var totals = quote.Totals;
        var sent = new Consignment(goods, totals.Shipping, terms) { ProvesOrigin = policy.ProvesOrigin };
        var reckoned = LandedCost.Of(sent, border.Law, border.Sheet, border.At);
        if (reckoned.IsRefused(out var refusal, out var landed)) return refusal;
        return quote with
        {
            Landed = landed,
            Screened = screened,
            Totals = totals with
            {
                Import = landed.Collected,
                Tax = Money.Zero(totals.Total.Currency),
                Total = totals.Total + landed.Collected,
            },
        };
    }

    // What is declared is what is paid: less the coupon, and each line has its share of the discount.
    private static ImmutableArray<CustomsGoods> Declared(Quote quote, IReadOnlyDictionary<string, Offer> offers)
    {
        var scale = new GoodsScale(quote.Lines, ofBought: true);
        return
        [
            .. quote.Lines.Select(line => new CustomsGoods(
                line.Sku, line.HsCode, line.Origin, line.Reduced - scale.ShareOf(quote.Totals.Discount, line),
                line.WeightGrams)
            {
                Traits = offers[line.Sku].Traits,
            }),
        ];
    }
}
