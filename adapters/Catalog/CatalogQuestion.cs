using System.Collections.Immutable;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>What a shopper wants to see of the catalog.</summary>
public sealed record CatalogQuestion(Currency Currency)
{
    /// <summary>Words to look for, as typed.</summary>
    public string? Text { get; init; }

    public string? Category { get; init; }

    /// <summary>The maker's name.</summary>
    public string? Maker { get; init; }

    /// <summary>Null: by relevance where there is a text, else as featured.</summary>
    public CatalogSort? Sort { get; init; }

    /// <summary>From the last answer; null for the first page.</summary>
    public string? Cursor { get; init; }

    public int Limit { get; init; } = 24;
}

/// <summary>In which order.</summary>
public enum CatalogSort { Relevance, Featured, Price, PriceDescending, Name }

/// <summary>One page of what was found.</summary>
/// <param name="Total">How many there are on all pages.</param>
/// <param name="Categories">How many per category, were no category chosen.</param>
/// <param name="Makers">How many per maker, were no maker chosen.</param>
/// <param name="Cursor">Asks for the next page; null at the end.</param>
public sealed record CatalogPage(
    ImmutableArray<Product> Items,
    int Total,
    ImmutableArray<FacetCount> Categories,
    ImmutableArray<FacetCount> Makers,
    string? Cursor);

/// <summary>How many products share a value.</summary>
public sealed record FacetCount(string Value, int Count);
