using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>One balanced entry of the books, made once per cause.</summary>
/// <param name="Cause">What made it, e.g. <c>{order}-sale</c>; a second entry of this cause is the first one.</param>
/// <param name="At">When the cause happened; its day where the seller is is the day of the books.</param>
public sealed record JournalEntry(string Cause, DateTimeOffset At, ImmutableArray<JournalLine> Lines)
{
    /// <summary>Makes an entry, and throws if debits and credits differ in any currency or any is negative.</summary>
    public static JournalEntry Balanced(string cause, DateTimeOffset at, params IEnumerable<JournalLine> lines)
    {
        var kept = lines.Where(line => line.Debit.Amount != 0 || line.Credit.Amount != 0).ToImmutableArray();
        if (kept.Any(line => line.Debit.Amount < 0 || line.Credit.Amount < 0))
            throw new InvalidOperationException($"The entry '{cause}' has a negative amount.");
        foreach (var group in kept.GroupBy(line => line.Debit.Currency))
        {
            if (group.Sum(line => line.Debit.Amount) != group.Sum(line => line.Credit.Amount))
                throw new InvalidOperationException($"The entry '{cause}' does not balance in {group.Key}.");
        }

        return new(cause, at, kept);
    }
}

/// <summary>One side of an entry; exactly one of both amounts is not zero, and none is negative.</summary>
public sealed record JournalLine(string Account, Money Debit, Money Credit)
{
    public static JournalLine OnDebit(string account, Money amount) =>
        new(account, amount, Money.Zero(amount.Currency));

    public static JournalLine OnCredit(string account, Money amount) =>
        new(account, Money.Zero(amount.Currency), amount);
}

/// <summary>The chart of accounts, as far as the shop uses one.</summary>
public static class Accounts
{
    public const string CardClearing = "1010 Card clearing";
    public const string RefundsToSettle = "1030 Refunds to settle";
    public const string Exchange = "1090 Currency exchange";
    public const string Inventory = "1200 Inventory";
    public const string GoodsReceived = "2010 Goods received, not invoiced";
    public const string PaidInAdvance = "2050 Paid in advance";
    public const string VatPayable = "2100 VAT payable";
    public const string PointsOwed = "2200 Points owed";
    public const string CreditOwed = "2210 Store credit owed";
    public const string ImportPayable = "2300 Import charges payable";
    public const string BrokerPayable = "2310 Customs broker payable";
    public const string Sales = "4000 Sales";
    public const string ShippingIncome = "4100 Shipping income";
    public const string Breakage = "4200 Points never used";
    public const string ReturnFees = "4300 Fees for returns";
    public const string CouponsGiven = "4800 Coupons given";
    public const string SalesReturns = "4900 Sales returns";
    public const string Allowances = "4910 Sales allowances";
    public const string CostOfGoods = "5000 Cost of goods sold";
    public const string Shrinkage = "5100 Stock written off";
    public const string StockDifferences = "5110 Stock differences";
    public const string WrittenOff = "5200 Returned goods written off";
    public const string PointsGiven = "6100 Points given";
    public const string ImportBorne = "6200 Import charges borne by the shop";
    public const string ImportDifferences = "6210 Import charge differences";
    public const string DisputeFees = "6300 Dispute fees";
    public const string DisputesLost = "6310 Disputes lost";
}
