using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>What the catalog offers a SKU for today, with what a shopper needs to recognise it.</summary>
public sealed record Offer(
    string Sku, string Product, string Name, string Options, string Picture, Money UnitPrice, int WeightGrams)
{
    public string Category { get; init; } = "";

    /// <summary>Six digits of the Harmonized System.</summary>
    public string HsCode { get; init; } = "";

    /// <summary>Country of origin, ISO 3166-1 alpha-2.</summary>
    public string Origin { get; init; } = "";

    public ImmutableArray<GoodsTrait> Traits { get; init; } = [];

    public CustomsData? Customs { get; init; }
}

/// <summary>The sums of a cart or an order. <see cref="Tax"/> is contained in <see cref="Total"/>.</summary>
/// <param name="Import">Duty, import tax and fees that the shop collects.</param>
/// <param name="Discount">What points pay; taken off.</param>
public sealed record Totals(
    Money Subtotal, Money Shipping, Money Import, Money Discount, Money Tax, Money Total);

/// <summary>A cart with today's prices: what the shopper is shown, and what she pays if nothing changed.</summary>
public sealed record Quote(ImmutableArray<OrderLine> Lines, Totals Totals)
{
    /// <summary>How many of the cart's points count towards it.</summary>
    public long Points { get; init; }

    /// <summary>What the border asks; null at home.</summary>
    public LandedCost? Landed { get; init; }

    /// <summary>Which documents must go with which goods.</summary>
    public ImmutableArray<Screened> Screened { get; init; } = [];

    /// <summary>Prices a cart; refuses a line that is not sold, or not in the cart's currency.</summary>
    /// <param name="cart">The cart to price.</param>
    /// <param name="offers">The catalog's offer per SKU in the cart's currency.</param>
    /// <param name="policy">The shop's taxes and delivery prices.</param>
    /// <param name="border">What goods that leave the country are reckoned by; not asked for at home.</param>
    public static Result<Quote> Of(
        Cart cart, IReadOnlyDictionary<string, Offer> offers, ShopPolicy policy, Border? border = null)
    {
        var lines = ImmutableArray.CreateBuilder<OrderLine>(cart.Lines.Length);
        foreach (var line in cart.Lines)
        {
            if (!offers.TryGetValue(line.Sku, out var offer)) return CartRefusals.NoPrice;
            lines.Add(OrderLine.From(offer, line.Quantity));
        }

        var subtotal = lines.Aggregate(Money.Zero(cart.Currency), (sum, line) => sum + line.Total);
        var shipping = Shipping(cart, subtotal, policy);
        if (shipping is null) return CartRefusals.NoPrice;
        long points = policy.Points.Usable(cart.Points?.Amount ?? 0, subtotal);
        var discount = policy.Points.Worth(points, cart.Currency);
        var quote = new Quote(lines.ToImmutable(), Sums(subtotal, shipping.Value, discount, policy))
        {
            Points = points,
        };
        return policy.IsAbroad(cart.Delivery) ? quote.Across(border, cart.Delivery.Terms, offers, policy) : quote;
    }

    /// <summary>The value added tax contained in an amount.</summary>
    public static Money TaxWithin(Money gross, ShopPolicy policy) =>
        gross.Part(policy.VatPercent, 100 + policy.VatPercent);

    // A discount on the invoice lowers the price that is taxed (NIRC section 106(D)(2)).
    private static Totals Sums(Money subtotal, Money shipping, Money discount, ShopPolicy policy)
    {
        var total = subtotal + shipping - discount;
        return new(subtotal, shipping, Money.Zero(total.Currency), discount, TaxWithin(total, policy), total);
    }

    private static Money? Shipping(Cart cart, Money subtotal, ShopPolicy policy)
    {
        if (cart.Lines.IsEmpty || cart.Delivery?.Store is not null) return Money.Zero(cart.Currency);
        var methods = policy.MethodsFor(cart.Delivery?.Address.Country ?? policy.Home).ToList();
        var method = methods.FirstOrDefault(method => method.Method == cart.Delivery?.Method)
            ?? methods.FirstOrDefault();
        return method?.PriceFor(subtotal);
    }
}
