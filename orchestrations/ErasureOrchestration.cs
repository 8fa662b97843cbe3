using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Serverless.Commerce;

namespace Serverless.Orchestrations;

/// <summary>Forgets a person: at once what has ended, and the rest when it has.</summary>
public static class ErasureOrchestration
{
    // What it asks of the world: forget all that can be; the answer is how many orders have to end first.
    public static readonly Activity<ErasureStart, int> ErasePerson = new("ErasePerson");

    /// <summary>How often it looks whether what was under way has ended.</summary>
    public static readonly TimeSpan Glance = TimeSpan.FromHours(12);

    [Function(nameof(ErasureOrchestration))]
    public static async Task<int> Run([OrchestrationTrigger] TaskOrchestrationContext context, ErasureStart start)
    {
        int waiting = await context.Call(ErasePerson, start);
        if (waiting == 0) return start.Round;
        await context.CreateTimer(Glance, CancellationToken.None);
        context.ContinueAsNew(start with { Round = start.Round + 1 });
        return start.Round;
    }
}

/// <summary>Who is to be forgotten.</summary>
/// <param name="Round">Counts how often everything was looked through.</param>
public sealed record ErasureStart(
    Id<Erasure> Id, Id<Customer> Customer, Asker By, DateTimeOffset AskedAt, int Round)
{
    /// <summary>Why staff do it for her; sealed, since people write names into reasons.</summary>
    public SealedText? Reason { get; init; }
}
