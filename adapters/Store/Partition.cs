using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>The changes of one record that wait in this process; applied one after another, saved together.</summary>
internal sealed class Partition<T>(RecordKind<T> kind, RecordTable<T> table, RecordSeal seal, TimeProvider clock)
    : IPartition
    where T : class
{
    private const int MostFailures = 30;
    private const int MostUnclear = 3;
    private const int ParallelReads = 8;
    private static readonly TimeSpan StaysWarm = TimeSpan.FromSeconds(10);

    private readonly Lock door = new();
    private readonly Queue<Change<T>> waiting = [];
    private bool isWorking;
    private bool isRetired;

    // The last state seen, only ever used by the one that works. It may be out of date: the tag tells when saving.
    private State<T>? known;

    /// <summary>Takes the change in; false when this partition was retired and a new one has to be asked.</summary>
    public bool TryTake(Change<T> change)
    {
        lock (door)
        {
            if (isRetired) return false;
            waiting.Enqueue(change);
            if (isWorking) return true;
            isWorking = true;
        }
        _ = Work();
        return true;
    }

    public bool TryRetire()
    {
        lock (door) return isRetired = isRetired || !isWorking;
    }

    private async Task Work()
    {
        while (Next() is { Count: > 0 } changes)
        {
            try
            {
                await Make(changes);
            }
#pragma warning disable CA1031 // Whatever happened is told to everyone who still waits.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                known = null;
                foreach (var change in changes) change.Fail(fault);
            }
        }
    }

    private List<Change<T>> Next()
    {
        lock (door)
        {
            var next = new List<Change<T>>(waiting.Count);
            while (next.Count < Limits.RowsPerBatch - 1 && waiting.TryDequeue(out var change))
                if (!change.IsGivenUp) next.Add(change);
            isWorking = next.Count > 0;
            return next;
        }
    }

    private async Task Make(List<Change<T>> changes)
    {
        // A change that opens a record is tried without looking first: mostly there is none.
        var state = Warm() ?? (changes[0].Opens ? State<T>.None : null);
        bool isCurrent = false;
        for (int failures = 0, unclear = 0; changes.Count > 0;)
        {
            if (state is null) (state, isCurrent) = (await Load(changes), true);
            var plan = Plan<T>.Make(kind, seal, table.Key, state, changes, clock.GetUtcNow());
            if (plan.Writes.Count == 0 && !isCurrent)
            {
                // Nothing to save, so no tag will prove that this was decided on the latest state: look again.
                state = null;
                continue;
            }
            var attempt = plan.Writes.Count == 0
                ? new Attempt<T>(Outcome.Saved) { State = state }
                : await table.Save(plan, Guid.NewGuid().ToString("N"));
            isCurrent = false;
            if (attempt.Outcome == Outcome.Saved)
            {
                known = state = attempt.State!;
                Answer(plan, state);
                changes = plan.Left;
                failures = unclear = 0;
                continue;
            }
            if (attempt.Outcome == Outcome.CauseKnown) await MarkApplied(attempt.Known!, plan, changes);
            if (attempt.Outcome == Outcome.Unclear) unclear++;
            if (++failures > MostFailures || unclear > MostUnclear)
                throw new StoreBusyException(kind.Table, table.Key, failures, attempt.Fault);
            if (attempt.Outcome == Outcome.CauseKnown && state.Record is not null) continue;
            known = state = null;
            if (attempt.Outcome != Outcome.CauseKnown) await StepAside(failures);
        }
    }

    private State<T>? Warm() =>
        known is { } state && clock.GetElapsedTime(state.LoadedAt) is var age && age >= TimeSpan.Zero && age < StaysWarm
            ? state
            : null;

    private async Task<State<T>> Load(IEnumerable<Change<T>> changes)
    {
        var state = await table.Load(CancellationToken.None);
        foreach (var change in changes)
            change.IsApplied |= change.WasIn(state.Commit);
        return state;
    }

    /// <summary>One cause was known; where one is, more may be: a batch that is asked again.</summary>
    private async Task MarkApplied(Change<T> one, Plan<T> plan, List<Change<T>> changes)
    {
        var fact = await table.ReadFact(one.Cause, whole: false, CancellationToken.None);
        one.IsApplied = fact is not null;
        string? commit = fact is null ? null : RecordRow.CommitOf(fact);
        if (one.WasIn(commit))
        {
            foreach (var change in changes) change.IsApplied |= change.WasIn(commit);
            return;
        }
        var others = plan.Writes.Select(write => write.Change).Where(change => change != one);
        await Parallel.ForEachAsync(others, Bounded, async (change, stop) =>
            change.IsApplied |= await table.ReadFact(change.Cause, whole: false, stop) is not null);
    }

    private void Answer(Plan<T> plan, State<T> state)
    {
        foreach (var (change, _, record) in plan.Writes)
        {
            if (change.Deed is { } deed) deed.Note(plan.AlteredBy(change));
            change.Say(record);
        }

        foreach (var change in plan.Settled) change.Say(Current(state));
        foreach (var (change, fault) in plan.Failed) change.Fail(fault);
        // Neither of these holds up the changes that wait.
        if (plan.Refused.Count > 0) _ = AnswerRefused(plan.Refused, state);
        if (plan.Writes.Count > 0) _ = table.Leave(plan.Start.Standing, state.Standing);
    }

    /// <summary>A refusal may only mean that the change was made long ago: then it is answered as made.</summary>
    private Task AnswerRefused(IEnumerable<(Change<T> Change, Refusal Refusal)> refused, State<T> state) =>
        Parallel.ForEachAsync(refused, Bounded, async (pair, stop) =>
        {
            try
            {
                pair.Change.Say(await WasMade(pair.Change.Cause, state, stop) is { } made ? made : pair.Refusal);
            }
#pragma warning disable CA1031 // Told to the one who waits.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                pair.Change.Fail(fault);
            }
        });

    private async Task<T?> WasMade(string cause, State<T> state, CancellationToken stop)
    {
        if (state.Record is null) return null;
        var fact = await table.ReadFact(cause, whole: false, stop);
        if (fact is null) return null;
        return RecordRow.VersionOf(fact) <= state.Version ? state.Record : (await table.Load(stop)).Record;
    }

    private static Result<T> Current(State<T> state) =>
        state.Record is { } record ? record : Refusals.RecordUnknown;

    private static ParallelOptions Bounded => new() { MaxDegreeOfParallelism = ParallelReads };

    // Real time, whatever the shop's clock says: it is about other instances, not about the business.
    private static Task StepAside(int failures) => Task.Delay(TimeSpan.FromMilliseconds(
        Random.Shared.Next(1, Math.Min(400, 4 << Math.Min(failures, 10)))));
}

/// <summary>Many others change the same record, or the storage does not answer; asking again is harmless.</summary>
public sealed class StoreBusyException(string table, string key, int attempts, Exception? inner)
    : Exception($"{table}/{key} could not be saved in {attempts} attempts.", inner);
