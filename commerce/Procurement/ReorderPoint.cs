namespace Serverless.Commerce;

/// <summary>When a SKU has to be ordered again at a location, and up to how much.</summary>
/// <param name="Level">Lead time × daily demand + safety stock: with no more than this, it is time.</param>
/// <param name="Target">What should be there or on its way after ordering.</param>
public sealed record ReorderPoint(int Level, int Target)
{
    /// <param name="safety">Units that are kept in reserve whatever the demand.</param>
    public static ReorderPoint Of((int Units, int Days) lately, int leadDays, int safety, PurchasePolicy policy)
    {
        int level = In(leadDays) + Math.Max(safety, In(policy.SafetyDays));
        return new(level, level + In(policy.CoverDays));

        int In(int days) => (int)Math.Min(Stock.MaxReceipt, Above((long)lately.Units * days, lately.Days));
    }

    /// <summary>Units to order, in whole packs and worth the supplier's minimum; 0 while there is enough.</summary>
    /// <param name="position">What can be sold now, and what is on its way.</param>
    public int Quantity(int position, SupplierItem item, Money minimum)
    {
        if (position > Level || position >= Target) return 0;
        long least = item.Price.Amount == 0 ? 1 : Above(minimum.Amount, item.Price.Amount);
        long packs = Above(Math.Max(Target - position, least), item.Pack);
        return (int)Math.Min(packs, Stock.MaxReceipt / item.Pack) * item.Pack;
    }

    private static long Above(long amount, long part) => (amount + part - 1) / part;
}
