using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Serverless.Commerce;

namespace Serverless.Orchestrations;

/// <summary>Pays a placed order again whose money is not there any more; its goods stay the shopper's.</summary>
public static class PaymentOrchestration
{
    // What paying again asks of the world, beside what every attempt does.
    public static readonly Activity<PaymentAttemptStart, bool> PayAgain = new("PayAgain");
    public static readonly Activity<PaymentAttemptStart, bool> AdoptPayment = new("AdoptPayment");
    public static readonly Activity<PaymentAttemptStart, bool> ResumeParcels = new("ResumeParcels");

    /// <summary>Begins with the order's id, as each process of an order does.</summary>
    public static string InstanceOf(Id<Order> order, Id<PaymentAttempt> id) => $"{order}-payment-{id}";

    [Function(nameof(PaymentOrchestration))]
    public static async Task<Result<bool>> Run(
        [OrchestrationTrigger] TaskOrchestrationContext context, PaymentAttemptStart asked)
    {
        if (asked.IsInterrupted) return await PaymentPhase.End(context, asked, AttemptRefusals.Interrupted);
        var start = asked with { At = context.CurrentUtcDateTime };
        var begun = await context.TryCall(PayAgain, start);
        if (begun.Refusal is not null) return begun;
        if (await PaymentPhase.Authorise(context, start) is { } unpaid)
            return await PaymentPhase.End(context, start, unpaid);

        // Cancelled, or paid otherwise meanwhile: this promise is let go, and the order is as it was.
        var adopted = await context.TryCall(AdoptPayment, start);
        if (adopted.Refusal is { } late) return await PaymentPhase.End(context, start, late);
        await context.Call(PaymentPhase.VoidReplaced, start);
        await context.Call(ResumeParcels, start);
        return true;
    }
}
