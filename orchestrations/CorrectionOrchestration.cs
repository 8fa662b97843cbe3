using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Serverless.Commerce;

namespace Serverless.Orchestrations;

/// <summary>Corrects where letters about an order go, when staff know better than what was typed.</summary>
public static class CorrectionOrchestration
{
    // What a correction asks of the world; the answer is how the order stands.
    public static readonly Activity<CorrectionStart, OrderStatus> CorrectOrder = new("CorrectOrder");

    [Function(nameof(CorrectionOrchestration))]
    public static Task<Result<OrderStatus>> Run(
        [OrchestrationTrigger] TaskOrchestrationContext context, CorrectionStart start) =>
        context.TryCall(CorrectOrder, start);
}

/// <summary>Which order's address somebody corrects.</summary>
/// <param name="Email">Sealed for this correction: what travels says nothing private.</param>
public sealed record CorrectionStart(Id<CorrectionStart> Id, Id<Order> Order, SealedText Email);
