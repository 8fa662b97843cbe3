using System.Diagnostics.CodeAnalysis;

namespace Serverless.Adapters;

/// <summary>What a notice from outside may carry into a queue: names, which are short.</summary>
internal static class NoticeText
{
    /// <summary>Letters; the longest that any of the parties allows (a value of Stripe's metadata).</summary>
    private const int Longest = 500;

    /// <summary>Whether the text is there, and no longer than a name can be.</summary>
    public static bool IsName([NotNullWhen(true)] string? text) => text is { Length: > 0 and <= Longest };

    /// <summary>Whether the text is such a name, or none at all.</summary>
    public static bool IsNameOrNone(string? text) => text is null or { Length: <= Longest };
}
