using System.Globalization;
using Microsoft.AspNetCore.Http;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Which part of which list is asked for.</summary>
public sealed record Page(string List, int Limit, string? Cursor)
{
    public const int Default = 24;
    public const int Most = 100;

    /// <summary>Reads <c>list</c>, <c>limit</c> and <c>cursor</c> out of the query.</summary>
    public static Result<Page> Of(HttpRequest request, IReadOnlyCollection<string> lists)
    {
        List<BadField> bad = [];
        var list = request.Query["list"].ToString();
        if (!lists.Contains(list)) bad.Add(new("list", $"One of {string.Join(", ", lists)}."));
        return Read(request, list, bad);
    }

    /// <summary>Reads <c>limit</c> and <c>cursor</c> out of the query, where there is one list.</summary>
    public static Result<Page> Of(HttpRequest request, string list) => Read(request, list, []);

    private static Result<Page> Read(HttpRequest request, string list, List<BadField> bad)
    {
        int limit = Limits(request, bad);
        var cursor = request.Query["cursor"].ToString();
        return bad.Count == 0
            ? new Page(list, limit, cursor.Length == 0 ? null : cursor)
            : EdgeRefusals.Fields with { Fields = bad };
    }

    /// <summary>The <c>limit</c> of a query, 1 to 100.</summary>
    public static int Limits(HttpRequest request, List<BadField> bad)
    {
        var text = request.Query["limit"].ToString();
        if (text.Length == 0) return Default;
        bool number = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int limit);
        if (number && limit is >= 1 and <= Most) return limit;
        bad.Add(new("limit", $"A whole number from 1 to {Most}."));
        return Default;
    }
}
