namespace Serverless.Commerce;

/// <summary>What happens to units beside being sold: expected, set aside, kept in reserve.</summary>
public static class StockStates
{
    /// <summary>A supplier is to bring units: so many in all, until a day. Again, it corrects both.</summary>
    public static Result<Stock> Expect(
        Stock? stock, Id<Stock> id, Id<PurchaseOrder> purchase, int ordered, DateTimeOffset? due)
    {
        if (ordered is < 1 or > Stock.MaxReceipt) return StockRefusals.Quantity;
        stock ??= Stock.None(id);
        var known = stock.Incoming.FirstOrDefault(incoming => incoming.Purchase == purchase);
        var next = (known ?? new Incoming(purchase, ordered, due)) with { Ordered = ordered, DueAt = due };
        if (next == known) return stock;
        var incoming = known is null ? stock.Incoming.Add(next) : stock.Incoming.Replace(known, next);
        return (stock with { Incoming = incoming })
            .Moved(new(MovementKind.Expectation, 0, purchase.Value, null) { Units = next.Outstanding });
    }

    /// <summary>Some of what was expected is here; what goes onto the shelf is a receipt of its own.</summary>
    public static Result<Stock> Arrive(
        this Stock stock, Id<PurchaseOrder> purchase, Id<Receipt> receipt, int quantity)
    {
        var known = stock.Incoming.FirstOrDefault(incoming => incoming.Purchase == purchase);
        if (known is null || known.Arrived.Any(came => came.Receipt == receipt)) return stock;
        var next = known with { Arrived = known.Arrived.Add(new(receipt, quantity)) };
        var incoming = next.Outstanding == 0 ? stock.Incoming.Remove(known) : stock.Incoming.Replace(known, next);
        return (stock with { Incoming = incoming })
            .Moved(new(MovementKind.Arrival, 0, purchase.Value, null) { Units = -quantity });
    }

    /// <summary>Nothing more comes of a purchase order.</summary>
    public static Result<Stock> StopExpecting(this Stock stock, Id<PurchaseOrder> purchase)
    {
        var known = stock.Incoming.FirstOrDefault(incoming => incoming.Purchase == purchase);
        return known is null
            ? stock
            : (stock with { Incoming = stock.Incoming.Remove(known) })
                .Moved(new(MovementKind.Arrival, 0, purchase.Value, null) { Units = -known.Outstanding });
    }

    /// <summary>Takes units out of sale; they stay on hand, and worth what they had cost.</summary>
    /// <remarks>Promised units may turn out to be broken, so it asks only whether there are as many.</remarks>
    public static Result<Stock> SetAside(
        this Stock stock, Condition condition, int quantity, AdjustmentReason reason, string reference)
    {
        if (quantity is < 1 or > Stock.MaxReceipt) return StockRefusals.Units;
        if (quantity > stock.Sound) return StockRefusals.TooFew;
        return stock.Put(condition, quantity).Moved(new(MovementKind.SettingAside, 0, reference, null)
        {
            Units = quantity,
            Condition = condition,
            Reason = reason,
        });
    }

    /// <summary>Units are for sale again.</summary>
    public static Result<Stock> PutBack(
        this Stock stock, Condition condition, int quantity, AdjustmentReason reason, string reference)
    {
        if (quantity is < 1 or > Stock.MaxReceipt) return StockRefusals.Units;
        if (quantity > stock.In(condition)) return StockRefusals.NotAside;
        return stock.Put(condition, -quantity).Moved(new(MovementKind.PuttingBack, 0, reference, null)
        {
            Units = -quantity,
            Condition = condition,
            Reason = reason,
        });
    }

    /// <summary>Units that were set aside are gone for good, at the cost of the oldest.</summary>
    public static Result<Stock> WriteOff(
        this Stock stock, Condition condition, int quantity, AdjustmentReason reason, string reference)
    {
        if (quantity is < 1 or > Stock.MaxReceipt) return StockRefusals.Units;
        if (quantity > stock.In(condition)) return StockRefusals.NotAside;
        var (left, cost) = stock.TakeOldest(quantity);
        return (stock.Put(condition, -quantity) with { Lots = left })
            .Moved(new(MovementKind.WritingOff, -quantity, reference, cost)
            {
                Units = -quantity,
                Condition = condition,
                Reason = reason,
            });
    }

    /// <summary>Sets how many units are kept in reserve.</summary>
    public static Result<Stock> KeepSafe(Stock? stock, Id<Stock> id, int units)
    {
        if (units is < 0 or > Stock.MaxReceipt) return StockRefusals.Units;
        stock ??= Stock.None(id);
        return stock.Safety == units
            ? stock
            : (stock with { Safety = units }).Moved(new(MovementKind.Setting, 0, "safety", null) { Units = units });
    }

    /// <summary>Sets how far more than there is may be promised; null takes it back for who comes next.</summary>
    public static Result<Stock> AllowBackorder(Stock? stock, Id<Stock> id, Backorder? backorder)
    {
        bool good = backorder is null
            || (backorder.PromiseDays is null) != (backorder.PromiseDate is null)
            && backorder is { Cap: >= 1 and <= Stock.MaxReceipt, PromiseDays: null or (>= 1 and <= 365) };
        if (!good) return StockRefusals.Promise;
        stock ??= Stock.None(id);
        return stock.Backorder == backorder
            ? stock
            : (stock with { Backorder = backorder })
                .Moved(new(MovementKind.Setting, 0, "backorder", null) { Units = backorder?.Cap ?? 0 });
    }

    /// <summary>Units that are set aside for one reason.</summary>
    public static int In(this Stock stock, Condition condition) =>
        stock.Asides.Where(aside => aside.Condition == condition).Sum(aside => aside.Quantity);

    internal static Stock Put(this Stock stock, Condition condition, int quantity)
    {
        var others = stock.Asides.RemoveAll(aside => aside.Condition == condition);
        int now = stock.In(condition) + quantity;
        return stock with { Asides = now == 0 ? others : others.Add(new(condition, now)) };
    }
}
