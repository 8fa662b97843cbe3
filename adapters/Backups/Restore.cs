using Azure;
using Azure.Data.Tables;

namespace Serverless.Adapters;

/// <summary>Brings a backup back into an empty shop, without what was erased since.</summary>
/// <remarks>
/// The shop is marked first and serves nobody until its app has opened it. Every write says what it said before, so who
/// was killed begins again where the mark says.
/// </remarks>
public sealed class Restore(
    TableServiceClient service, StorageClients clients, RecordKinds kinds, RecordSeal seal, TextSeal master,
    BackupOwner owner, Vault vault, ErasureList erasures, RestoreMarks marks, TimeProvider clock)
{
    private readonly StorageTables tables = new(service);

    /// <summary>Checks everything that can be checked before anything is written.</summary>
    /// <param name="manifest">Of the backup.</param>
    /// <param name="withoutPersons">Whether the books are enough, where nothing opens the personal texts.</param>
    /// <exception cref="RestoreException">It cannot be restored; the message says why and what to do.</exception>
    public async Task Check(Manifest manifest, bool withoutPersons, CancellationToken stop)
    {
        await CheckParts(manifest, withoutPersons, stop);
        await CheckEmpty(manifest, stop);
    }

    /// <summary>The same, but for the shop that it would be restored into.</summary>
    public async Task CheckParts(Manifest manifest, bool withoutPersons, CancellationToken stop)
    {
        string name = manifest.Folder;
        if (manifest.Format != Manifest.CurrentFormat)
            throw new RestoreException(
                $"The backup {name} is of the format {manifest.Format}; this release reads {Manifest.CurrentFormat}. "
                + "Restore it with the release that made it, or a later one.");
        if (manifest.Shop != owner.Shop)
            throw new RestoreException(
                $"The backup {name} is of the shop {manifest.Shop}, and this one is {owner.Shop} (Backups__Shop). "
                + "Point Backups at this shop's vault.");
        if (manifest.Digest != Manifest.DigestOf(manifest.Parts))
            throw new RestoreException($"The manifest of {name} was changed. Choose another backup.");
        if (!withoutPersons && !Opens(manifest))
            throw new RestoreException(
                $"The setting ProfileKey is not the one that the shop had when {name} was made. Set the key of then, "
                + "behind the one of now and a comma; or restore the books alone with --without-persons.");
        foreach (var part in manifest.Parts)
        {
            if (!await PartReader.IsWhole(vault.Parts, part.Name, stop))
                throw new RestoreException($"The part {part.Name} is damaged or missing. Choose another backup.");
            if (part.Keys is { } keys && !withoutPersons && !await PartReader.IsWhole(vault.Keys, keys, stop))
                throw new RestoreException(
                    $"The keys {keys} are damaged, or gone: they are kept for 30 days. "
                    + "To restore the books alone, without persons, add --without-persons.");
        }
    }

    /// <summary>Restores what was checked; answers the mark that the app will find.</summary>
    public async Task<RestoreMark> Run(
        Manifest manifest, bool withoutPersons, Action<BackupPart>? done = null, CancellationToken stop = default)
    {
        await Check(manifest, withoutPersons, stop);
        var mark = await Begun(manifest, withoutPersons, stop);
        if (mark.Stage == RestoreStage.Restored) return mark;
        var gone = await Erased(manifest, stop);
        foreach (var part in manifest.Parts.Skip(mark.Done))
        {
            var run = new RestorePart(
                tables, clients, new ListTable(tables, kinds, clock), kinds, seal, vault, gone, manifest.BeganAt);
            await run.Copy(part, withoutPersons, stop);
            mark = mark with
            {
                Done = mark.Done + 1,
                At = clock.GetUtcNow(),
                Forgotten = mark.Forgotten + run.Forgotten,
                Unopened = mark.Unopened + run.Unopened,
                Moved = mark.Moved + run.Moved,
            };
            await KeepEntries(run.Entries, stop);
            await marks.Write(mark, stop);
            done?.Invoke(part);
        }

        mark = mark with { Stage = RestoreStage.Restored, At = clock.GetUtcNow() };
        await marks.Write(mark, stop);
        return mark;
    }

    /// <summary>Deletes everything that a shop keeps, so that a backup can be restored in its place.</summary>
    public async Task Empty(CancellationToken stop)
    {
        string[] all = [.. kinds.All, Journal.Table, ListTable.Name];
        foreach (string table in all) await service.DeleteTableAsync(table, stop);
        string[] containers = [.. ShopFiles.Containers, RestoreMarks.RestoresContainer];
        foreach (string container in containers)
            await clients.Blobs.GetBlobContainerClient(container).DeleteIfExistsAsync(cancellationToken: stop);
        await foreach (var queue in clients.Queues.GetQueuesAsync(cancellationToken: stop))
            await clients.Queues.GetQueueClient(queue.Name).ClearMessagesAsync(stop);
    }

    private bool Opens(Manifest manifest)
    {
        try
        {
            return master.Open<string>(manifest.Folder, manifest.Proof) == manifest.Folder;
        }
        catch (Exception wrong)
            when (wrong is KeyUnknownException or System.Security.Cryptography.CryptographicException)
        {
            return false;
        }
    }

    private async Task<RestoreMark> Begun(Manifest manifest, bool withoutPersons, CancellationToken stop)
    {
        if (await marks.Read(stop) is { Stage: not RestoreStage.Opened } known) return known;
        var mark = new RestoreMark(
            manifest.Folder, RestoreStage.Restoring, manifest.BeganAt, manifest.EndedAt, clock.GetUtcNow(), 0)
        {
            WithoutPersons = withoutPersons,
        };
        await marks.Write(mark, stop);
        return mark;
    }

    private async Task CheckEmpty(Manifest manifest, CancellationToken stop)
    {
        // Killed behind its last word, it is done; the next start of the app opens it.
        if (await marks.Read(stop) is { Stage: not RestoreStage.Opened } mark)
        {
            if (mark.Backup == manifest.Folder) return;
            throw new RestoreException(
                $"The restore of {mark.Backup} was begun here and not ended: end that one, or add --empty-first.");
        }

        string[] all = [.. kinds.All, Journal.Table, ListTable.Name];
        foreach (string name in all)
        {
            var rows = service.GetTableClient(name).QueryAsync<TableEntity>(maxPerPage: 1, cancellationToken: stop);
            if (await IsThere(rows.Take(1), stop)) throw NotEmpty($"the table {name}");
        }

        foreach (string name in ShopFiles.Containers)
        {
            var files = clients.Blobs.GetBlobContainerClient(name).GetBlobsAsync(cancellationToken: stop);
            if (await IsThere(files.Take(1), stop)) throw NotEmpty($"the container {name}");
        }
    }

    private static RestoreException NotEmpty(string place) => new(
        $"There is a shop already: {place} is not empty. Restore into a new storage account; or stop the app and add "
        + "--empty-first, which deletes all that is there.");

    private static async Task<bool> IsThere<T>(IAsyncEnumerable<T> first, CancellationToken stop)
    {
        try
        {
            return await first.AnyAsync(stop);
        }
        catch (RequestFailedException answer) when (answer.Status == 404)
        {
            return false;
        }
    }

    private async Task<HashSet<(string Place, string Name)>> Erased(Manifest manifest, CancellationToken stop) =>
        [.. (await erasures.Since(manifest.BeganAt - ErasureList.Margin, stop)).Select(one => (one.Place, one.Name))];

    private async Task KeepEntries(List<string> more, CancellationToken stop)
    {
        if (more.Count == 0) return;
        await marks.KeepEntries([.. (await marks.KnownEntries(stop)).Union(more, StringComparer.Ordinal)], stop);
    }
}

/// <summary>A backup cannot be restored; the message says why, and what to do.</summary>
public sealed class RestoreException(string message) : Exception(message);
