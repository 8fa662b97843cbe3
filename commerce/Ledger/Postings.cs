namespace Serverless.Commerce;

/// <summary>How what happens in the shop is written into the books.</summary>
public static class Postings
{
    /// <summary>Goods came in: they are worth something, and the supplier is owed.</summary>
    public static JournalEntry Receipt(string cause, DateTimeOffset at, Money cost) => JournalEntry.Balanced(
        cause, at,
        JournalLine.OnDebit(Accounts.Inventory, cost),
        JournalLine.OnCredit(Accounts.GoodsReceived, cost));

    /// <summary>An order was shipped and its money captured: sale, delivery, tax.</summary>
    /// <remarks>What was collected for a border is owed to customs, and no sale of the shop's.</remarks>
    public static JournalEntry Sale(Order order, ShopPolicy policy, DateTimeOffset at)
    {
        // What came off before the money was taken was never sold.
        var (totals, unsold) = (order.Totals, order.Unsold());
        var (shipping, tax) = (totals.Shipping - unsold.Shipping, totals.Tax - unsold.Tax);
        var shippingTax = order.TaxWithin(shipping).UpTo(tax);
        var goodsTax = tax - shippingTax;
        return JournalEntry.Balanced(
            $"{order.Id}-sale", at,
            [
                OutsidePostings.Received(order),
                JournalLine.OnDebit(Accounts.CreditOwed, order.CreditUsed()),
                JournalLine.OnDebit(Accounts.CouponsGiven, totals.Coupon - unsold.Coupon),
                .. PointPostings.Spent(order, policy),
                JournalLine.OnCredit(Accounts.Sales, totals.Subtotal - unsold.Goods - goodsTax),
                JournalLine.OnCredit(Accounts.ShippingIncome, shipping - shippingTax),
                JournalLine.OnCredit(Accounts.VatPayable, tax),
                JournalLine.OnCredit(Accounts.ImportPayable, totals.Import - unsold.Import),
            ]);
    }

    /// <summary>The goods of an order left the shelf, at the cost of the lots they came from.</summary>
    public static JournalEntry CostOfGoods(string cause, DateTimeOffset at, Money cost) => JournalEntry.Balanced(
        cause, at,
        JournalLine.OnDebit(Accounts.CostOfGoods, cost),
        JournalLine.OnCredit(Accounts.Inventory, cost));

    /// <summary>Goods are gone without having been sold: broken, spoilt, lost.</summary>
    public static JournalEntry WriteOff(string cause, DateTimeOffset at, Money cost) => JournalEntry.Balanced(
        cause, at,
        JournalLine.OnDebit(Accounts.Shrinkage, cost),
        JournalLine.OnCredit(Accounts.Inventory, cost));

    /// <summary>The cost layers were counted anew, and are worth more or less than the books said.</summary>
    public static JournalEntry Repair(string cause, DateTimeOffset at, Money difference)
    {
        var none = difference with { Amount = 0 };
        var (more, less) = difference > none ? (difference, none) : (none, none - difference);
        return JournalEntry.Balanced(
            cause, at,
            new(Accounts.Inventory, more, less),
            new(Accounts.StockDifferences, less, more));
    }

    /// <summary>Goods came back in good order, at the cost they left with.</summary>
    public static JournalEntry Restock(string cause, DateTimeOffset at, Money cost) => JournalEntry.Balanced(
        cause, at,
        JournalLine.OnDebit(Accounts.Inventory, cost),
        JournalLine.OnCredit(Accounts.CostOfGoods, cost));

    /// <summary>A parcel came back: its money went back, with the tax in it, a part perhaps as credit.</summary>
    /// <param name="cause">What made it.</param>
    /// <param name="at">When.</param>
    /// <param name="order">The order that it was a part of.</param>
    /// <param name="refund">What went back.</param>
    /// <param name="coupon">What a coupon had taken off the goods.</param>
    /// <param name="import">What of it had been collected for a border, and what became of that.</param>
    public static JournalEntry Refund(
        string cause, DateTimeOffset at, Order order, Refund refund, Money coupon, ImportBack import)
    {
        var credited = refund.Credit ?? refund.Amount with { Amount = 0 };
        var tax = order.TaxWithin(refund.Due - import.Amount);
        return JournalEntry.Balanced(
            cause, at,
            [
                JournalLine.OnDebit(Accounts.SalesReturns, refund.Due + coupon - import.Amount - tax),
                JournalLine.OnCredit(Accounts.CouponsGiven, coupon),
                JournalLine.OnDebit(Accounts.VatPayable, tax),
                JournalLine.OnDebit(import.Crossed ? Accounts.ImportBorne : Accounts.ImportPayable, import.Amount),
                JournalLine.OnCredit(Accounts.CardClearing, refund.Amount),
                JournalLine.OnCredit(Accounts.CreditOwed, credited),
                .. OutsidePostings.Settled(refund),
            ]);
    }
}

/// <summary>What goes back of the sum that was collected for a border.</summary>
/// <param name="Crossed">
/// Customs let the goods in and keep what they were paid: giving it back costs the shop. Else it is owed no longer.
/// </param>
public sealed record ImportBack(Money Amount, bool Crossed);
