using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Serverless.Commerce;

namespace Serverless.Orchestrations;

/// <summary>Changes a placed order: hold what is added, change it if it comes to what was shown, keep it.</summary>
public static class CorrectionOrchestration
{
    // What a correction asks of the world; the answer is how the order stands.
    public static readonly Activity<CorrectionStart, OrderStatus> CorrectOrder = new("CorrectOrder");
    public static readonly Activity<CorrectionStart, AddedGoods> HoldAdded = new("HoldAdded");
    public static readonly Activity<CorrectionChange, OrderStatus> ChangeOrder = new("ChangeOrder");
    public static readonly Activity<CorrectionChange, bool> PayForCorrection = new("PayForCorrection");
    public static readonly Activity<CorrectionStart, bool> KeepAdded = new("KeepAdded");
    public static readonly Activity<CorrectionStart, bool> FulfilAdded = new("FulfilAdded");
    public static readonly Activity<CorrectionStart, bool> TellCorrection = new("TellCorrection");
    public static readonly Activity<CorrectionStart, bool> ReleaseAdded = new("ReleaseAdded");

    [Function(nameof(CorrectionOrchestration))]
    public static async Task<Result<OrderStatus>> Run(
        [OrchestrationTrigger] TaskOrchestrationContext context, CorrectionStart start)
    {
        context.About(start.Order);
        // Begun by a release that could correct nothing but where letters go.
        if (start.Wish is null) return await context.TryCall(CorrectOrder, start);

        var undo = new Compensations(context);
        var added = AddedGoods.None;
        if (start.Adds)
        {
            undo.Add(ReleaseAdded, start);
            var held = await context.TryCall(HoldAdded, start);
            if (held.IsRefused(out var tooFew, out added!)) return await TakeBack(undo, tooFew);
        }

        // From here on the order says whether picking was faster: one of the two is refused.
        var change = new CorrectionChange(start, added.Sources, context.CurrentUtcDateTime);
        var changed = await context.TryCall(ChangeOrder, change);
        if (changed.Refusal?.Code == CorrectionRefusals.NotCovered.Code && start.Attempt is { } attempt)
            changed = await PayFirst(context, change, attempt);
        if (changed.IsRefused(out var refusal, out var status)) return await TakeBack(undo, refusal);

        if (start.Adds)
        {
            await context.Call(KeepAdded, start);
            await context.Call(FulfilAdded, start);
        }

        await context.Call(TellCorrection, start);
        return status;
    }

    /// <summary>The whole new total is promised first; then it is changed, and the old promise let go.</summary>
    private static async Task<Result<OrderStatus>> PayFirst(
        TaskOrchestrationContext context, CorrectionChange change, PaymentAttemptStart attempt)
    {
        var begun = await context.TryCall(PayForCorrection, change);
        if (begun.Refusal is { } busy) return busy;
        if (await PaymentPhase.Authorise(context, attempt) is { } unpaid)
            return await PaymentPhase.End(context, attempt, unpaid);
        var changed = await context.TryCall(ChangeOrder, change with { At = context.CurrentUtcDateTime });
        if (changed.Refusal is { } late) return await PaymentPhase.End(context, attempt, late);
        await context.Call(PaymentPhase.VoidReplaced, attempt);
        return changed;
    }

    private static async Task<Result<OrderStatus>> TakeBack(Compensations undo, Refusal refusal)
    {
        await undo.Run();
        return refusal;
    }
}

/// <summary>Which order somebody changes, and what she was shown that it comes to.</summary>
/// <param name="Email">Where its letters go, of corrections begun before there were others.</param>
public sealed record CorrectionStart(Id<Correction> Id, Id<Order> Order, SealedText? Email)
{
    /// <summary>What is to be otherwise, sealed for this correction: what travels says nothing private.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SealedText? Wish { get; init; }

    /// <summary>What of it is touched, by name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Parts { get; init; }

    /// <summary>Whether units come on top.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Adds { get; init; }

    /// <summary>The provider's token for the card that pays, where the bank has promised too little.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Method { get; init; }

    /// <summary>The shop's times, where a card is to pay.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PolicyVersion? Policy { get; init; }

    /// <summary>The payment that it needs then; null where no card was given.</summary>
    [JsonIgnore]
    public PaymentAttemptStart? Attempt => Method is { } method && Policy is { } policy
        ? new(Id.AsAttempt(), Order, method, Amount: null, policy)
        : null;

    /// <summary>The total that she has agreed to; null: the one that it has.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Money? Total { get; init; }

    /// <summary>The exchange rates that she was shown, where the goods leave the country.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Id<RateSheet>? Rates { get; init; }
}

/// <summary>Where the units that a correction adds are held.</summary>
public sealed record AddedGoods(ImmutableArray<Source> Sources)
{
    public static readonly AddedGoods None = new([]);
}

/// <summary>The moment at which an order is changed, and what is held for that.</summary>
public sealed record CorrectionChange(CorrectionStart Start, ImmutableArray<Source> Added, DateTimeOffset At);
