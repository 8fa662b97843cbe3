using Microsoft.Extensions.Logging;

namespace Serverless.Adapters;

/// <summary>
/// A value in memory that follows something stored. Who asks gets it at once; when it is older than
/// <paramref name="age"/>, one look at the store is made behind the asker's back. Only the first asker, and one who
/// comes when it is older than <paramref name="limit"/>, waits for the look; when that fails, the old value serves.
/// </summary>
/// <param name="age">How old the value may be before somebody looks.</param>
/// <param name="limit">How old it may be and still be given without waiting.</param>
/// <param name="clock">Tells how old it is.</param>
/// <param name="log">Hears of looks that failed.</param>
/// <param name="look">Fetches the value; is given the last one, and gives it back when nothing changed.</param>
internal sealed class FreshCopy<T>(
    TimeSpan age, TimeSpan limit, TimeProvider clock, ILogger log, Func<T?, CancellationToken, Task<T>> look)
    where T : class
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Lock gate = new();
    private T? held;
    private long lookedAt;
    private Task<T>? looking;

    public async ValueTask<T> Get(CancellationToken stop)
    {
        var (value, old, running) = Peek();
        if (value is not null && !old) return value;
        return await running!.WaitAsync(stop);
    }

    /// <summary>Looks now, also when the value is young; for who has just changed what is stored.</summary>
    public async Task<T> Renew(CancellationToken stop)
    {
        Task<T> running;
        lock (gate) running = Begin();
        await running.WaitAsync(stop);
        // The look that was under way may have begun before the change.
        lock (gate) running = Begin();
        return await running.WaitAsync(stop);
    }

    private (T? Value, bool Old, Task<T>? Running) Peek()
    {
        lock (gate)
        {
            var since = held is null ? TimeSpan.MaxValue : clock.GetElapsedTime(lookedAt);
            var running = since > age ? Begin() : null;
            return (held, since > limit, running);
        }
    }

    private Task<T> Begin() => looking ??= Task.Run(Look);

    private async Task<T> Look()
    {
        T? before;
        lock (gate) before = held;
        try
        {
            using var patience = new CancellationTokenSource(Patience, clock);
            return Keep(await look(before, patience.Token));
        }
        catch (Exception fault) when (before is not null)
        {
            log.LogWarning(fault, "A copy could not be renewed; the last one still serves: {Copy}", typeof(T));
            return Keep(before);
        }
        finally
        {
            lock (gate) looking = null;
        }
    }

    private T Keep(T value)
    {
        lock (gate)
        {
            (held, lookedAt) = (value, clock.GetTimestamp());
            return value;
        }
    }
}
