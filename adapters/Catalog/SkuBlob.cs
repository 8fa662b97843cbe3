using System.Collections.Frozen;
using System.Collections.Immutable;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging;

namespace Serverless.Adapters;

/// <summary>What is known of each SKU, as far as this process has heard: at most some seconds old.</summary>
public sealed class SkuSnapshot<T>(string version, IReadOnlyDictionary<string, T> words)
{
    private readonly FrozenDictionary<string, T> words = words.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Changes whenever a word does.</summary>
    public string Version { get; } = version;

    /// <summary>The SKU's word; the type's default for one that never came in.</summary>
    public T? Of(string sku) => words.GetValueOrDefault(sku);
}

/// <summary>One small blob with a word per SKU, such as its availability; written only when a word changes.</summary>
public sealed class SkuBlob<T> where T : notnull
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private readonly JsonBlob<ImmutableSortedDictionary<string, T>> blob;
    private readonly FreshCopy<Known> copy;
    private readonly Lock gate = new();
    private List<Word> waiting = [];
    private bool writing;

    public SkuBlob(BlobContainerClient container, string name, TimeProvider clock, ILogger<SkuBlob<T>> log)
    {
        blob = new(container, name, ImmutableSortedDictionary<string, T>.Empty);
        copy = new(Age, Limit, clock, log, Look);
    }

    /// <summary>From memory, like the catalog.</summary>
    public async ValueTask<SkuSnapshot<T>> Current(CancellationToken stop) => (await copy.Get(stop)).Snapshot;

    /// <summary>
    /// Makes the word of a SKU what <paramref name="look"/> finds. It is asked again after every change made here, so
    /// that of several who tell of one SKU at once, in whatever order, the word of the newest stock stays. What waits
    /// meanwhile is written together: one blob has one writer per process.
    /// </summary>
    public Task Set(string sku, Func<CancellationToken, Task<T>> look, CancellationToken stop)
    {
        var word = new Word(sku, look, new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (gate)
        {
            waiting.Add(word);
            if (!writing) _ = Task.Run(WriteAll, CancellationToken.None);
            writing = true;
        }

        return word.Done.Task.WaitAsync(stop);
    }

    private async Task WriteAll()
    {
        while (Take() is { Count: > 0 } words)
        {
            try
            {
                await Write(words, CancellationToken.None);
                words.ForEach(word => word.Done.TrySetResult());
            }
#pragma warning disable CA1031 // Whatever went wrong is for those who wait to hear; who comes next gets a new try.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                words.ForEach(word => word.Done.TrySetException(fault));
            }
        }
    }

    private List<Word> Take()
    {
        lock (gate)
        {
            var taken = waiting;
            waiting = [];
            writing = taken.Count > 0;
            return taken;
        }
    }

    private async Task Write(List<Word> words, CancellationToken stop)
    {
        while (true)
        {
            var seen = await blob.Read(null, stop);
            var found = await Task.WhenAll(words.Select(async word => (Word: word, Is: await word.Look(stop))));
            var changed = found
                .Where(one => !seen.Value.TryGetValue(one.Word.Sku, out var known) || !known.Equals(one.Is)).ToList();
            if (changed.Count == 0) return;
            var next = seen.Value.SetItems(changed.Select(one => KeyValuePair.Create(one.Word.Sku, one.Is)));
            if (await blob.Write(next, seen.Tag, stop)) words = [.. changed.Select(one => one.Word)];
        }
    }

    private async Task<Known> Look(Known? before, CancellationToken stop)
    {
        var seen = await blob.Read(before?.Blob, stop);
        if (seen == before?.Blob) return before!;
        string version = seen.Tag?.ToString().Trim('"') ?? "0";
        return new(new(version, seen.Value), seen);
    }

    private sealed record Known(
        SkuSnapshot<T> Snapshot, Tagged<ImmutableSortedDictionary<string, T>> Blob);

    private sealed record Word(string Sku, Func<CancellationToken, Task<T>> Look, TaskCompletionSource Done);
}
