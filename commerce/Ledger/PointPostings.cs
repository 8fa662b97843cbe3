namespace Serverless.Commerce;

/// <summary>How points and credit are written into the books: owed when given, settled when spent.</summary>
/// <remarks>
/// Points are owed in the currency of the books, at what one pays there; where they pay in another currency, the entry
/// balances in both by way of the exchange account.
/// </remarks>
public static class PointPostings
{
    /// <summary>Points were earned: an expense today, owed until they are spent or expire.</summary>
    public static JournalEntry Given(string cause, DateTimeOffset at, long points, ShopPolicy policy) =>
        Moved(cause, at, points, Accounts.PointsGiven, Accounts.PointsOwed, policy);

    /// <summary>The goods came back: the points that they had earned are owed no longer.</summary>
    public static JournalEntry Reversed(string cause, DateTimeOffset at, long points, ShopPolicy policy) =>
        Moved(cause, at, points, Accounts.PointsOwed, Accounts.PointsGiven, policy);

    /// <summary>Nobody will spend them any more: breakage is income (IFRS 15, B46).</summary>
    public static JournalEntry Expired(string cause, DateTimeOffset at, long points, ShopPolicy policy) =>
        Moved(cause, at, points, Accounts.PointsOwed, Accounts.Breakage, policy);

    /// <summary>Goods that points had paid for came back: the points are owed again.</summary>
    public static JournalEntry Restored(string cause, DateTimeOffset at, long points, ShopPolicy policy) =>
        Moved(cause, at, points, Accounts.SalesReturns, Accounts.PointsOwed, policy);

    /// <summary>The lines of a sale that points paid for.</summary>
    public static IEnumerable<JournalLine> Spent(Order order, ShopPolicy policy)
    {
        var discount = order.Totals.Discount - order.Unsold().Discount;
        var owed = policy.Points.Worth(order.PointsUsed(), Currency.Php);
        if (discount.Currency == owed.Currency)
        {
            // Of units that came off, points go back whole, and prices to the centavo.
            var none = discount with { Amount = 0 };
            var (more, less) = discount > owed ? (discount - owed, none) : (none, owed - discount);
            return [JournalLine.OnDebit(Accounts.PointsOwed, owed), new(Accounts.SalesReturns, more, less)];
        }

        return
        [
            JournalLine.OnDebit(Accounts.PointsOwed, owed),
            JournalLine.OnCredit(Accounts.Exchange, owed),
            JournalLine.OnDebit(Accounts.Exchange, discount),
        ];
    }

    private static JournalEntry Moved(
        string cause, DateTimeOffset at, long points, string debit, string credit, ShopPolicy policy)
    {
        var worth = policy.Points.Worth(points, Currency.Php);
        return JournalEntry.Balanced(
            cause, at, JournalLine.OnDebit(debit, worth), JournalLine.OnCredit(credit, worth));
    }
}
