namespace Serverless.Commerce;

/// <summary>Divides the sums of an order among its units, by what each was sold for.</summary>
public sealed class UnitShares
{
    private readonly Order order;
    private readonly ShopPolicy policy;
    private readonly GoodsScale scale;
    private readonly GoodsScale bought;
    private readonly Money taxed;
    private readonly Money shippingTax;

    public UnitShares(Order order, ShopPolicy policy)
    {
        (this.order, this.policy) = (order, policy);
        (scale, bought) = (new(order.Lines), new(order.Lines, ofBought: true));
        taxed = order.PaidForGoods() + order.Totals.Shipping;
        shippingTax = TaxIn(order.Totals.Shipping);
    }

    /// <summary>The share of one unit of a line, counted from 0, on these terms.</summary>
    public Reversal Of(string sku, int unit, ReturnTerms terms)
    {
        var line = order.Lines.First(line => line.Sku == sku);
        var (shipping, tax) = ShippingFor(terms.Shipping);
        var goodsTax = order.Totals.Tax - shippingTax;
        Money Part(Money sum) => scale.ShareOf(sum, line, unit);
        return new()
        {
            Goods = line.TotalUntil(unit + 1) - line.TotalUntil(unit),
            Coupon = line.CouponUntil(unit + 1) - line.CouponUntil(unit),
            Discount = bought.ShareOf(order.Totals.Discount, line, unit),
            Shipping = Part(shipping),
            Import = terms.ImportBack ? order.ImportOf(sku, unit) : shipping with { Amount = 0 },
            Fee = scale.PercentOf(order.PaidForGoods(), line, unit, terms.FeePercent),
            Carriage = shipping with { Amount = 0 },
            GoodsTax = Part(goodsTax),
            ShippingTax = Part(tax),
            KeptTax = scale.PercentOf(goodsTax, line, unit, terms.FeePercent),
            Points = bought.ShareOf(new(order.Points, Currency.Php), line, unit).Amount,
        };
    }

    /// <summary>The home tax contained in an amount, at the rate of the whole order.</summary>
    public Money TaxIn(Money amount) =>
        taxed.Amount == 0 ? amount with { Amount = 0 } : order.Totals.Tax.Part(amount.Amount, taxed.Amount);

    // Who chose a dearer way to deliver pays the difference herself (Directive 2011/83/EU art. 13 (2)).
    private (Money Shipping, Money Tax) ShippingFor(ShippingBack back)
    {
        var paid = order.Totals.Shipping;
        if (back == ShippingBack.Whole || paid.Amount == 0) return (paid, shippingTax);
        if (back == ShippingBack.None) return (paid with { Amount = 0 }, paid with { Amount = 0 });
        int grams = order.Lines.Sum(line => line.WeightGrams);
        var least = policy.MethodsFor(order.Delivery.Address)
            .Select(method => method.PriceFor(order.Totals.Reduced, grams))
            .Where(price => price is not null).Append(paid).Min()!.Value;
        return (least, shippingTax.Part(least.Amount, paid.Amount));
    }
}
