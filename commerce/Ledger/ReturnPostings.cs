namespace Serverless.Commerce;

/// <summary>How goods that come back, and the money for them, are written into the books.</summary>
public static class ReturnPostings
{
    /// <summary>The shopper has her due: sale and delivery taken back, what is kept earned, with the tax.</summary>
    /// <param name="tender">The account from which she was paid.</param>
    public static JournalEntry Refund(string cause, DateTimeOffset at, Reversal reversal, string tender) =>
        JournalEntry.Balanced(
            cause, at,
            JournalLine.OnDebit(
                Accounts.SalesReturns, reversal.Goods - reversal.Discount - reversal.GoodsTax + reversal.Import),
            JournalLine.OnDebit(Accounts.ShippingIncome, reversal.Shipping - reversal.ShippingTax),
            JournalLine.OnDebit(Accounts.VatPayable, reversal.GoodsTax + reversal.ShippingTax),
            JournalLine.OnCredit(Accounts.ReturnFees, reversal.Fee + reversal.Carriage - reversal.KeptTax),
            JournalLine.OnCredit(Accounts.VatPayable, reversal.KeptTax),
            JournalLine.OnCredit(tender, reversal.Total));

    /// <summary>Goods came back that cannot be sold any more: what they had cost is no cost of a sale now.</summary>
    public static JournalEntry WriteOff(string cause, DateTimeOffset at, Money cost) => JournalEntry.Balanced(
        cause, at,
        JournalLine.OnDebit(Accounts.WrittenOff, cost),
        JournalLine.OnCredit(Accounts.CostOfGoods, cost));
}
