namespace Microsoft.DurableTask;

internal static class VersionOrder
{
    // No version comes before every version; numbers are compared as numbers, everything else as text.
    public static int Compare(string mine, string other)
    {
        if (string.IsNullOrWhiteSpace(mine) || string.IsNullOrWhiteSpace(other))
            return string.IsNullOrWhiteSpace(other).CompareTo(string.IsNullOrWhiteSpace(mine));
        if (System.Version.TryParse(mine, out var a) && System.Version.TryParse(other, out var b))
            return a.CompareTo(b);
        return string.Compare(mine, other, StringComparison.OrdinalIgnoreCase);
    }
}
