namespace Serverless.Commerce;

/// <summary>What each line of an order has of what was given or paid for all of it.</summary>
public static class OrderShares
{
    /// <summary>What was paid for a line in money: its price, less its share of the discount.</summary>
    /// <remarks>Shares are cut one after another, so that they add up to the whole.</remarks>
    public static Money NetOf(this Order order, OrderLine line) =>
        line.Total - order.ShareOf(line, order.Totals.Discount);

    /// <summary>The home VAT in a part of an order; exports are zero-rated (NIRC section 106(A)(2)(a)(1)).</summary>
    public static Money TaxWithin(this Order order, Money gross, ShopPolicy policy) =>
        order.Landed is null ? Quote.TaxWithin(gross, policy) : Money.Zero(gross.Currency);

    /// <summary>The part of an amount that falls to a line, by the prices of all.</summary>
    public static Money ShareOf(this Order order, OrderLine line, Money whole)
    {
        long subtotal = order.Totals.Subtotal.Amount;
        if (subtotal == 0) return whole with { Amount = 0 };
        long before = order.Lines.TakeWhile(other => other.Sku != line.Sku).Sum(other => other.Total.Amount);
        return whole.Part(before + line.Total.Amount, subtotal) - whole.Part(before, subtotal);
    }
}
