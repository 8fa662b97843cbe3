using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Serverless.Orchestrations;

/// <summary>After a restore: starts again what was under way, some records at a time, then opens the shop.</summary>
public static class RevivalOrchestration
{
    // What it asks of the world: the next records; then to reckon, and to open.
    public static readonly Activity<RevivalStart, RevivalStart> ReviveSome = new("ReviveSome");
    public static readonly Activity<RevivalStart, bool> OpenShop = new("OpenShop");

    [Function(nameof(RevivalOrchestration))]
    public static async Task<bool> Run(
        [OrchestrationTrigger] TaskOrchestrationContext context, RevivalStart progress)
    {
        var next = await context.Call(ReviveSome, progress);
        if (next.IsOver) return await context.Call(OpenShop, next);
        context.ContinueAsNew(next);
        return false;
    }
}

/// <summary>Where a revival starts, or goes on.</summary>
/// <param name="Backup">The folder of the backup that was restored.</param>
/// <param name="Table">The kind of record that is next; null at the beginning.</param>
/// <param name="After">The last of it that was looked at; null before the first.</param>
/// <param name="Orders">Orders that go on, or are taken back.</param>
/// <param name="Returns">Returns that go on.</param>
/// <param name="Purchases">Purchase orders that go on.</param>
/// <param name="Erasures">Erasures that go on.</param>
/// <param name="Asked">What a person has to look at.</param>
/// <param name="Reprinted">Credit notes that were printed anew.</param>
public sealed record RevivalStart(
    string Backup, string? Table, string? After, int Orders, int Returns, int Purchases, int Erasures, int Asked,
    int Reprinted, bool IsOver)
{
    public static RevivalStart Of(string backup) => new(backup, null, null, 0, 0, 0, 0, 0, 0, false);
}
