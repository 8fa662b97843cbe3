using System.Collections.Immutable;

namespace Serverless.Adapters;

/// <summary>Who publishes what a euro is worth.</summary>
public interface IRates
{
    /// <summary>The figures that were published last; an exception where they cannot be had or read.</summary>
    Task<PublishedRates> Latest(CancellationToken stop);
}

/// <summary>The figures of one day.</summary>
/// <param name="Day">For which they were published; before a weekend and on it, the same.</param>
/// <param name="Source">Who says so: <c>ECB</c>.</param>
/// <param name="PerEuro">Units of a currency for one euro, by ISO 4217 code.</param>
public sealed record PublishedRates(
    DateOnly Day, string Source, ImmutableSortedDictionary<string, decimal> PerEuro);
