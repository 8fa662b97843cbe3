using System.Text.Json;

namespace Serverless.Adapters;

/// <summary>A record as it is kept.</summary>
/// <param name="Version">Counts the record's changes, from 1.</param>
public sealed record Stored<T>(T Record, long Version, DateTimeOffset SavedAt);

/// <summary>One change on a record's timeline.</summary>
/// <param name="Version">The record's version that this change made.</param>
/// <param name="Status">The record's status after it, a participle.</param>
/// <param name="Cause">What asked for it; the same cause changes a record once.</param>
/// <param name="Data">What the kind of record keeps of a change; JSON null where it keeps nothing.</param>
public sealed record Fact(long Version, DateTimeOffset At, string Status, string Cause, JsonElement Data)
{
    /// <summary>Who of staff asked for it, as <see cref="Serverless.Commerce.Actor"/> writes it; else null.</summary>
    public string? By { get; init; }
}

/// <summary>Some records of a list, in its order.</summary>
/// <param name="Cursor">Where the next page begins; null at the end.</param>
public sealed record ListPage<T>(IReadOnlyList<Stored<T>> Items, string? Cursor);

/// <summary>A record's id on a list, and what it is ordered by there.</summary>
public sealed record Listed(string Id, string Sort);
