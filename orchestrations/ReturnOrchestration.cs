using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Serverless.Commerce;

namespace Serverless.Orchestrations;

/// <summary>Takes one return from request to refund.</summary>
public static class ReturnOrchestration
{
    // What a return asks of the world, and what it waits to hear.
    public static readonly Activity<ReturnOpening, ReturnStatus> OpenReturn = new("OpenReturn");
    public static readonly Activity<ReturnApproval, ReturnStatus> ApproveReturn = new("ApproveReturn");
    public static readonly Activity<Id<Return>, ReturnStatus> DeclineReturn = new("DeclineReturn");
    public static readonly Activity<Id<Return>, string> IssueLabel = new("IssueLabel");
    public static readonly Activity<ReturnMovement, ReturnStatus> MoveReturn = new("MoveReturn");
    public static readonly Activity<Id<Return>, ReturnStatus> ExpireReturn = new("ExpireReturn");
    public static readonly Activity<ReturnInspection, ReturnStatus> InspectReturn = new("InspectReturn");
    public static readonly Activity<ReturnBooking, ReturnStatus> RestockReturn = new("RestockReturn");
    public static readonly Activity<ReturnBooking, ReturnStatus> SettleReturn = new("SettleReturn");
    public static readonly Activity<ReturnBooking, string> IssueCreditNote = new("IssueCreditNote");
    public static readonly Activity<Id<Return>, ReturnStatus> CloseReturn = new("CloseReturn");
    public static readonly Signal<Review> Reviewed = new("Reviewed");
    public static readonly Signal<ParcelNews> ParcelMoved = new("ParcelMoved");
    public static readonly Signal<Inspection> Inspected = new("Inspected");
    public static readonly Signal<PaymentGiven> DifferencePaid = new("DifferencePaid");

    private const int MaxMovements = 100;

    [Function(nameof(ReturnOrchestration))]
    public static async Task<ReturnEnd> Run(
        [OrchestrationTrigger] TaskOrchestrationContext context, ReturnStart start)
    {
        var id = start.Return;
        if (start.Restored is { } reached) return await GoOn(context, start, reached);
        var opened = await context.TryCall(
            OpenReturn, new(start, context.NewGuid().ToString("N"), context.CurrentUtcDateTime));
        return opened.IsRefused(out var refusal, out _)
            ? new(ReturnStatus.Declined, refusal)
            : await BeReviewed(context, start);
    }

    private static async Task<ReturnEnd> BeReviewed(TaskOrchestrationContext context, ReturnStart start)
    {
        var id = start.Return;
        // Nobody reviewed it in time: the shopper must not wait for us, so we trust her.
        var review = await context.Wait(Reviewed, start.Policy.Returns.ReviewTime);
        if (review is { Approve: false })
            return new(await context.Call(DeclineReturn, id), ReturnRefusals.Refused);

        await context.Call(ApproveReturn, new(id, review?.Accepted ?? []));
        if (start.Exchanges) await ExchangePhase.Hold(context, start);
        if (start.Wish.Store is null) await context.Call(IssueLabel, id);
        return await Follow(context, start);
    }

    /// <summary>The shop came back from a backup, and nobody remembers how far this had come but the return.</summary>
    private static async Task<ReturnEnd> GoOn(
        TaskOrchestrationContext context, ReturnStart start, ReturnStatus reached)
    {
        if (reached == ReturnStatus.Requested) return await BeReviewed(context, start);
        if (reached == ReturnStatus.Approved && start.Wish.Store is null) await context.Call(IssueLabel, start.Return);
        return reached switch
        {
            <= ReturnStatus.InTransit => await Follow(context, start),
            ReturnStatus.Received => await BeInspected(context, start),
            _ => await End(context, start),
        };
    }

    private static async Task<ReturnEnd> Follow(TaskOrchestrationContext context, ReturnStart start)
    {
        var id = start.Return;
        if (!await Arrives(context, start))
        {
            if (start.Exchanges) await context.Call(ExchangePhase.ReleaseExchange, new(id, start.Policy.Number));
            return new(await context.Call(ExpireReturn, id), ReturnRefusals.NeverCame);
        }

        return await BeInspected(context, start);
    }

    private static async Task<ReturnEnd> BeInspected(TaskOrchestrationContext context, ReturnStart start)
    {
        var id = start.Return;
        var inspection = await context.WaitOrAsk(Inspected, start.Policy.Returns.InspectionTime, "inspection.late");
        await context.Call(InspectReturn, new(id, inspection.Findings, start.Policy.Number));
        return await End(context, start);
    }

    private static async Task<ReturnEnd> End(TaskOrchestrationContext context, ReturnStart start)
    {
        await Settle(context, start);
        return new(await context.Call(CloseReturn, start.Return), null);
    }

    /// <summary>Goods to the shelf, and what they are worth to the shopper: as money, credit or other goods.</summary>
    private static async Task Settle(TaskOrchestrationContext context, ReturnStart start)
    {
        var booking = new ReturnBooking(start.Return, start.Policy.Number, context.CurrentUtcDateTime);
        await context.Call(RestockReturn, booking);
        await context.Call(SettleReturn, booking);
        await context.Call(IssueCreditNote, booking);
        if (start.Exchanges) await ExchangePhase.Exchange(context, start);
    }

    /// <summary>Follows the parcel until the warehouse takes it in; false when it never came.</summary>
    private static async Task<bool> Arrives(TaskOrchestrationContext context, ReturnStart start)
    {
        var deadline = context.CurrentUtcDateTime + start.Policy.Returns.ParcelTime;
        for (int movements = 0; movements < MaxMovements; movements++)
        {
            var news = await context.Wait(ParcelMoved, deadline - context.CurrentUtcDateTime);
            if (news is null) return false;
            var moved = await context.Call(MoveReturn, new(start.Return, news.Movement, news.Location));
            if (moved == ReturnStatus.Received) return true;
        }

        return false;
    }
}

/// <summary>What the shopper asked to send back, under the policy that it was bought with.</summary>
public sealed record ReturnStart(Id<Return> Return, Id<Order> Order, ReturnWish Wish, PolicyVersion Policy)
{
    /// <summary>The provider's token for what an exchange costs more; null: it is given later, or not needed.</summary>
    public string? Method { get; init; }

    /// <summary>How far it had come in a backup from which the shop was restored; null as a rule.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReturnStatus? Restored { get; init; }

    [JsonIgnore]
    public bool Exchanges => Wish.Remedy == Remedy.Exchange;
}

/// <summary>How a return ended.</summary>
public sealed record ReturnEnd(ReturnStatus Status, Refusal? Reason);

/// <summary>The first step of one run.</summary>
public sealed record ReturnOpening(ReturnStart Start, string Run, DateTimeOffset At);

/// <summary>What staff accept of a return; nothing named is everything.</summary>
public sealed record ReturnApproval(Id<Return> Return, ImmutableArray<Acceptance> Accepted);

/// <summary>Where the goods of a return are.</summary>
public sealed record ReturnMovement(Id<Return> Return, string Movement, string? Location);

/// <summary>What was found in the parcel.</summary>
public sealed record ReturnInspection(
    Id<Return> Return, ImmutableArray<Finding> Findings, int Version);

/// <summary>Goods or money that go back, written into the books of that moment.</summary>
public sealed record ReturnBooking(Id<Return> Return, int Version, DateTimeOffset At);

/// <summary>Staff have decided about a return.</summary>
/// <param name="Accepted">What they accept of it; nothing named is everything.</param>
public sealed record Review(string Id, bool Approve, ImmutableArray<Acceptance> Accepted) : ISignal;

/// <summary>Staff have looked into the parcel.</summary>
public sealed record Inspection(string Id, ImmutableArray<Finding> Findings) : ISignal;

/// <summary>The shopper said how she pays what an exchange costs more.</summary>
public sealed record PaymentGiven(string Id, string Method) : ISignal;
