using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>What a correction comes to, before and after, line by line.</summary>
public static class CorrectionView
{
    public static object Of(Order before, Order after, RateSheet? sheet) => new
    {
        Order = before.Id,
        Before = SumsOf(before),
        After = SumsOf(after),
        Lines = after.Lines.Select(line => LineOf(before.Lines.FirstOrDefault(one => one.Sku == line.Sku), line)),
        Landed = after.Landed == before.Landed
            ? LandedView.Of(after.Landed, after.Papers, null)
            : LandedView.Of(after.Landed, after.Papers, sheet),
        Papers = new { Before = PapersOf(before), After = PapersOf(after) },
        Covered = before.Uncovered(after) is null,
        // What the bank is to promise instead, where it is to promise more.
        Promise = before.Uncovered(after) == CorrectionRefusals.NotCovered ? after.Due : (Money?)null,
        Problem = before.Uncovered(after) is { } uncovered ? new Problem(uncovered.Code, uncovered.Message) : null,
    };

    /// <summary>The sums of an order.</summary>
    public static object SumsOf(Order order) => new
    {
        order.Totals.Subtotal,
        Coupon = order.Totals.Coupon,
        order.Totals.Discount,
        order.Totals.Shipping,
        order.Totals.Import,
        order.Totals.Tax,
        TaxRate = order.Landed is null ? order.Totals.VatPercent : 0,
        order.Totals.Total,
        order.Due,
    };

    private static object LineOf(OrderLine? before, OrderLine after) => new
    {
        after.Sku,
        after.Name,
        after.Options,
        Before = before is null ? null : new { before.Quantity, before.Total },
        After = new { after.Quantity, after.Total },
        // What is added now: what was added before is sold as well.
        Added = (after.Added ?? []).Skip(before?.Added?.Length ?? 0),
    };

    /// <summary>What the law asks to go with the goods, by name.</summary>
    private static IEnumerable<string> PapersOf(Order order) =>
    [
        "invoice",
        .. order.Landed is null ? Array.Empty<string>() : ["customs declaration"],
        .. order.Papers.Select(paper => paper.Document).OfType<string>().Distinct(),
    ];
}
