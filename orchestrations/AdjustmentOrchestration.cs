using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Serverless.Commerce;

namespace Serverless.Orchestrations;

/// <summary>Corrects a stock by hand: on the shelf and in the books, or neither.</summary>
public static class AdjustmentOrchestration
{
    // What an adjustment asks of the world; the answer is how many are on hand now.
    public static readonly Activity<Adjustment, int> BookAdjustment = new("BookAdjustment");

    [Function(nameof(AdjustmentOrchestration))]
    public static Task<Result<int>> Run(
        [OrchestrationTrigger] TaskOrchestrationContext context, AdjustmentStart start) =>
        context.TryCall(BookAdjustment, start.Adjustment);
}

/// <summary>What somebody says of units on the shelf.</summary>
public sealed record AdjustmentStart(Adjustment Adjustment);
