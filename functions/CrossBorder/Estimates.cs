using System.Collections.Immutable;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Reckons, before anything is in a cart, what one unit costs at a door abroad.</summary>
public sealed class Estimates(Borders borders, ShopPolicy policy)
{
    /// <summary>The estimate for a product's first variant in this currency; null at home.</summary>
    public async Task<EstimateView?> Of(
        Product product, Currency currency, DateTimeOffset now, string country, CancellationToken stop)
    {
        if (country == policy.Home) return null;
        var offer = product.Variants.Select(variant => product.OfferOf(variant, currency, now)).OfType<Offer>().First();
        var shipping = policy.LeastFor(country, offer.UnitPrice, offer.WeightGrams);
        if (shipping is not { } freight) return Refused(country, CustomsRefusals.NoRules);
        var (border, refusal) = await borders.To(country, stop);
        return border is null ? Refused(country, refusal!) : At(border, offer, freight);
    }

    private EstimateView At(Border border, Offer offer, Money freight)
    {
        ImmutableArray<CustomsGoods> goods =
        [
            new(offer.Sku, offer.HsCode, offer.Origin, offer.UnitPrice, offer.WeightGrams) { Traits = offer.Traits },
        ];
        string country = border.Law.Country;
        var screened = Screening.Of(border.Law, goods, border.At);
        if (Screening.Prohibits(screened) is { } prohibited) return Refused(country, prohibited);
        var sent = new Consignment(goods, freight, DeliveryTerms.Ddp) { ProvesOrigin = policy.ProvesOrigin };
        var reckoned = LandedCost.Of(sent, border.Law, border.Sheet, border.At);
        return reckoned.IsRefused(out var refusal, out var landed)
            ? Refused(country, refusal)
            : new(
                country, freight, landed.Collected, offer.UnitPrice + freight + landed.Collected,
                LandedView.Of(landed, screened, border.Sheet), null);
    }

    private static EstimateView Refused(string country, Refusal refusal) =>
        new(country, null, null, null, null, new(refusal.Code, refusal.Message));
}
