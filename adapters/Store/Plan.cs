using Azure.Data.Tables;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>What some changes come to on one state of their record: decided in memory, nothing saved yet.</summary>
internal sealed class Plan<T>(
    RecordKind<T> kind, RecordSeal seal, string partition, State<T> start, DateTimeOffset now) where T : class
{
    private readonly HashSet<string> causes = new(StringComparer.Ordinal);
    private readonly string owner = RecordRow.Owner(kind.Table, partition);
    private int bytes;
    private RecordKey? opened;

    /// <summary>The changes to save, each with its timeline row and the record as it leaves it.</summary>
    public List<(Change<T> Change, TableEntity Fact, T Record)> Writes { get; } = [];

    /// <summary>Changes that leave the record as it is, or were made before.</summary>
    public List<Change<T>> Settled { get; } = [];

    public List<(Change<T> Change, Refusal Refusal)> Refused { get; } = [];

    public List<(Change<T> Change, Exception Fault)> Failed { get; } = [];

    /// <summary>Changes that find no room in this batch.</summary>
    public List<Change<T>> Left { get; } = [];

    public State<T> Start { get; } = start;

    public State<T> End { get; private set; } = start;

    public static Plan<T> Make(
        RecordKind<T> kind, RecordSeal seal, string partition, State<T> start, IEnumerable<Change<T>> changes,
        DateTimeOffset now)
    {
        var plan = new Plan<T>(kind, seal, partition, start, now);
        foreach (var change in changes) plan.Add(change);
        return plan;
    }

    /// <summary>What a change of the plan altered, for whoever asked for it.</summary>
    public IEnumerable<Alteration> AlteredBy(Change<T> change)
    {
        int at = Writes.FindIndex(write => write.Change == change);
        var before = at == 0 ? Start.Record : Writes[at - 1].Record;
        return Alterations.Between(before, Writes[at].Record, $"{kind.Table}/{Key.Unescape(partition)}");
    }

    private void Add(Change<T> change)
    {
        if (Left.Count > 0 || Writes.Count == Limits.RowsPerBatch - 1)
        {
            Left.Add(change);
            return;
        }
        try
        {
            Decide(change);
        }
#pragma warning disable CA1031 // Whatever a rule throws is its own asker's to hear; its neighbours go on.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Failed.Add((change, fault));
        }
    }

    private void Decide(Change<T> change)
    {
        if (change.IsApplied || causes.Contains(change.Cause))
            Settled.Add(change);
        else if (change.Opens && End.Record is not null)
            Refused.Add((change, Refusals.RecordExists));
        else if (change.NeedsRecord && End.Record is null)
            Refused.Add((change, Refusals.RecordUnknown));
        else if (change.Apply(End.Record).IsRefused(out var refusal, out var next))
            Refused.Add((change, refusal));
        else if (!change.ReplacesKey && (ReferenceEquals(next, End.Record) || next.Equals(End.Record)))
            Settled.Add(change);
        else
            Save(change, next);
    }

    private void Save(Change<T> change, T next)
    {
        var key = KeyFor(change);
        var content = RecordSeal.Keep(next, typeof(T), key, owner);
        if (!change.ReplacesKey && End.Content is { } before && content.Json.AsSpan().SequenceEqual(before.Json))
        {
            Settled.Add(change);
            return;
        }
        var state = new State<T>(next, content, End.Version + 1, now, Start.Tag)
        {
            Key = key?.Wrapped,
            Standing = Start.Standing,
        };
        var row = RecordRow.Write(partition, kind.Status(next), state).Check(kind.Table);
        var fact = WriteFact(change, next, state, key).Check(kind.Table);
        int size = fact.BytesInBatch();
        if (Writes.Count > 0 && bytes + size + row.BytesInBatch() > Limits.BytesPerBatch)
        {
            Left.Add(change);
            return;
        }
        bytes += size;
        causes.Add(change.Cause);
        Writes.Add((change, fact, next));
        End = state;
    }

    private RecordKey? KeyFor(Change<T> change)
    {
        if (!kind.IsPersonal) return null;
        if (change.ReplacesKey || End.Key is not { } kept) return seal.NewKey(owner);
        if (opened?.Wrapped != kept) opened = seal.Renewed(seal.Open(kept, owner), owner);
        return opened;
    }

    private TableEntity WriteFact(Change<T> change, T next, State<T> state, RecordKey? key)
    {
        var data = kind.Fact is null ? state.Content! : Written(kind.Fact(next, End.Record), key);
        return RecordRow.WriteFact(
            partition, new Fact(state.Version, now, kind.Status(next), change.Cause, default) { By = change.By }, data);
    }

    private Content Written(object? fact, RecordKey? key) =>
        RecordSeal.Keep(fact, fact?.GetType() ?? typeof(object), key, owner);
}

internal static class Refusals
{
    public static readonly Refusal RecordExists =
        new(Because.Conflict, "record.exists", "There is one with this id already. Use another id.");

    public static readonly Refusal RecordUnknown =
        new(Because.Unknown, "record.unknown", "There is none with this id.");
}
