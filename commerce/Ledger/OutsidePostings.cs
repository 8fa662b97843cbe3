namespace Serverless.Commerce;

/// <summary>How money that moved at the provider without the shop is written into the books.</summary>
/// <remarks>
/// What the shopper has by it waits on an account of its own until something that she is due is set against it: a
/// return takes sale and tax back, and takes it off there. Every entry is made of what is on the order alone.
/// </remarks>
public static class OutsidePostings
{
    /// <summary>All entries of an order's money that moved outside; made again, they are the same.</summary>
    public static IEnumerable<JournalEntry> Of(Order order) =>
    [
        .. order.Outside.SelectMany(money => money.Moves.Select(move => Moved(move, money.Amount))),
        .. order.Outside.Where(money => money.Loss is { Amount.Amount: > 0 }).Select(Lost),
        .. order.Refunds.Where(refund => refund is { Paid: true, Amount.Amount: > 0, FailedAt: not null })
            .Select(Failed),
        .. Ahead(order),
    ];

    /// <summary>Where the money of a sale is: taken now, or before.</summary>
    internal static JournalLine Received(Order order) => JournalLine.OnDebit(
        order.Advance is null ? Accounts.CardClearing : Accounts.PaidInAdvance, order.Due);

    /// <summary>What of a refund she had already.</summary>
    internal static IEnumerable<JournalLine> Settled(Refund refund)
    {
        var none = refund.Amount with { Amount = 0 };
        var (already, lost) = (refund.Already ?? none, refund.OfLosses ?? none);
        var (given, tax) = (refund.Given ?? none, refund.GivenTax ?? none);
        return
        [
            // What was given by hand turns out to have been a part of this.
            JournalLine.OnCredit(Accounts.Allowances, given - tax),
            JournalLine.OnCredit(Accounts.VatPayable, tax),
            JournalLine.OnCredit(Accounts.RefundsToSettle, already - lost),
            JournalLine.OnCredit(Accounts.DisputesLost, lost),
        ];
    }

    private static JournalEntry Moved(OutsideMove move, Money amount)
    {
        var fee = move.Fee ?? amount with { Amount = 0 };
        (string, Money)[] sums = [(Accounts.RefundsToSettle, amount), (Accounts.DisputeFees, fee)];
        return JournalEntry.Balanced(move.Id, move.At, sums.SelectMany(one => move.Back
            ? Pair(Accounts.CardClearing, one.Item1, one.Item2)
            : Pair(one.Item1, Accounts.CardClearing, one.Item2)));
    }

    // The bank decided: nothing comes of it any more, unless the goods come back.
    private static JournalEntry Lost(OutsideMoney dispute) => JournalEntry.Balanced(
        $"{dispute.Id}-lost", dispute.Loss!.At,
        Pair(Accounts.DisputesLost, Accounts.RefundsToSettle, dispute.Loss.Amount));

    // The shop's own refund did not arrive: the money is here, and hers.
    private static JournalEntry Failed(Refund refund) => JournalEntry.Balanced(
        $"{refund.Id}-failed", refund.FailedAt!.Value,
        Pair(Accounts.CardClearing, Accounts.RefundsToSettle, refund.Amount));

    private static IEnumerable<JournalEntry> Ahead(Order order)
    {
        if (order.Advance is not { } advance) yield break;
        yield return JournalEntry.Balanced(
            $"{order.Id}-advance", advance.At,
            Pair(Accounts.CardClearing, Accounts.PaidInAdvance, advance.Amount));
        if (advance.BackAt is { } back)
            yield return JournalEntry.Balanced(
                $"{order.Id}-advance-back", back,
                Pair(Accounts.PaidInAdvance, Accounts.RefundsToSettle, advance.Amount));
    }

    private static JournalLine[] Pair(string debit, string credit, Money amount) =>
        [JournalLine.OnDebit(debit, amount), JournalLine.OnCredit(credit, amount)];
}
