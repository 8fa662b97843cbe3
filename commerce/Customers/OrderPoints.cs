namespace Serverless.Commerce;

/// <summary>What an order earns and spends in points, down to the single unit.</summary>
/// <remarks>
/// Every unit has a share of its own, by its place in the goods' value: whatever is delivered, sent back or returned,
/// and in which order it becomes known, the shares add up to the whole.
/// </remarks>
public static class OrderPoints
{
    /// <summary>What was paid for the goods, in money or credit.</summary>
    public static Money PaidForGoods(this Order order) => order.Totals.Reduced - order.Totals.Discount;

    /// <summary>What all of it earns, in the tier that its customer stood in when she bought.</summary>
    public static long Earns(this Order order, PointPolicy policy) =>
        policy.EarnedFor(order.PaidForGoods(), policy.TierNamed(order.Tier));

    /// <summary>The share that falls to the goods of a shipment.</summary>
    public static long ShareOf(this Order order, Shipment shipment, long points) =>
        shipment.Lines.Sum(line => order.ShareOf(line.Sku, order.UnitsIn(shipment, line.Sku), points));

    /// <summary>The share that falls to what was found of a return; what was missing has not come back.</summary>
    public static long ShareOf(this Order order, Return back, long points)
    {
        var taken = order.TakenBack.FirstOrDefault(taken => taken.Return == back.Id)?.Lines ?? [];
        return taken.Sum(line => order.ShareOf(line.Sku, line.Units.Take(FoundOf(back, line.Sku)), points));
    }

    /// <summary>What is left of a purchase when these returns are settled, as it counts towards a tier.</summary>
    public static Money LeftOf(this Order order, IEnumerable<Return> settled, PointPolicy policy)
    {
        long delivered = order.Shipments.Where(shipment => shipment.IsHers)
            .Sum(shipment => order.ShareOf(shipment, order.PaidForGoods().Amount));
        long back = settled.Sum(one => order.ShareOf(one, order.PaidForGoods().Amount));
        return policy.InBooks(new(delivered - back, order.Totals.Total.Currency));
    }

    private static int FoundOf(Return back, string sku) => back.Lines.Where(line => line.Sku == sku).Sum(line =>
        line.Findings.Where(found => found.Disposition != Disposition.Missing).Sum(found => found.Quantity));

    private static long ShareOf(this Order order, string sku, IEnumerable<int> units, long points)
    {
        var line = order.Lines.First(line => line.Sku == sku);
        var scale = new GoodsScale(order.Lines);
        return units.Sum(unit => scale.ShareOf(new(points, Currency.Php), line, unit).Amount);
    }
}
