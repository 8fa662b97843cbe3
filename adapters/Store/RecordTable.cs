using Azure;
using Azure.Data.Tables;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>How an attempt to save ended.</summary>
internal enum Outcome
{
    Saved,
    /// <summary>Somebody else changed the record meanwhile.</summary>
    Overtaken,
    /// <summary>A cause stands on the timeline already.</summary>
    CauseKnown,
    /// <summary>Nobody knows: the answer was lost on the way.</summary>
    Unclear,
}

/// <summary>One attempt to save: what it saved, the change whose cause was known, or what went wrong.</summary>
internal sealed record Attempt<T>(Outcome Outcome) where T : class
{
    public State<T>? State { get; init; }

    public Change<T>? Known { get; init; }

    public Exception? Fault { get; init; }
}

/// <summary>Reads and saves one record's partition; knows nothing of who waits.</summary>
internal sealed class RecordTable<T>(
    StorageTables tables, ListTable lists, RecordKind<T> kind, Id<T> id, RecordSeal seal, TimeProvider clock)
    where T : class
{
    private const string AlreadyExists = "EntityAlreadyExists";
    private static readonly string[] Marks = ["Version", "Commit"];

    public string Key { get; } = RecordRow.Partition(id);

    public async Task<State<T>> Load(CancellationToken stop)
    {
        var row = await ReadRow(stop);
        return row is null
            ? State<T>.None with { LoadedAt = clock.GetTimestamp() }
            : RecordRow.ReadState<T>(row, seal, kind.Table, clock.GetTimestamp());
    }

    public async Task<TableEntity?> ReadRow(CancellationToken stop)
    {
        var table = await tables.Open(kind.Table);
        var answer = await table.GetEntityIfExistsAsync<TableEntity>(Key, RecordRow.Key, null, stop);
        return answer.HasValue ? answer.Value : null;
    }

    /// <summary>The timeline row of a cause, without what it keeps unless asked for.</summary>
    public async Task<TableEntity?> ReadFact(string cause, bool whole, CancellationToken stop)
    {
        var table = await tables.Open(kind.Table);
        var columns = whole ? null : Marks;
        var answer = await table.GetEntityIfExistsAsync<TableEntity>(Key, RecordRow.FactKey(cause), columns, stop);
        return answer.HasValue ? answer.Value : null;
    }

    /// <summary>
    /// Puts the record on the lists where it will stand, then saves all changes of the plan in one transaction. A
    /// list row without its record is dropped by the reader; a record without its list row would be lost to it.
    /// </summary>
    public async Task<Attempt<T>> Save(Plan<T> plan, string commit)
    {
        var table = await tables.Open(kind.Table);
        try
        {
            var standing = await lists.Stand(kind, id, plan.End);
            var state = plan.End with { Commit = commit, Standing = standing };
            var actions = Actions(plan, state, commit);
            using var about = StorageCalls.About(kind.Table);
            var answer = await table.SubmitTransactionAsync(actions, CancellationToken.None);
            var tag = answer.Value[^1].Headers.ETag ?? throw new InvalidDataException("The saved record has no tag.");
            return new(Outcome.Saved) { State = state with { Tag = tag, LoadedAt = clock.GetTimestamp() } };
        }
        catch (RequestFailedException refused) when (refused.Status is 404 or 409 or 412)
        {
            int? at = (refused as TableTransactionFailedException)?.FailedTransactionActionIndex;
            bool isKnown = refused.ErrorCode == AlreadyExists && at < plan.Writes.Count;
            return isKnown
                ? new(Outcome.CauseKnown) { Known = plan.Writes[at!.Value].Change }
                : new(Outcome.Overtaken) { Fault = refused };
        }
        catch (Exception lost) when (StorageFaults.IsTransient(lost))
        {
            return new(Outcome.Unclear) { Fault = lost };
        }
    }

    /// <summary>Takes the record off the lists that it left. What fails here, readers and the sweep find.</summary>
    public Task Leave(IReadOnlyList<Standing> before, IReadOnlyList<Standing> after)
    {
        var stays = after.Select(standing => standing.Row).ToHashSet();
        return lists.Leave(id.Value, before.Where(standing => !stays.Contains(standing.Row)));
    }

    private List<TableTransactionAction> Actions(Plan<T> plan, State<T> state, string commit)
    {
        var actions = new List<TableTransactionAction>(plan.Writes.Count + 1);
        foreach (var (change, fact, _) in plan.Writes)
        {
            change.Tried(commit);
            RecordRow.Mark(fact, commit);
            actions.Add(new(TableTransactionActionType.Add, fact));
        }
        // Last, so that a cause that is known is told from a record that moved on.
        var row = RecordRow.Write(Key, kind.Status(state.Record!), state).Check(kind.Table);
        actions.Add(plan.Start.Record is null
            ? new(TableTransactionActionType.Add, row)
            : new(TableTransactionActionType.UpdateReplace, row, plan.Start.Tag));
        return actions;
    }
}
