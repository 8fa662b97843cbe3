using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Serverless.Commerce;

namespace Serverless.Orchestrations;

/// <summary>Looks through what leaked, some records at a time, for those whom it concerns.</summary>
public static class BreachScopeOrchestration
{
    // What it asks of the world: the next records; the answer is whether all were looked through.
    public static readonly Activity<BreachScopeStart, bool> FindAffected = new("FindAffected");

    [Function(nameof(BreachScopeOrchestration))]
    public static async Task<Result<bool>> Run(
        [OrchestrationTrigger] TaskOrchestrationContext context, BreachScopeStart start)
    {
        var result = await context.TryCall(FindAffected, start);
        // Its history stays short however much there is.
        if (!result.IsRefused(out _, out bool isOver) && !isOver)
            context.ContinueAsNew(start with { Turn = start.Turn + 1 });
        return result;
    }
}

/// <summary>One look, as what leaked was described when it began.</summary>
/// <param name="Turn">Counts the parts that were looked through.</param>
public sealed record BreachScopeStart(
    Id<BreachScope> Id, Id<Breach> Breach, ImmutableArray<string> Kinds, DateTimeOffset? MadeFrom,
    DateTimeOffset MadeUntil, ImmutableArray<Id<Customer>> Only, int Turn);
