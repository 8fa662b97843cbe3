using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>Copies the shop into the vault by night, or when staff ask for it.</summary>
public sealed class BackupFunctions(
    BackupExport export, Backups backups, BackupRetention retention, RestoreMarks marks, TimeProvider clock,
    ILogger<BackupFunctions> logger)
{
    private const int Shown = 50;

    // 20:30 UTC is half past four in the morning in Manila, behind all else that the night does.
    [Function("BackUpNightly")]
    public async Task Nightly(
        [TimerTrigger("0 30 20 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client,
        CancellationToken stop)
    {
        string id = $"nightly-{clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
        (await Begin(client, id, stop)).OrThrow();
    }

    /// <summary>Makes one at once, as before a release.</summary>
    [Function("PutBackup")]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/backups/{id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, CancellationToken stop)
    {
        if (!Id<BackupStart>.TryParse(id, out var asked)) return Answers.Problem(EdgeRefusals.Id);
        var begun = await Begin(client, asked.Value, stop);
        return begun.Refusal is { } taken
            ? Answers.Problem(taken)
            : Answers.Accepted(request, $"/api/staff/backups/{asked}", new { Id = asked });
    }

    [Function("GetBackup")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/backups/{id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, CancellationToken stop)
    {
        var instance = await client.GetInstanceAsync(id, getInputsAndOutputs: true, stop);
        if (instance?.Name != nameof(BackupOrchestration)) return Answers.Problem(BackupRefusals.Unknown);
        var end = instance.IsCompleted ? instance.ReadOutputAs<Result<BackupStart>>() : null;
        if (end?.Refusal is { } refusal) return Answers.Problem(refusal);
        var progress = end?.Value ?? instance.ReadInputAs<BackupStart>()!;
        return Answers.Ok(new
        {
            Id = id,
            progress.Folder,
            IsOver = end is not null,
            progress.Place,
            progress.Number,
            progress.Rows,
        });
    }

    /// <summary>The last backups that are whole, and how the shop was restored last, if ever.</summary>
    [Function("GetBackups")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/backups")] HttpRequest request,
        CancellationToken stop)
    {
        var found = await backups.List(stop);
        return Answers.Ok(new
        {
            Items = found.Take(Shown).Select(one => new
            {
                one.Id,
                one.Folder,
                one.BeganAt,
                one.EndedAt,
                one.Rows,
                HasKeys = one.BeganAt > clock.GetUtcNow() - BackupRetention.Keys,
            }),
            Restored = await marks.Read(stop),
        });
    }

    [Function("BackUpSome")]
    public async Task<Result<BackupStart>> Some([ActivityTrigger] BackupStart progress, CancellationToken stop) =>
        Start(await export.Some(Step(progress), stop));

    [Function("EndBackup")]
    public async Task<Result<BackupStart>> End([ActivityTrigger] BackupStart progress, CancellationToken stop)
    {
        var manifest = await backups.End(Step(progress), stop);
        int deleted = await backups.Prune(retention, stop);
        // An alert looks for these words (infra/modules/alerts.bicep).
        logger.LogInformation(
            "The backup has ended: {Folder}, {Parts} parts, {Rows} rows and files, {Seconds} s; {Deleted} old files "
            + "were deleted.", manifest.Folder, manifest.Parts.Count, manifest.Rows,
            (int)(manifest.EndedAt - manifest.BeganAt).TotalSeconds, deleted);
        return progress;
    }

    private async Task<Result<bool>> Begin(DurableTaskClient client, string id, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        bool monthly = !await backups.HasMonthly(now, stop);
        var start = new BackupStart(Backups.FolderOf(id, now, monthly), null, null, 0, null, 0, false);
        // Whichever input it has by now: it is the one with this id.
        return await Processes.Start(
            client, nameof(BackupOrchestration), id, start, (_, _) => true, BackupRefusals.Taken);
    }

    private static BackupStep Step(BackupStart at) =>
        new(at.Folder, at.Place, at.After, at.Number, at.Last, at.Rows, at.IsOver);

    private static BackupStart Start(BackupStep at) =>
        new(at.Folder, at.Place, at.After, at.Number, at.Last, at.Rows, at.IsOver);
}

/// <summary>Why something about a backup was refused.</summary>
public static class BackupRefusals
{
    public static readonly Refusal Taken =
        new(Because.Conflict, "backup.exists", "Another process has this id. Make a new id and ask again.");
    public static readonly Refusal Unknown = new(Because.Unknown, "backup.unknown", "There is no such backup.");
}
