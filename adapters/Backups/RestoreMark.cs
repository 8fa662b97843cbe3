using System.Text.Json.Serialization;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;

namespace Serverless.Adapters;

/// <summary>That a shop was restored, and how far that has come; until it is opened it serves nobody.</summary>
/// <param name="Backup">The backup's folder.</param>
/// <param name="BeganAt">When the backup began.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="At">When the restore came so far.</param>
/// <param name="Done">How many parts are in the shop again.</param>
public sealed record RestoreMark(
    string Backup, RestoreStage Stage, DateTimeOffset BeganAt, DateTimeOffset EndedAt, DateTimeOffset At,
    int Done)
{
    /// <summary>Whether something changed while the backup ran.</summary>
    public bool IsMoved(DateTimeOffset savedAt) => BeganAt <= savedAt && savedAt <= EndedAt;

    /// <summary>Whether its keys were gone, so that the books came back without persons.</summary>
    public bool WithoutPersons { get; init; }

    /// <summary>How many records and files stayed away or forgotten, since they were erased after the backup.</summary>
    public int Forgotten { get; init; }

    /// <summary>Files that stayed away since nothing opens them any more.</summary>
    public int Unopened { get; init; }

    /// <summary>Records that changed while the backup ran, so that they may be of another moment.</summary>
    public int Moved { get; init; }

    /// <summary>What was found when the shop was opened.</summary>
    public OpeningReport? Opening { get; init; }
}

/// <summary>What the shop found when it opened after a restore.</summary>
/// <param name="Revived">Processes that go on, by kind.</param>
/// <param name="IsBalanced">Whether debits are credits.</param>
/// <param name="Drifted">Stocks that differ from their movements or orders, see <c>/api/staff/drift</c>.</param>
/// <param name="Reprinted">Credit notes that were printed anew.</param>
public sealed record OpeningReport(
    SortedDictionary<string, int> Revived, bool IsBalanced, int Drifted, int Reprinted);

[JsonConverter(typeof(JsonStringEnumConverter<RestoreStage>))]
public enum RestoreStage
{
    /// <summary>Rows and files are written; nothing may run.</summary>
    Restoring,
    /// <summary>All is there; processes are started again.</summary>
    Restored,
    /// <summary>It serves.</summary>
    Opened,
}

/// <summary>Keeps the mark in the shop's own storage.</summary>
/// <remarks>Its calls are not counted as anybody's: the gate asks on everybody's behalf.</remarks>
public sealed class RestoreMarks(BlobServiceClient blobs)
{
    public const string RestoresContainer = "restores";

    private readonly BlobContainerClient container = blobs.GetBlobContainerClient(RestoresContainer);

    /// <param name="wire">What takes the requests instead of HTTP; null as usual.</param>
    public static RestoreMarks From(IConfiguration configuration, HttpPipelineTransport? wire = null) =>
        new(StorageClients.From(configuration, null, wire).Blobs);

    public async Task<RestoreMark?> Read(CancellationToken stop) =>
        (await new JsonBlob<RestoreMark?>(container, "mark.json", null).Read(null, stop)).Value;

    /// <summary>The same, and whether the storage said anything.</summary>
    public async Task<(bool IsKnown, RestoreMark? Mark)> TryRead()
    {
        try
        {
            return (true, await Read(CancellationToken.None));
        }
        catch (Exception fault) when (fault is Azure.RequestFailedException || StorageFaults.IsTransient(fault))
        {
            return (false, null);
        }
    }

    public async Task Write(RestoreMark mark, CancellationToken stop)
    {
        var blob = new JsonBlob<RestoreMark?>(container, "mark.json", null);
        var last = await blob.Read(null, stop);
        if (!await blob.Write(mark, last.Tag, stop))
            throw new InvalidOperationException("Somebody else restores into this shop at the same time: end one.");
    }

    internal async Task<IReadOnlyList<string>> KnownEntries(CancellationToken stop) =>
        (await new JsonBlob<IReadOnlyList<string>>(container, "entries.json", []).Read(null, stop)).Value;

    internal async Task KeepEntries(IReadOnlyList<string> causes, CancellationToken stop)
    {
        var blob = new JsonBlob<IReadOnlyList<string>>(container, "entries.json", []);
        await blob.Write(causes, (await blob.Read(null, stop)).Tag, stop);
    }
}

/// <summary>Causes of entries that a restored journal has of the days before its backup.</summary>
/// <remarks>
/// A process that goes on after a restore repeats steps at another time than their first, by which the journal alone
/// would not know them: an entry is known by cause and day.
/// </remarks>
public sealed class KnownEntries(RestoreMarks marks)
{
    /// <summary>Further back than any process that goes on repeats a step.</summary>
    internal static readonly TimeSpan Back = TimeSpan.FromDays(7);

    private HashSet<string>? known;

    public async Task<bool> Has(string cause, CancellationToken stop)
    {
        // Two that ask first read the same.
        known ??= (await marks.KnownEntries(stop)).ToHashSet(StringComparer.Ordinal);
        return known.Contains(cause);
    }
}
