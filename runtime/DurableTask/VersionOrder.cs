namespace Serverless.Runtime.DurableTask;

/// <summary>Which of two versions of an orchestration is the later one.</summary>
internal static class VersionOrder
{
    // No version comes before every version; numbers are compared as numbers, everything else as text.
    public static int Compare(string mine, string other)
    {
        if (string.IsNullOrWhiteSpace(mine) || string.IsNullOrWhiteSpace(other))
            return string.IsNullOrWhiteSpace(other).CompareTo(string.IsNullOrWhiteSpace(mine));
        if (Version.TryParse(mine, out var a) && Version.TryParse(other, out var b))
            return a.CompareTo(b);
        return string.Compare(mine, other, StringComparison.OrdinalIgnoreCase);
    }
}
