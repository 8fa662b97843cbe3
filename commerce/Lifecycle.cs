using System.Collections;

namespace Serverless.Commerce;

/// <summary>Which status may follow which; the whole life of a record as one table.</summary>
/// <remarks>A status that is asked for again while it holds is allowed: saying it twice changes nothing.</remarks>
public sealed class Lifecycle<T> : IEnumerable<(T From, T To)> where T : struct, Enum
{
    private readonly Dictionary<T, T[]> next = [];

    /// <summary>Adds the statuses that may follow <paramref name="from"/>.</summary>
    public void Add(T from, params T[] to) => next[from] = [.. next.GetValueOrDefault(from, []), .. to];

    public bool Allows(T from, T to) => next.TryGetValue(from, out var allowed) && allowed.Contains(to);

    /// <summary>Whether nothing follows <paramref name="status"/>.</summary>
    public bool IsFinal(T status) => !next.ContainsKey(status);

    public IEnumerator<(T From, T To)> GetEnumerator() =>
        next.SelectMany(pair => pair.Value.Select(to => (pair.Key, to))).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
