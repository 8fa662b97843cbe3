namespace Serverless.Commerce;

/// <summary>How goods that come back, and the money for them, are written into the books.</summary>
public static class ReturnPostings
{
    /// <summary>The shopper has her due: sale and delivery taken back, what is kept earned, with the tax.</summary>
    /// <param name="refund">How she has it: on her card, as store credit, or from outside the shop already.</param>
    /// <param name="crossed">Whether the goods crossed their border; else it is owed nothing for them any more.</param>
    public static JournalEntry Refund(
        string cause, DateTimeOffset at, Reversal reversal, Refund refund, bool crossed = true) =>
        JournalEntry.Balanced(
            cause, at,
            [
                JournalLine.OnDebit(Accounts.SalesReturns, reversal.Goods - reversal.Discount - reversal.GoodsTax),
                JournalLine.OnCredit(Accounts.CouponsGiven, reversal.Coupon),
                JournalLine.OnDebit(Accounts.ShippingIncome, reversal.Shipping - reversal.ShippingTax),
                JournalLine.OnDebit(Accounts.VatPayable, reversal.GoodsTax + reversal.ShippingTax),
                // Customs keep what they were paid: giving it back costs the shop.
                JournalLine.OnDebit(crossed ? Accounts.ImportBorne : Accounts.ImportPayable, reversal.Import),
                JournalLine.OnCredit(Accounts.ReturnFees, reversal.Fee + reversal.Carriage - reversal.KeptTax),
                JournalLine.OnCredit(Accounts.VatPayable, reversal.KeptTax),
                JournalLine.OnCredit(Accounts.CardClearing, refund.Amount),
                JournalLine.OnCredit(Accounts.CreditOwed, refund.Credit ?? refund.Amount with { Amount = 0 }),
                .. OutsidePostings.Settled(refund),
            ]);

    /// <summary>Goods came back that cannot be sold any more: what they had cost is no cost of a sale now.</summary>
    public static JournalEntry WriteOff(string cause, DateTimeOffset at, Money cost) => JournalEntry.Balanced(
        cause, at,
        JournalLine.OnDebit(Accounts.WrittenOff, cost),
        JournalLine.OnCredit(Accounts.CostOfGoods, cost));
}
