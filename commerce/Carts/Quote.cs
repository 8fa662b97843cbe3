using System.Collections.Immutable;
using System.Text.Json.Serialization;

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
    Money Subtotal, Money Shipping, Money Import, Money Discount, Money Tax, Money Total)
{
    // Before a seller could be without it, there was one rate.
    private const int FirstVatPercent = 12;

    /// <summary>The rate of <see cref="Tax"/> at home, in per cent; 0: the seller was not registered for it.</summary>
    public int VatPercent { get; init; } = FirstVatPercent;

    /// <summary>What a coupon takes off the goods.</summary>
    public Money Coupon { get; init; } = Money.Zero(Total.Currency);

    /// <summary>What the goods are sold for: <see cref="Subtotal"/> less <see cref="Coupon"/>.</summary>
    [JsonIgnore]
    public Money Reduced => Subtotal - Coupon;
}

/// <summary>A cart with today's prices: what the shopper is shown, and what she pays if nothing changed.</summary>
public sealed record Quote(ImmutableArray<OrderLine> Lines, Totals Totals)
{
    /// <summary>How many of the cart's points count towards it.</summary>
    public long Points { get; init; }

    /// <summary>The coupon that counts towards it; null where none does.</summary>
    public Id<Coupon>? Coupon { get; init; }

    /// <summary>What the border asks; null at home.</summary>
    public LandedCost? Landed { get; init; }

    /// <summary>Which documents must go with which goods.</summary>
    public ImmutableArray<Screened> Screened { get; init; } = [];

    /// <summary>Prices a cart; refuses a line that is not sold, or not in the cart's currency.</summary>
    /// <param name="cart">The cart to price.</param>
    /// <param name="offers">The catalog's offer per SKU in the cart's currency.</param>
    /// <param name="policy">The shop's taxes and delivery prices.</param>
    /// <param name="border">What goods that leave the country are reckoned by; not asked for at home.</param>
    /// <param name="terms">Those of the cart's coupon; not asked for where it has none.</param>
    public static Result<Quote> Of(
        Cart cart, IReadOnlyDictionary<string, Offer> offers, ShopPolicy policy, Border? border = null,
        CouponTerms? terms = null)
    {
        var lines = ImmutableArray.CreateBuilder<OrderLine>(cart.Lines.Length);
        foreach (var line in cart.Lines)
        {
            if (!offers.TryGetValue(line.Sku, out var offer)) return CartRefusals.NoPrice;
            lines.Add(OrderLine.From(offer, line.Quantity));
        }

        if (Reduce(cart, lines.ToImmutable(), terms).IsRefused(out var refusal, out var goods)) return refusal;
        var zero = Money.Zero(cart.Currency);
        var subtotal = goods.Aggregate(zero, (sum, line) => sum + line.Total);
        var reduced = goods.Aggregate(zero, (sum, line) => sum + line.Reduced);
        int grams = goods.Sum(line => line.WeightGrams);
        if (Shipping(cart, reduced, grams, policy).IsRefused(out var unsent, out var shipping)) return unsent;
        long points = UsablePoints(cart, reduced, shipping, policy);
        var discount = policy.Points.Worth(points, cart.Currency);
        var quote = new Quote(goods, Sums(subtotal, reduced, shipping, discount, policy))
        {
            Points = points,
            Coupon = goods.IsEmpty ? null : cart.Coupon,
        };
        return policy.IsAbroad(cart.Delivery) ? quote.Across(border, cart.Delivery.Terms, offers, policy) : quote;
    }

    /// <summary>The value added tax contained in an amount.</summary>
    public static Money TaxWithin(Money gross, int vatPercent) => gross.Part(vatPercent, 100 + vatPercent);

    /// <summary>How many points count, so that what is left to pay is nothing or enough for a card.</summary>
    private static long UsablePoints(Cart cart, Money goods, Money shipping, ShopPolicy policy)
    {
        long points = policy.Points.Usable(cart.Points?.Amount ?? 0, goods);
        if (points == 0) return 0;
        var total = goods + shipping;
        var pays = policy.Usable(policy.Points.Worth(points, cart.Currency), total);
        return policy.Points.WholeFor(pays);
    }

    // An empty cart keeps its coupon for what will be put in.
    private static Result<ImmutableArray<OrderLine>> Reduce(
        Cart cart, ImmutableArray<OrderLine> lines, CouponTerms? terms)
    {
        if (cart.Coupon is null || lines.IsEmpty) return lines;
        return terms is null ? CouponRefusals.Unknown : terms.TakeOff(lines, cart.Currency);
    }

    // A discount on the invoice lowers the price that is taxed (NIRC section 106(D)(2)).
    private static Totals Sums(Money subtotal, Money reduced, Money shipping, Money discount, ShopPolicy policy)
    {
        var total = reduced + shipping - discount;
        return new(subtotal, shipping, Money.Zero(total.Currency), discount, TaxWithin(total, policy.VatRate), total)
        {
            VatPercent = policy.VatRate,
            Coupon = subtotal - reduced,
        };
    }

    private static Result<Money> Shipping(Cart cart, Money goods, int grams, ShopPolicy policy)
    {
        var zero = Money.Zero(cart.Currency);
        if (cart.Lines.IsEmpty || cart.Delivery?.Store is not null) return zero;
        // Before she says where to, she is shown the least; where nobody knows that, the goods alone.
        return cart.Delivery is { } delivery
            ? ShippingTo(delivery, goods, grams, policy, cart.Courier)
            : policy.LeastFor(policy.Home, goods, grams) ?? zero;
    }

    /// <summary>What it costs to bring goods somewhere in the way that was chosen; or why they cannot go so.</summary>
    internal static Result<Money> ShippingTo(
        Delivery delivery, Money goods, int grams, ShopPolicy policy, CourierQuote? courier)
    {
        if (delivery.Store is not null) return Money.Zero(goods.Currency);
        var method = policy.MethodsFor(delivery.Address).FirstOrDefault(method => method.Method == delivery.Method);
        if (method is null) return DeliveryRefusals.NotOffered;
        if (method.PriceFor(goods, grams, courier) is { } price) return price;
        return method.IsTooHeavy(grams) ? DeliveryRefusals.TooHeavy
            : method.NeedsQuote(goods.Currency) ? DeliveryRefusals.NoQuote
            : CartRefusals.NoPrice;
    }
}
