using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Serverless.Commerce;

namespace Serverless.Orchestrations;

/// <summary>Gives money back by hand: recorded on the order, paid, given a credit note, told the shopper.</summary>
public static class RefundOrchestration
{
    // What a refund by hand asks of the world.
    public static readonly Activity<RefundOpening, OrderStatus> ReserveAllowance = new("ReserveAllowance");
    public static readonly Activity<RefundStart, bool> PayAllowance = new("PayAllowance");
    public static readonly Activity<RefundStart, string> NumberAllowance = new("NumberAllowance");
    public static readonly Activity<RefundStart, bool> TellOfAllowance = new("TellOfAllowance");

    /// <summary>Begins with the order's id, so that what needs a person shows on the order.</summary>
    public static string InstanceOf(Id<Order> order, string refund) => $"{order}-refund-{refund}";

    [Function(nameof(RefundOrchestration))]
    public static async Task<Result<string>> Run(
        [OrchestrationTrigger] TaskOrchestrationContext context, RefundStart start)
    {
        var opening = new RefundOpening(start, context.CurrentUtcDateTime);
        if ((await context.TryCall(ReserveAllowance, opening)).Refusal is { } refusal) return refusal;
        await context.Call(PayAllowance, start);
        string number = await context.Call(NumberAllowance, start);
        await context.Call(TellOfAllowance, start);
        return number;
    }
}

/// <summary>What staff give back by hand, and why.</summary>
public sealed record RefundStart(Id<Refund> Id, Id<Order> Order, Money Amount, RefundReason Reason)
{
    /// <summary>How the order and the provider know it: another order may have a refund of the same id.</summary>
    public string Name() => RefundOrchestration.InstanceOf(Order, Id.Value);
}

/// <summary>The same, with when it was decided.</summary>
public sealed record RefundOpening(RefundStart Start, DateTimeOffset At);
