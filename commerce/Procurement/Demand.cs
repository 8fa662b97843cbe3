using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>How much of a SKU has left a location each day, and what was proposed to buy for it.</summary>
/// <param name="Since">The first day anything left; days before it say nothing about demand.</param>
public sealed record Demand(Id<Demand> Id, DateOnly Since, ImmutableArray<DayDemand> Days)
{
    /// <summary>Days that are kept; what is older is forgotten.</summary>
    public const int KeptDays = 90;

    /// <summary>The order that this SKU was last proposed on.</summary>
    public Id<PurchaseOrder>? Proposal { get; init; }

    /// <summary>The name of a SKU's demand at a location, the same as its stock's: <c>sku@location</c>.</summary>
    public static Id<Demand> Of(Id<Stock> stock) => new(stock.Value);

    /// <summary>Units have left on a day; what comes too late to count is dropped.</summary>
    public static Result<Demand> Count(Demand? demand, Id<Demand> id, DateOnly day, int units, DateOnly today)
    {
        demand ??= new Demand(id, today, []);
        if (units < 1 || day <= today.AddDays(-KeptDays)) return demand;
        int known = demand.On(day);
        return demand with
        {
            Since = day < demand.Since ? day : demand.Since,
            Days =
            [
                .. demand.Days.Where(kept => kept.Day != day && kept.Day > today.AddDays(-KeptDays))
                    .Append(new(day, known + units)).OrderBy(kept => kept.Day),
            ],
        };
    }

    /// <summary>Notes on which order the SKU is proposed, unless another was noted meanwhile.</summary>
    public static Result<Demand> Propose(
        Demand? demand, Id<Demand> id, Id<PurchaseOrder>? instead, Id<PurchaseOrder> order, DateOnly today)
    {
        demand ??= new Demand(id, today, []);
        return demand.Proposal == instead ? demand with { Proposal = order } : demand;
    }

    public int On(DateOnly day) => Days.FirstOrDefault(kept => kept.Day == day)?.Units ?? 0;

    /// <summary>What has left in the last days, and over how many of them it is to be averaged.</summary>
    public (int Units, int Days) Lately(DateOnly today, PurchasePolicy policy)
    {
        int known = today.DayNumber - Since.DayNumber + 1;
        int days = Math.Clamp(known, policy.LeastDays, policy.DemandDays);
        return (Days.Where(kept => kept.Day > today.AddDays(-days)).Sum(kept => kept.Units), days);
    }
}

/// <summary>Units that left on one day of the books.</summary>
public sealed record DayDemand(DateOnly Day, int Units);
