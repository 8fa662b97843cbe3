using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Serverless.Commerce;

namespace Serverless.Orchestrations;

/// <summary>Makes a stock again what its movements say: on record and in the books, or neither.</summary>
public static class RepairOrchestration
{
    // What a repair asks of the world; the answer is how many are on hand now.
    public static readonly Activity<RepairStart, int> BookRepair = new("BookRepair");

    [Function(nameof(RepairOrchestration))]
    public static Task<Result<int>> Run(
        [OrchestrationTrigger] TaskOrchestrationContext context, RepairStart start) =>
        context.TryCall(BookRepair, start);
}

/// <summary>Which stock somebody wants to be repaired.</summary>
public sealed record RepairStart(string Id, Id<Stock> Stock, DateTimeOffset At);
