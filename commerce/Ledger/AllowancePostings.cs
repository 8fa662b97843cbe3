namespace Serverless.Commerce;

/// <summary>How money that staff give back by hand is written into the books: a sale became cheaper.</summary>
public static class AllowancePostings
{
    /// <summary>What the order sold for is less by this, and so is the tax in it.</summary>
    public static JournalEntry Of(Order order, Refund refund)
    {
        var tax = order.TaxWithin(refund.Total);
        return JournalEntry.Balanced(
            $"{refund.Id}-refund", refund.At!.Value,
            [
                JournalLine.OnDebit(Accounts.Allowances, refund.Total - tax),
                JournalLine.OnDebit(Accounts.VatPayable, tax),
                JournalLine.OnCredit(Accounts.CardClearing, refund.Amount),
                JournalLine.OnCredit(Accounts.CreditOwed, refund.Credit ?? refund.Amount with { Amount = 0 }),
                .. OutsidePostings.Settled(refund),
            ]);
    }
}
