using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Serverless.Commerce;

namespace Serverless.Orchestrations;

/// <summary>The clock of a leak: reminds staff until everybody was told, or it was decided not to.</summary>
/// <remarks>What is known of it is staff's to write; the clock changes nothing but the reminder.</remarks>
public static class BreachOrchestration
{
    // What it asks of the world; the second answers whether nobody waits any more.
    public static readonly Activity<BreachStart, bool> OpenBreach = new("OpenBreach");
    public static readonly Activity<BreachMark, bool> RemindOfBreach = new("RemindOfBreach");

    [Function(nameof(BreachOrchestration))]
    public static async Task<bool> Run([OrchestrationTrigger] TaskOrchestrationContext context, BreachStart start)
    {
        var opened = await context.TryCall(OpenBreach, start);
        if (opened.Refusal is not null) return false;
        for (int at = 0; at < Breach.Marks.Length; at++)
        {
            // A case that is opened late is reminded of once, and not of every hour that has passed.
            bool isPast = at + 1 < Breach.Marks.Length && TimeOf(start, at + 1) <= context.CurrentUtcDateTime;
            if (isPast) continue;
            var due = TimeOf(start, at);
            if (due > context.CurrentUtcDateTime) await context.CreateTimer(due, CancellationToken.None);
            if (await context.Call(RemindOfBreach, new BreachMark(start.Id, Breach.Marks[at]))) return true;
        }

        return false;
    }

    private static DateTime TimeOf(BreachStart start, int mark) =>
        start.AwareAt.UtcDateTime + TimeSpan.FromHours(Breach.Marks[mark]);
}

/// <summary>A case that staff open.</summary>
/// <param name="Happened">What is known so far; sealed for this case: what travels says nothing private.</param>
public sealed record BreachStart(
    Id<Breach> Id, DateTimeOffset AwareAt, DateTimeOffset FoundAt, DateTimeOffset OpenedAt, SealedText Happened);

/// <summary>So many hours have passed since it was known.</summary>
public sealed record BreachMark(Id<Breach> Breach, int Hours);
