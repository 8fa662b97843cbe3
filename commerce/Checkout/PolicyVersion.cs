namespace Serverless.Commerce;

/// <summary>
/// What a process carries of the shop's policy: which version it began under, and the times that it waits by itself.
/// All else is read, in that version, by the activities, which are told the number.
/// </summary>
/// <param name="Number">0: begun under a release that kept no versions; it goes on under the first.</param>
public sealed record PolicyVersion(int Number)
{
    /// <inheritdoc cref="ShopPolicy.HoldTime"/>
    public TimeSpan HoldTime { get; init; }

    /// <inheritdoc cref="ShopPolicy.PaymentTime"/>
    public TimeSpan PaymentTime { get; init; }

    /// <inheritdoc cref="ShopPolicy.HoldGrace"/>
    public TimeSpan HoldGrace { get; init; }

    /// <inheritdoc cref="ShopPolicy.WarehouseTime"/>
    public TimeSpan WarehouseTime { get; init; }

    /// <inheritdoc cref="ShopPolicy.CarrierTime"/>
    public TimeSpan CarrierTime { get; init; }

    /// <inheritdoc cref="ShopPolicy.ClearanceGlance"/>
    public TimeSpan ClearanceGlance { get; init; }

    /// <inheritdoc cref="ShopPolicy.ClearanceTime"/>
    public TimeSpan ClearanceTime { get; init; }

    /// <inheritdoc cref="ShopPolicy.DocumentTime"/>
    public TimeSpan DocumentTime { get; init; }

    /// <inheritdoc cref="ShopPolicy.PickupTime"/>
    public TimeSpan PickupTime { get; init; }

    /// <inheritdoc cref="ShopPolicy.PickupGrace"/>
    public TimeSpan PickupGrace { get; init; }

    public ReturnTimes Returns { get; init; } = new();

    /// <summary>What of a version a process carries.</summary>
    public static PolicyVersion Of(ShopPolicy policy) => new(policy.Version)
    {
        HoldTime = policy.HoldTime,
        PaymentTime = policy.PaymentTime,
        HoldGrace = policy.HoldGrace,
        WarehouseTime = policy.WarehouseTime,
        CarrierTime = policy.CarrierTime,
        ClearanceGlance = policy.ClearanceGlance,
        ClearanceTime = policy.ClearanceTime,
        DocumentTime = policy.DocumentTime,
        PickupTime = policy.PickupTime,
        PickupGrace = policy.PickupGrace,
        Returns = new()
        {
            ReviewTime = policy.Returns.ReviewTime,
            ParcelTime = policy.Returns.ParcelTime,
            InspectionTime = policy.Returns.InspectionTime,
            DifferenceTime = policy.Returns.DifferenceTime,
        },
    };
}

/// <summary>The times that a return waits by itself.</summary>
public sealed record ReturnTimes
{
    /// <inheritdoc cref="ReturnPolicy.ReviewTime"/>
    public TimeSpan ReviewTime { get; init; }

    /// <inheritdoc cref="ReturnPolicy.ParcelTime"/>
    public TimeSpan ParcelTime { get; init; }

    /// <inheritdoc cref="ReturnPolicy.InspectionTime"/>
    public TimeSpan InspectionTime { get; init; }

    /// <inheritdoc cref="ReturnPolicy.DifferenceTime"/>
    public TimeSpan DifferenceTime { get; init; }
}
