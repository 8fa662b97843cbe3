using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Serverless.Commerce;

namespace Serverless.Orchestrations;

/// <summary>Takes units off an order, and gives back all that had been set aside or paid for them.</summary>
/// <remarks>
/// The first step decides, in one write to the order, whether the cancellation or the warehouse was first. What follows
/// only brings the rest of the world in line, so it is never refused: it is done, or asks for a person.
/// </remarks>
public static class CancellationOrchestration
{
    // What a cancellation asks of the world; it waits for nobody.
    public static readonly Activity<CancellationStart, Removal> TakeUnitsOff = new("TakeUnitsOff");
    public static readonly Activity<UnitsCut, bool> TellFulfilments = new("TellFulfilments");
    public static readonly Activity<UnitsCut, bool> FreeUnits = new("FreeUnits");
    public static readonly Activity<UnitsCut, bool> RecallLabels = new("RecallLabels");
    public static readonly Activity<UnitsCut, bool> RefundUnits = new("RefundUnits");
    public static readonly Activity<UnitsCut, bool> RestoreUnits = new("RestoreUnits");
    public static readonly Activity<UnitsCut, string> NoteUnitsBack = new("NoteUnitsBack");
    public static readonly Activity<UnitsCut, bool> FinishCancellation = new("FinishCancellation");

    // The bank did not give it after all: then there is nothing to give back either.
    private static readonly string[] NotTaken = [OutsideRefusals.Lapsed.Code];

    [Function(nameof(CancellationOrchestration))]
    public static async Task<Result<Removal>> Run(
        [OrchestrationTrigger] TaskOrchestrationContext context, CancellationStart start)
    {
        context.About(start.Order);
        var taken = await context.TryCall(TakeUnitsOff, start with { At = start.At ?? context.CurrentUtcDateTime });
        if (taken.IsRefused(out var refusal, out var removal)) return refusal;

        var cut = new UnitsCut(start.Order, start.Id, context.CurrentUtcDateTime);
        await context.Call(TellFulfilments, cut);
        await context.Call(FreeUnits, cut);
        if (removal.HasLabels) await context.Call(RecallLabels, cut);
        bool paidBack = await GiveMoneyBack(context, removal, cut);
        await context.Call(RestoreUnits, cut);
        if (paidBack) await context.Call(NoteUnitsBack, cut);
        await context.Call(FinishCancellation, cut);
        return removal;
    }

    // Money that was not taken yet is not taken: all of it is let go, or less is taken when the rest leaves.
    private static async Task<bool> GiveMoneyBack(
        TaskOrchestrationContext context, Removal removal, UnitsCut cut)
    {
        if (removal.IsRefund)
        {
            // It may have begun to be taken only: then it is taken first, for the same amount, and once.
            var captured = await context.CallUnless(
                FulfilmentOrchestration.CapturePayment, new(cut.Order, cut.At), NotTaken);
            if (captured.Refusal is null)
            {
                await context.Call(RefundUnits, cut);
                return true;
            }
        }

        if (removal.IsAll) await context.Call(CheckoutOrchestration.VoidPayment, cut.Order);
        return false;
    }
}

/// <summary>What somebody wants to come off an order.</summary>
/// <param name="Id">Made by the asker.</param>
/// <param name="Lines">How many of what; none: all that has not left.</param>
public sealed record CancellationStart(
    Id<TakenOff> Id, Id<Order> Order, CancelledBy By, CancelReason Reason, Id<Shipment>? Shipment,
    ImmutableArray<Goods> Lines)
{
    /// <summary>When its process began; null while it has not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? At { get; init; }

    [JsonIgnore]
    public CancelWish Wish => new(Id, By, Reason, Shipment, Lines);
}

/// <summary>What came off, as its process needs to know it.</summary>
/// <param name="Total">What was paid for it, in whatever way.</param>
/// <param name="IsRefund">Whether its money had been taken, or was being taken.</param>
/// <param name="IsAll">Whether nothing of the order is left.</param>
/// <param name="HasLabels">Whether a carrier may have been asked to fetch it.</param>
public sealed record Removal(Money Total, bool IsRefund, bool IsAll, bool HasLabels);

/// <summary>Units that came off an order, at the moment from which the rest is brought in line.</summary>
public sealed record UnitsCut(Id<Order> Order, Id<TakenOff> Id, DateTimeOffset At);
