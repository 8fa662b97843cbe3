using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Serverless.Commerce;

namespace Serverless.Orchestrations;

/// <summary>Writes to everybody whom a leak concerns, some people at a time.</summary>
public static class BreachLettersOrchestration
{
    // What it asks of the world: the next letters; the answer is how far it has come.
    public static readonly Activity<BreachLettersStart, BreachLettersStart> MailBreachLetters =
        new("MailBreachLetters");

    [Function(nameof(BreachLettersOrchestration))]
    public static async Task<Result<BreachLettersStart>> Run(
        [OrchestrationTrigger] TaskOrchestrationContext context, BreachLettersStart progress)
    {
        var result = await context.TryCall(MailBreachLetters, progress);
        // Its history stays short however many there are, and its input says how far it has come.
        if (!result.IsRefused(out _, out var next) && !next.IsOver) context.ContinueAsNew(next);
        return result;
    }
}

/// <summary>Where the letters of a case begin, or go on.</summary>
/// <param name="After">The last page's cursor; null before the first.</param>
/// <param name="Told">People who have the letter.</param>
/// <param name="Missed">People of whom nobody knows an address that takes mail.</param>
public sealed record BreachLettersStart(
    Id<BreachLettersStart> Id, Id<Breach> Breach, Id<BreachScope> Scope, string? After, int Told, int Missed,
    bool IsOver);
