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
        var totals = order.Totals;
        var shippingTax = order.TaxWithin(totals.Shipping, policy);
        var goodsTax = totals.Tax - shippingTax;
        return JournalEntry.Balanced(
            $"{order.Id}-sale", at,
            [
                JournalLine.OnDebit(Accounts.CardClearing, order.Due),
                JournalLine.OnDebit(Accounts.CreditOwed, totals.Total - order.Due),
                .. PointPostings.Spent(order, policy),
                JournalLine.OnCredit(Accounts.Sales, totals.Subtotal - goodsTax),
                JournalLine.OnCredit(Accounts.ShippingIncome, totals.Shipping - shippingTax),
                JournalLine.OnCredit(Accounts.VatPayable, totals.Tax),
                JournalLine.OnCredit(Accounts.ImportPayable, totals.Import),
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

    /// <summary>Money went back to the shopper, with the tax in it; a part of it as credit.</summary>
    /// <param name="import">The part that had been collected for a border which the goods did not cross.</param>
    public static JournalEntry Refund(
        string cause, DateTimeOffset at, Order order, Money amount, Money import, ShopPolicy policy,
        Money? credit = null)
    {
        var credited = credit ?? amount with { Amount = 0 };
        var tax = order.TaxWithin(amount - import, policy);
        return JournalEntry.Balanced(
            cause, at,
            JournalLine.OnDebit(Accounts.SalesReturns, amount - import - tax),
            JournalLine.OnDebit(Accounts.VatPayable, tax),
            JournalLine.OnDebit(Accounts.ImportPayable, import),
            JournalLine.OnCredit(Accounts.CardClearing, amount - credited),
            JournalLine.OnCredit(Accounts.CreditOwed, credited));
    }
}
