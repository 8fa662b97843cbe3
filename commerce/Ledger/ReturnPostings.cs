namespace Serverless.Commerce;

/// <summary>How goods that come back, and the money for them, are written into the books.</summary>
public static class ReturnPostings
{
    /// <summary>The shopper has her due: sale and delivery taken back, what is kept earned, with the tax.</summary>
    /// <param name="credit">How much of it became store credit; the rest went to her card.</param>
    public static JournalEntry Refund(string cause, DateTimeOffset at, Reversal reversal, Money credit) =>
        JournalEntry.Balanced(
            cause, at,
            JournalLine.OnDebit(Accounts.SalesReturns, reversal.Goods - reversal.Discount - reversal.GoodsTax),
            JournalLine.OnCredit(Accounts.CouponsGiven, reversal.Coupon),
            JournalLine.OnDebit(Accounts.ShippingIncome, reversal.Shipping - reversal.ShippingTax),
            JournalLine.OnDebit(Accounts.VatPayable, reversal.GoodsTax + reversal.ShippingTax),
            // Customs keep what they were paid: giving it back costs the shop.
            JournalLine.OnDebit(Accounts.ImportBorne, reversal.Import),
            JournalLine.OnCredit(Accounts.ReturnFees, reversal.Fee + reversal.Carriage - reversal.KeptTax),
            JournalLine.OnCredit(Accounts.VatPayable, reversal.KeptTax),
            JournalLine.OnCredit(Accounts.CardClearing, reversal.Total - credit),
            JournalLine.OnCredit(Accounts.CreditOwed, credit));

    /// <summary>Goods came back that cannot be sold any more: what they had cost is no cost of a sale now.</summary>
    public static JournalEntry WriteOff(string cause, DateTimeOffset at, Money cost) => JournalEntry.Balanced(
        cause, at,
        JournalLine.OnDebit(Accounts.WrittenOff, cost),
        JournalLine.OnCredit(Accounts.CostOfGoods, cost));
}
