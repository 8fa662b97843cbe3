using System.Globalization;
using Spectre.Console;

namespace Serverless.Dev;

/// <summary>Prints one purchase as it happens: each state by its name with its time.</summary>
internal static class OneOrderView
{
    public static async Task<int> Show(Purchase purchase, Wish wish, Task work)
    {
        purchase.Reached += (status, at) => Print(at, purchase.Time, $"[bold]{status}[/]");
        purchase.Noted += text => Print(null, purchase.Time, $"[grey]{text.EscapeMarkup()}[/]");
        await work;
        var good = purchase.Status == TestCards.GoodEnd(wish);
        if (purchase.Why.Length > 0) Print(null, purchase.Time, $"[grey]{purchase.Why.EscapeMarkup()}[/]");
        var number = purchase.Number is { } known ? $"order {known} " : "";
        Say.Markup($"{number}ended after {Say.Time(purchase.Time)}: "
            + $"[bold {(good ? "green" : "red")}]{purchase.Status}[/]");
        return good ? 0 : 1;
    }

    private static void Print(DateTimeOffset? at, TimeSpan since, string markup)
    {
        var clock = at?.ToLocalTime().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture) ?? "";
        Say.Markup($"{clock,-12} [grey]{"+" + Say.Time(since),9}[/]  {markup}");
    }
}
