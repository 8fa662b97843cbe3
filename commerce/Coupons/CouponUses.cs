using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>Counts how often something is used that may be used only so often.</summary>
/// <remarks>
/// A use is held while its order is paid for, and counts from then on; so it is never used beyond its limit. Only the
/// latest that are settled stay here, older ones are on the timeline under their causes.
/// </remarks>
/// <param name="Past">Uses that only the timeline knows.</param>
public sealed record CouponUses(long Past, ImmutableArray<CouponUse> Known)
{
    public const int MostHeld = 2000;
    public const int MostSettled = 200;

    public static readonly CouponUses None = new(0, []);

    public static readonly Lifecycle<CouponUseKind> Lifecycle = new()
    {
        { CouponUseKind.Held, CouponUseKind.Used, CouponUseKind.GivenBack },
    };

    [JsonIgnore]
    public int Held => Known.Count(use => use.Kind == CouponUseKind.Held);

    [JsonIgnore]
    public long Used => Past + Known.Count(use => use.Kind == CouponUseKind.Used);

    /// <summary>All that is no longer free: used, or held for an order that may still be placed.</summary>
    [JsonIgnore]
    public long Counted => Used + Held;

    public Result<CouponUses> Hold(Id<Order> order, long? limit, Refusal usedUp)
    {
        if (Of(order) is { } known) return known.Kind == CouponUseKind.GivenBack ? CouponRefusals.Settled : this;
        if (Counted >= limit) return usedUp;
        if (Held >= MostHeld) return CouponRefusals.Busy;
        return this with { Known = Known.Add(new(order, CouponUseKind.Held)) };
    }

    public Result<CouponUses> Use(Id<Order> order) => Of(order) is { } known
        ? Settle(known, CouponUseKind.Used)
        : CouponRefusals.NotHeld;

    public Result<CouponUses> GiveBack(Id<Order> order) => Of(order) is { } known
        ? Settle(known, CouponUseKind.GivenBack)
        : Trimmed(Known.Add(new(order, CouponUseKind.GivenBack)));

    /// <summary>The order was placed and came to nothing after all: the use is free again.</summary>
    public Result<CouponUses> Restore(Id<Order> order)
    {
        if (Of(order) is { Kind: CouponUseKind.GivenBack }) return this;
        if (Of(order) is { Kind: CouponUseKind.Held }) return CouponRefusals.NotUsed;
        var before = Of(order) is { } known ? this with { Known = Known.Remove(known) } : this with { Past = Past - 1 };
        return before.Past < 0
            ? CouponRefusals.NotUsed
            : before.Trimmed(before.Known.Add(new(order, CouponUseKind.GivenBack)));
    }

    private CouponUse? Of(Id<Order> order) => Known.FirstOrDefault(use => use.Order == order);

    // What is settled moves to the end, so that the oldest is always the first to leave.
    private Result<CouponUses> Settle(CouponUse known, CouponUseKind next)
    {
        if (known.Kind == next) return this;
        if (!Lifecycle.Allows(known.Kind, next)) return CouponRefusals.Settled;
        return Trimmed(Known.Remove(known).Add(known with { Kind = next }));
    }

    private CouponUses Trimmed(ImmutableArray<CouponUse> known)
    {
        if (known.Count(use => use.Kind != CouponUseKind.Held) <= MostSettled) return this with { Known = known };
        var oldest = known.First(use => use.Kind != CouponUseKind.Held);
        return new(Past + (oldest.Kind == CouponUseKind.Used ? 1 : 0), known.Remove(oldest));
    }
}

/// <summary>One order's use of a coupon.</summary>
public sealed record CouponUse(Id<Order> Order, CouponUseKind Kind);
