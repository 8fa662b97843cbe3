using Azure.Data.Tables;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>The one door through which every record changes.</summary>
/// <remarks>
/// A change is a rule applied to a record for a cause, and happens once per cause: asked again, the answer is the
/// record as it is now. A rule may run several times and must be pure. Changes of one record that wait in this
/// process are saved together; other processes are noticed by the record's tag, and the rule is applied again.
/// </remarks>
public sealed class TableStore
{
    private readonly RecordKinds kinds;
    private readonly RecordSeal seal;
    private readonly TimeProvider clock;
    private readonly StorageTables open;
    private readonly RecordLists lists;
    private readonly Partitions partitions;
    private readonly ErasureList? erasures;

    /// <param name="warmRecords">
    /// How many records, of those changed last, are remembered with their tags, so that changing them again needs
    /// no reading.
    /// </param>
    /// <param name="erasures">Hears of what is erased; without it, a restore may bring that back.</param>
    public TableStore(
        TableServiceClient tables, RecordKinds kinds, RecordSeal seal, TimeProvider clock, int warmRecords = 1000,
        ErasureList? erasures = null)
    {
        this.erasures = erasures;
        (this.kinds, this.seal, this.clock) = (kinds, seal, clock);
        open = new StorageTables(tables);
        lists = new RecordLists(open, kinds, seal, clock);
        partitions = new Partitions(warmRecords);
    }

    /// <summary>The record as it is now; null when there is none.</summary>
    public async Task<Stored<T>?> Find<T>(Id<T> id, CancellationToken stop = default) where T : class
    {
        var row = await Records(id).ReadRow(stop);
        return row is null ? null : RecordRow.ReadStored<T>(row, seal, kinds.Of<T>().Table);
    }

    /// <summary>Opens a record. There is one: its state if the cause is the same, else <c>record.exists</c>.</summary>
    public Task<Result<T>> Insert<T>(
        Id<T> id, string cause, Func<Result<T>> opening, CancellationToken stop = default) where T : class =>
        Make(id, new Change<T>(cause, opens: true, needsRecord: false, _ => opening(), stop));

    /// <summary>Changes a record; refused with <c>record.unknown</c> when there is none.</summary>
    public Task<Result<T>> Update<T>(
        Id<T> id, string cause, Func<T, Result<T>> rule, CancellationToken stop = default) where T : class =>
        Make(id, new Change<T>(cause, opens: false, needsRecord: true, record => rule(record!), stop));

    /// <summary>Opens or changes a record.</summary>
    public Task<Result<T>> Put<T>(
        Id<T> id, string cause, Func<T?, Result<T>> rule, CancellationToken stop = default) where T : class =>
        Make(id, new Change<T>(cause, opens: false, needsRecord: false, rule, stop));

    /// <summary>
    /// Forgets what is personal in a record and in everything on its timeline: the record's texts say that they were
    /// erased, and its key is replaced, so that nothing that was sealed with the old one opens any more. Amounts, goods
    /// and states stay as they are.
    /// </summary>
    public async Task<Result<T>> Erase<T>(Id<T> id, string cause, CancellationToken stop = default) where T : class
    {
        await NoteErased(id, stop);
        // A replaced key forgets what was sealed with it, and an earlier release sealed nothing.
        await new SealRun(open, kinds, seal).One(kinds.Of<T>().Table, RecordRow.Partition(id), stop);
        return await Make(id, new Change<T>(
            cause, opens: false, needsRecord: true, record => RecordSeal.Forget(record!), stop)
        { ReplacesKey = true });
    }

    /// <summary>Notes in the vault that a record is about to be forgotten, so that no restore brings it back.</summary>
    public Task NoteErased<T>(Id<T> id, CancellationToken stop = default) where T : class =>
        erasures?.Note(kinds.Of<T>().Table, RecordRow.Partition(id), stop) ?? Task.CompletedTask;

    /// <summary>What a cause changed; null when it changed nothing yet.</summary>
    public async Task<Fact?> FindFact<T>(Id<T> id, string cause, CancellationToken stop = default) where T : class
    {
        var (records, table) = (Records(id), kinds.Of<T>().Table);
        if (await records.ReadFact(cause, whole: true, stop) is not { } row) return null;
        var record = RecordSeal.IsSealed(row) ? await records.ReadRow(stop) : null;
        return RecordRow.ReadFact(row, KeyOn(record, table), table);
    }

    /// <summary>All changes of a record, the first first.</summary>
    public async Task<IReadOnlyList<Fact>> Timeline<T>(Id<T> id, CancellationToken stop = default) where T : class
    {
        var kind = kinds.Of<T>();
        var table = await open.Open(kind.Table);
        var rows = await table.QueryAsync<TableEntity>(
            RecordRow.FactsOf(RecordRow.Partition(id), withRecord: kind.IsPersonal), cancellationToken: stop)
            .ToListAsync(stop);
        var record = rows.Find(row => row.RowKey == RecordRow.Key);
        var key = KeyOn(record, kind.Table);
        return
        [
            .. rows.Where(row => row != record).Select(row => RecordRow.ReadFact(row, key, kind.Table))
                .OrderBy(fact => fact.Version),
        ];
    }

    /// <summary>A page of the records that stand on a list.</summary>
    /// <param name="cursor">The last page's; null begins. One that is not ours ends the list.</param>
    public Task<ListPage<T>> List<T>(
        string list, int limit, string? cursor = null, CancellationToken stop = default) where T : class =>
        lists.Read<T>(list, limit, cursor, stop);

    /// <summary>The ids that stand on a list, in its order; whether they still belong there is not asked.</summary>
    /// <remarks>One call for a thousand of them.</remarks>
    public async Task<IReadOnlyList<Listed>> Listed<T>(string list, int atMost, CancellationToken stop = default)
        where T : class
    {
        string table = kinds.Of<T>().Table;
        return await lists.Rows.Read(list, null, Math.Min(atMost, 1000), stop).Where(row => row.Kind == table)
            .Take(atMost).Select(row => new Listed(row.Id, row.Row.Sort)).ToListAsync(stop);
    }

    /// <summary>How many stand on a list, counted up to a limit; for a moment it may count one that has left.</summary>
    public Task<int> Count(string list, int atMost, CancellationToken stop = default) =>
        lists.Count(list, atMost, stop);

    /// <summary>Some records of a kind, by their ids; for what looks through all of them.</summary>
    /// <param name="after">The last page's cursor; null begins.</param>
    public Task<ListPage<T>> Page<T>(string? after, CancellationToken stop = default) where T : class =>
        new OldRecords(open, seal).Page<T>(kinds.Of<T>().Table, after, stop);

    /// <summary>Records of a kind that have not changed since a time, in no order.</summary>
    /// <remarks>Looks through the whole table: for the night.</remarks>
    public IAsyncEnumerable<Stored<T>> UnchangedSince<T>(DateTimeOffset before, CancellationToken stop = default)
        where T : class => new OldRecords(open, seal).Find<T>(kinds.Of<T>().Table, before, stop);

    /// <summary>Removes a record with its timeline, unless it has changed since a version; answers whether.</summary>
    public Task<bool> Remove<T>(Id<T> id, long version, CancellationToken stop = default) where T : class =>
        new OldRecords(open, seal).Remove(kinds.Of<T>().Table, RecordRow.Partition(id), version, stop);

    /// <summary>
    /// Seals what stands in the clear in some records of a kind, and keeps their keys under the shop's current key.
    /// </summary>
    /// <param name="table">One of <see cref="RecordKinds.Personal"/>.</param>
    /// <param name="after">The last part's <see cref="SealedPart.Next"/>; null begins.</param>
    public Task<SealedPart> SealSome(string table, string? after, CancellationToken stop = default) =>
        new SealRun(open, kinds, seal).Some(table, after, stop);

    /// <summary>Removes list rows that no longer hold, for a nightly timer; answers how many.</summary>
    public Task<int> Sweep(CancellationToken stop = default) => lists.Sweep(stop);

    private Task<Result<T>> Make<T>(Id<T> id, Change<T> change) where T : class
    {
        ArgumentException.ThrowIfNullOrEmpty(id.Value);
        ArgumentException.ThrowIfNullOrEmpty(change.Cause);
        var records = Records(id);
        partitions.Hand(records.Key, change, () => new Partition<T>(kinds.Of<T>(), records, seal, clock));
        return change.Answer;
    }

    private RecordTable<T> Records<T>(Id<T> id) where T : class =>
        new(open, lists.Rows, kinds.Of<T>(), id, seal, clock);

    private RecordKey? KeyOn(TableEntity? record, string table) =>
        record is null ? null : seal.KeyOn(record, RecordRow.Owner(table, record.PartitionKey));
}
