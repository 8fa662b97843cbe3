using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Serverless.Commerce;

namespace Serverless.Orchestrations;

/// <summary>Ends what a person objects to, and says what goes on and why.</summary>
public static class ObjectionOrchestration
{
    // What it asks of the world; the answer is how many purposes have ended.
    public static readonly Activity<ObjectionStart, int> HeedObjection = new("HeedObjection");

    [Function(nameof(ObjectionOrchestration))]
    public static Task<int> Run([OrchestrationTrigger] TaskOrchestrationContext context, ObjectionStart start) =>
        context.Call(HeedObjection, start);
}

/// <summary>Who objects to what.</summary>
public sealed record ObjectionStart(
    Id<Objection> Id, Id<Customer> Customer, Asker By, DateTimeOffset AskedAt, ImmutableArray<string> Purposes)
{
    /// <summary>Why staff do it for her; sealed, since people write names into reasons.</summary>
    public SealedText? Reason { get; init; }
}
