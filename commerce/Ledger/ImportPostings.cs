namespace Serverless.Commerce;

/// <summary>How what a border really asked is written into the books.</summary>
public static class ImportPostings
{
    /// <summary>
    /// Customs let a parcel in: what was collected for it is owed to them no longer, what they charged is owed to the
    /// broker who paid them, and the difference is the shop's loss or gain. Null where there is nothing to write.
    /// </summary>
    /// <param name="cause">What made it.</param>
    /// <param name="at">When.</param>
    /// <param name="collected">What the shopper had paid for this parcel's border.</param>
    /// <param name="charged">What customs charged, in whatever currency the broker bills.</param>
    /// <param name="worth">The same in the shopper's currency, by the rates that it was collected by.</param>
    /// <remarks>
    /// Where both currencies differ the entry balances in each by way of the exchange account; what the rate has moved
    /// until the broker is paid stays there.
    /// </remarks>
    public static JournalEntry? Settlement(
        string cause, DateTimeOffset at, Money collected, Money charged, Money worth)
    {
        if (collected.Amount == 0 && charged.Amount == 0) return null;
        var none = collected with { Amount = 0 };
        var (loss, gain) = worth > collected ? (worth - collected, none) : (none, collected - worth);
        return JournalEntry.Balanced(
            cause, at,
            [
                JournalLine.OnDebit(Accounts.ImportPayable, collected),
                new(Accounts.ImportDifferences, loss, gain),
                .. Owed(charged, worth),
            ]);
    }

    private static IEnumerable<JournalLine> Owed(Money charged, Money worth) =>
        charged.Currency == worth.Currency
            ? [JournalLine.OnCredit(Accounts.BrokerPayable, charged)]
            :
            [
                JournalLine.OnCredit(Accounts.Exchange, worth),
                JournalLine.OnDebit(Accounts.Exchange, charged),
                JournalLine.OnCredit(Accounts.BrokerPayable, charged),
            ];
}
