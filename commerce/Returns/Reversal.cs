namespace Serverless.Commerce;

/// <summary>What a return takes back of its order's sums.</summary>
/// <remarks>
/// Every unit of an order has a share of its own in each sum, so that the shares of all units add up to the sum to the
/// last minor unit, however many returns there are and in which order they come.
/// </remarks>
public sealed record Reversal
{
    // Returns from before there were coupons say nothing of them.
    private readonly Money? coupon;

    /// <summary>What the goods were sold for, tax contained.</summary>
    public required Money Goods { get; init; }

    /// <summary>What a coupon had taken off that.</summary>
    public Money Coupon { get => coupon ?? Goods with { Amount = 0 }; init => coupon = value; }

    /// <summary>What points had paid of the rest.</summary>
    public required Money Discount { get; init; }

    /// <summary>What goes back of the way to the shopper, tax contained.</summary>
    public required Money Shipping { get; init; }

    /// <summary>What goes back of duty and import tax that the shop had collected.</summary>
    public required Money Import { get; init; }

    /// <summary>What the shop keeps of the goods, tax contained.</summary>
    public required Money Fee { get; init; }

    /// <summary>What the shopper pays for the label, tax contained.</summary>
    public required Money Carriage { get; init; }

    /// <summary>Contained in goods less coupon and discount.</summary>
    public required Money GoodsTax { get; init; }

    /// <summary>Contained in <see cref="Shipping"/>.</summary>
    public required Money ShippingTax { get; init; }

    /// <summary>Contained in what is kept: <see cref="Fee"/> and <see cref="Carriage"/>.</summary>
    public required Money KeptTax { get; init; }

    /// <summary>Points that had paid for these goods and are given back.</summary>
    public required long Points { get; init; }

    /// <summary>What the shopper is due.</summary>
    public Money Total => Goods - Coupon - Discount + Shipping + Import - Fee - Carriage;

    /// <summary>The home tax that she gets back.</summary>
    public Money Tax => GoodsTax + ShippingTax - KeptTax;

    public static Reversal None(Currency currency)
    {
        var zero = Money.Zero(currency);
        return new()
        {
            Goods = zero,
            Discount = zero,
            Shipping = zero,
            Import = zero,
            Fee = zero,
            Carriage = zero,
            GoodsTax = zero,
            ShippingTax = zero,
            KeptTax = zero,
            Points = 0,
        };
    }

    /// <summary>What an inspected return takes back; goods that were missing pay nothing.</summary>
    public static Reversal Of(Order order, Return back, ShopPolicy policy)
    {
        var shares = new UnitShares(order, policy);
        var taken = order.TakenBack.First(taken => taken.Return == back.Id);
        var units = back.Lines.SelectMany(line =>
        {
            int found = line.Findings.Sum(one => one.Quantity) - line.Found(Disposition.Missing);
            var mine = taken.Lines.First(units => units.Sku == line.Sku).Units.Take(found);
            return mine.Select(unit => shares.Of(line.Sku, unit, line.Terms!));
        });
        var sum = units.Aggregate(None(order.Totals.Total.Currency), (sum, unit) => sum.Plus(unit));
        var carriage = CarriageOf(back, sum.Total, policy);
        return sum with { Carriage = carriage, KeptTax = sum.KeptTax + shares.TaxIn(carriage) };
    }

    public Reversal Plus(Reversal other) => new()
    {
        Goods = Goods + other.Goods,
        Coupon = Coupon + other.Coupon,
        Discount = Discount + other.Discount,
        Shipping = Shipping + other.Shipping,
        Import = Import + other.Import,
        Fee = Fee + other.Fee,
        Carriage = Carriage + other.Carriage,
        GoodsTax = GoodsTax + other.GoodsTax,
        ShippingTax = ShippingTax + other.ShippingTax,
        KeptTax = KeptTax + other.KeptTax,
        Points = Points + other.Points,
    };

    // The label is one, whatever travels with it: the shop pays where it is at fault for any of it.
    private static Money CarriageOf(Return back, Money due, ShopPolicy policy)
    {
        var kept = back.Lines.Where(line => line.Quantity > 0);
        bool hers = back.Label is not null && kept.All(line => line.Terms!.WayBack == Payer.Shopper);
        var price = policy.Returns.LabelPrices.FirstOrDefault(price => price.Currency == due.Currency);
        if (!hers || price == default) return due with { Amount = 0 };
        return price < due ? price : due;
    }
}
