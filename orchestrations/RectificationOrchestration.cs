using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Serverless.Commerce;

namespace Serverless.Orchestrations;

/// <summary>Puts right what the shop knows of a person, everywhere where it may still change.</summary>
public static class RectificationOrchestration
{
    // What it asks of the world; the answer is in how many places something stays as it was.
    public static readonly Activity<RectificationStart, int> RectifyPerson = new("RectifyPerson");

    [Function(nameof(RectificationOrchestration))]
    public static Task<int> Run(
        [OrchestrationTrigger] TaskOrchestrationContext context, RectificationStart start) =>
        context.Call(RectifyPerson, start);
}

/// <summary>Of whom something is to be put right.</summary>
/// <param name="Data">What is right, sealed for this rectification: what travels says nothing private.</param>
public sealed record RectificationStart(
    Id<Rectification> Id, Id<Customer> Customer, Asker By, DateTimeOffset AskedAt, SealedText Data)
{
    /// <summary>Why staff do it for her; sealed, since people write names into reasons.</summary>
    public SealedText? Reason { get; init; }
}
