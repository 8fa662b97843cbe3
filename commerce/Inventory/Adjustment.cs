using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>What somebody corrects by hand: units that broke, are looked at, are good again or are gone.</summary>
public sealed record Adjustment(
    Id<Adjustment> Id, Id<Stock> Stock, AdjustmentKind Kind, Condition Condition, int Quantity,
    AdjustmentReason Reason, DateTimeOffset At)
{
    /// <summary>Whether it is the same correction; when it was said may differ.</summary>
    public bool IsOf(Adjustment other) => this with { At = other.At } == other;

    public Result<Stock> On(Stock stock) => Kind switch
    {
        AdjustmentKind.SetAside => stock.SetAside(Condition, Quantity, Reason, Id.Value),
        AdjustmentKind.PutBack => stock.PutBack(Condition, Quantity, Reason, Id.Value),
        AdjustmentKind.WriteOff => stock.WriteOff(Condition, Quantity, Reason, Id.Value),
    };
}

/// <summary>What becomes of the units.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AdjustmentKind>))]
public enum AdjustmentKind { SetAside, PutBack, WriteOff }
