namespace Serverless.Commerce;

/// <summary>What each line of an order has of what was given or paid for all of it.</summary>
public static class OrderShares
{
    /// <summary>What was paid for a line in money: its price, less coupon and its share of the discount.</summary>
    public static Money NetOf(this Order order, OrderLine line) =>
        line.Reduced - new GoodsScale(order.Lines, ofBought: true).ShareOf(order.Totals.Discount, line);

    /// <summary>
    /// The home VAT in a part of an order, at the rate that it was sold at; exports are zero-rated (NIRC section
    /// 106(A)(2)(a)(1)), and a seller who is not registered charges none.
    /// </summary>
    public static Money TaxWithin(this Order order, Money gross) =>
        order.Landed is null ? Quote.TaxWithin(gross, order.Totals.VatPercent) : Money.Zero(gross.Currency);

    /// <summary>What one unit of a line, counted from 0, has of what was collected for the border.</summary>
    /// <remarks>
    /// What the border asked of each line is known; its fees, and all where nothing is, are shared by value. The shares
    /// of all units add up to the whole, in whichever parcels they are and in whatever order these come back.
    /// </remarks>
    public static Money ImportOf(this Order order, string sku, int unit)
    {
        bool known = order.Lines.Sum(order.Asked) > 0;
        long Weight(OrderLine line) => known ? order.Asked(line) : line.Total.Amount;
        long whole = order.Lines.Sum(Weight);
        if (whole == 0) return order.Totals.Import with { Amount = 0 };

        var mine = order.Lines.First(line => line.Sku == sku);
        long before = order.Lines.TakeWhile(line => line.Sku != sku).Sum(Weight);
        Money Until(int units) =>
            order.Totals.Import.Part(before * mine.Quantity + Weight(mine) * units, whole * mine.Quantity);
        return Until(unit + 1) - Until(unit);
    }

    private static long Asked(this Order order, OrderLine line) => order.Landed?.Lines
        .Where(landed => landed.Sku == line.Sku).Sum(landed => landed.Duty.Amount + landed.Tax.Amount) ?? 0;
}
