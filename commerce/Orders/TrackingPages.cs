using System.Collections.Frozen;

namespace Serverless.Commerce;

/// <summary>Where each carrier shows a shopper where her parcel is.</summary>
public static class TrackingPages
{
    // By the carrier's name on the label; {0} is the tracking number. Each with where it was read:
    // Ninja Van: its site's own page for the Philippines, www.ninjavan.co/en-ph/tracking, as its links carry a number.
    private static readonly FrozenDictionary<string, string> Pages = new Dictionary<string, string>
    {
        ["Ninja Van"] = "https://www.ninjavan.co/en-ph/tracking?id={0}",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The page of a parcel; null where its carrier has none that is known.</summary>
    public static Uri? Of(string? carrier, string? tracking) =>
        carrier is not null && tracking is { Length: > 0 } && Pages.TryGetValue(carrier, out var page)
            ? new(page.Replace("{0}", Uri.EscapeDataString(tracking), StringComparison.Ordinal))
            : null;
}
