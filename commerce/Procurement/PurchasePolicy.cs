namespace Serverless.Commerce;

/// <summary>When and how much the shop orders again, and which deliveries it takes.</summary>
public sealed record PurchasePolicy
{
    /// <summary>Over how many of the last days demand is averaged.</summary>
    public int DemandDays { get; init; } = 30;

    /// <summary>A SKU that has sold for fewer days than this is averaged over this many.</summary>
    public int LeastDays { get; init; } = 7;

    /// <summary>Days of demand that are kept in reserve, should a delivery be late or demand rise.</summary>
    public int SafetyDays { get; init; } = 7;

    /// <summary>Days of demand that an order should last beyond the reorder point.</summary>
    public int CoverDays { get; init; } = 30;

    /// <summary>How much more than was ordered is still taken in, in per cent of the line.</summary>
    public int OverPercent { get; init; } = 10;

    /// <summary>How long nothing is proposed again after a person has cancelled it.</summary>
    public TimeSpan QuietTime { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long after its day a delivery counts as late.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromDays(1);
}
