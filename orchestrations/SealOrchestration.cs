using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Serverless.Commerce;

namespace Serverless.Orchestrations;

/// <summary>Looks through all that may be personal, some records at a time, and seals what is in the clear.</summary>
public static class SealOrchestration
{
    // What it asks of the world: the next records; the answer is how far it has come.
    public static readonly Activity<SealStart, SealStart> SealSome = new("SealSome");

    [Function(nameof(SealOrchestration))]
    public static async Task<Result<SealStart>> Run(
        [OrchestrationTrigger] TaskOrchestrationContext context, SealStart progress)
    {
        var result = await context.TryCall(SealSome, progress);
        // Its history stays short however much there is, and its input says how far it has come.
        if (!result.IsRefused(out _, out var next) && !next.IsOver) context.ContinueAsNew(next);
        return result;
    }
}

/// <summary>Where a sealing starts, or goes on.</summary>
/// <param name="Table">The kind of record, or the container of files, that is next; null at the beginning.</param>
/// <param name="After">The last of it that was looked at; null before the first.</param>
/// <param name="Seen">Records and files looked at so far.</param>
/// <param name="Changed">What was sealed, or whose key was brought under the shop's current one.</param>
public sealed record SealStart(string? Table, string? After, int Seen, int Changed, bool IsOver);
