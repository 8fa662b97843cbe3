namespace Serverless.Commerce;

/// <summary>Divides the sums of an order among its units, by what each was sold for.</summary>
public sealed class UnitShares
{
    private readonly Order order;
    private readonly ShopPolicy policy;
    private readonly Money taxed;
    private readonly Money shippingTax;

    public UnitShares(Order order, ShopPolicy policy)
    {
        (this.order, this.policy) = (order, policy);
        taxed = order.Totals.Subtotal + order.Totals.Shipping - order.Totals.Discount;
        shippingTax = TaxIn(order.Totals.Shipping);
    }

    /// <summary>The share of one unit of a line, counted from 0, on these terms.</summary>
    public Reversal Of(string sku, int unit, ReturnTerms terms)
    {
        var line = order.Lines.First(line => line.Sku == sku);
        long before = order.Lines.TakeWhile(other => other.Sku != sku).Sum(other => other.Total.Amount);
        var part = new Cut(
            order.Totals.Subtotal.Amount, before, before + line.Total.Part(unit, line.Quantity).Amount,
            before + line.Total.Part(unit + 1, line.Quantity).Amount);
        var (shipping, tax) = ShippingFor(terms.Shipping);
        var (goods, goodsTax) = (order.Totals.Subtotal, order.Totals.Tax - shippingTax);
        return new()
        {
            Goods = part.Of(goods),
            Discount = part.Of(order.Totals.Discount),
            Shipping = part.Of(shipping),
            Import = terms.ImportBack ? order.ImportOf(sku, unit) : goods with { Amount = 0 },
            Fee = part.Of(goods - order.Totals.Discount, terms.FeePercent),
            Carriage = goods with { Amount = 0 },
            GoodsTax = part.Of(goodsTax),
            ShippingTax = part.Of(tax),
            KeptTax = part.Of(goodsTax, terms.FeePercent),
            Points = part.Of(order.Points),
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
        var least = policy.MethodsFor(order.Delivery.Address.Country)
            .Select(method => method.PriceFor(order.Totals.Subtotal))
            .Where(price => price is not null).Append(paid).Min()!.Value;
        return (least, shippingTax.Part(least.Amount, paid.Amount));
    }

    /// <summary>A piece of the goods, from one place in their value to another.</summary>
    /// <param name="Whole">The value of all goods.</param>
    /// <param name="Line">Where the line begins: a percentage is of the line.</param>
    private readonly record struct Cut(long Whole, long Line, long From, long To)
    {
        public Money Of(Money sum) => Until(sum, To) - Until(sum, From);

        public Money Of(Money sum, int percent)
        {
            var begin = Until(sum, Line);
            return (Until(sum, To) - begin).Part(percent, 100) - (Until(sum, From) - begin).Part(percent, 100);
        }

        public long Of(long points) => Of(new Money(points, Currency.Php)).Amount;

        private Money Until(Money sum, long at) => Whole == 0 ? sum with { Amount = 0 } : sum.Part(at, Whole);
    }
}
