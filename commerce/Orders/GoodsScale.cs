using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>Divides what holds for all goods of an order among them, by what each unit is sold for.</summary>
/// <remarks>
/// Shares are cut one after another, so that those of all units add up to the whole to the last minor unit. What a
/// coupon takes off a line lowers the line's weight; where it takes off everything, prices weigh.
/// </remarks>
public sealed class GoodsScale
{
    private readonly ImmutableArray<OrderLine> lines;
    private readonly bool isReduced;
    private readonly bool isOfBought;
    private readonly long whole;

    /// <param name="lines">All lines of the order.</param>
    /// <param name="ofBought">
    /// Whether only units that were bought at first have a share: of what was given for them before others were added.
    /// </param>
    public GoodsScale(ImmutableArray<OrderLine> lines, bool ofBought = false)
    {
        (this.lines, isOfBought) = (lines, ofBought);
        isReduced = lines.Any(line => line.ReducedUntil(ofBought ? line.Bought : line.Quantity).Amount > 0);
        whole = lines.Sum(line => Weight(line, line.Quantity));
    }

    /// <summary>The share of a whole line.</summary>
    public Money ShareOf(Money sum, OrderLine line) => Until(sum, line, line.Quantity) - Until(sum, line, 0);

    /// <summary>The share of one unit of a line, counted from 0.</summary>
    public Money ShareOf(Money sum, OrderLine line, int unit) => Until(sum, line, unit + 1) - Until(sum, line, unit);

    /// <summary>A percentage of the share of one unit; the percentages of a line are cut from the line.</summary>
    public Money PercentOf(Money sum, OrderLine line, int unit, int percent)
    {
        var begin = Until(sum, line, 0);
        return (Until(sum, line, unit + 1) - begin).Part(percent, 100)
            - (Until(sum, line, unit) - begin).Part(percent, 100);
    }

    private Money Until(Money sum, OrderLine line, int units)
    {
        if (whole == 0) return sum with { Amount = 0 };
        long before = lines.TakeWhile(other => other.Sku != line.Sku).Sum(other => Weight(other, other.Quantity));
        return sum.Part(before + Weight(line, units), whole);
    }

    private long Weight(OrderLine line, int units)
    {
        int counted = isOfBought ? Math.Min(units, line.Bought) : units;
        return (isReduced ? line.ReducedUntil(counted) : line.TotalUntil(counted)).Amount;
    }
}
