using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Serverless.Commerce;

namespace Serverless.Orchestrations;

/// <summary>Copies the shop into the vault, a part at a time, and says at the end that it is a backup.</summary>
public static class BackupOrchestration
{
    // What it asks of the world: the next part; then the manifest, and to delete what is too old.
    public static readonly Activity<BackupStart, BackupStart> BackUpSome = new("BackUpSome");
    public static readonly Activity<BackupStart, BackupStart> EndBackup = new("EndBackup");

    [Function(nameof(BackupOrchestration))]
    public static async Task<Result<BackupStart>> Run(
        [OrchestrationTrigger] TaskOrchestrationContext context, BackupStart progress)
    {
        var result = await context.TryCall(BackUpSome, progress);
        if (result.IsRefused(out _, out var next)) return result;
        if (next.IsOver) return await context.TryCall(EndBackup, next);
        // Its history stays short however much there is, and its input says how far it has come.
        context.ContinueAsNew(next);
        return result;
    }
}

/// <summary>Where a backup starts, or goes on.</summary>
/// <param name="Folder">Where its parts lie in the vault.</param>
/// <param name="Place">The table or container that is next; null at the beginning.</param>
/// <param name="After">The last of it that was copied; null before the first.</param>
/// <param name="Number">How many parts there are.</param>
/// <param name="Last">The latest part.</param>
/// <param name="Rows">Rows and files so far.</param>
public sealed record BackupStart(
    string Folder, string? Place, string? After, int Number, string? Last, long Rows, bool IsOver);
