using System.Collections.Concurrent;
using System.Text.Json;
using Serverless.Adapters;

namespace Serverless.Functions;

/// <summary>
/// Pages of the catalog as they were written before: until the catalog changes, the same question has the same answer,
/// and most shoppers ask one of a few.
/// </summary>
public sealed class CatalogAnswers
{
    // Some tens of megabytes at most; who asks for nonsense pushes out what is asked for, for a moment.
    private const int Most = 1000;

    private volatile Written written = new("");

    /// <summary>A page as JSON in UTF-8; null for a cursor that no list gave.</summary>
    public ReadOnlyMemory<byte>? Page(CatalogView view, CatalogQuestion question)
    {
        var known = written;
        if (known.Tag != view.Tag) written = known = new(view.Tag);
        if (known.Pages.TryGetValue(question, out var before)) return before;
        if (view.Page(question) is not { } page) return null;
        var json = JsonSerializer.SerializeToUtf8Bytes(page, Json.Options);
        if (known.Pages.Count >= Most) known.Pages.Clear();
        known.Pages[question] = json;
        return json;
    }

    private sealed record Written(string Tag)
    {
        public ConcurrentDictionary<CatalogQuestion, byte[]> Pages { get; } = new();
    }
}
