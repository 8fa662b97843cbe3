using Spectre.Console;

namespace Serverless.Dev;

/// <summary>Shows many purchases at once, one line each, and counts how they ended.</summary>
internal static class ManyOrdersView
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(150);

    public static async Task<int> Show(IReadOnlyList<Purchase> purchases, Wish wish, Task work)
    {
        // A table longer than the terminal cannot be redrawn in place.
        if (Say.Live && purchases.Count < AnsiConsole.Profile.Height - 5) await ShowLive(purchases, work);
        else await ShowPlainly(purchases, work);
        await work;
        Summarise(purchases);
        return purchases.All(purchase => purchase.Status == TestCards.GoodEnd(wish)) ? 0 : 1;
    }

    private static Task ShowLive(IReadOnlyList<Purchase> purchases, Task work) =>
        AnsiConsole.Live(Draw(purchases)).StartAsync(async live =>
        {
            while (!work.IsCompleted)
            {
                await Task.WhenAny(work, Task.Delay(Pace));
                live.UpdateTarget(Draw(purchases));
            }
        });

    private static async Task ShowPlainly(IReadOnlyList<Purchase> purchases, Task work)
    {
        var said = new HashSet<int>();
        do
        {
            await Task.WhenAny(work, Task.Delay(Pace));
            foreach (var purchase in purchases.Where(purchase => purchase.Ended && said.Add(purchase.Place)))
                Say.Line($"{purchase.Place + 1,3}  {purchase.Number ?? "-",-9}  {Say.Time(purchase.Time),9}  "
                    + $"{purchase.Status,-15}  {purchase.What}{(purchase.Why.Length > 0 ? "  " + purchase.Why : "")}");
        }
        while (!work.IsCompleted);
    }

    private static Grid Draw(IReadOnlyList<Purchase> purchases)
    {
        var grid = new Grid().AddColumns(5);
        grid.Columns[2].Alignment(Justify.Right);
        foreach (var column in grid.Columns) column.NoWrap();
        foreach (var purchase in purchases)
        {
            grid.AddRow(
                new Text($"{purchase.Place + 1}"), new Text(purchase.Number ?? "-"), new Text(Say.Time(purchase.Time)),
                new Markup(purchase.Ended ? $"[bold]{purchase.Status}[/]" : purchase.Status),
                new Markup($"[grey]{(purchase.Why.Length > 0 ? purchase.Why : purchase.What).EscapeMarkup()}[/]"));
        }
        return grid;
    }

    private static void Summarise(IReadOnlyList<Purchase> purchases)
    {
        var ends = purchases.GroupBy(purchase => purchase.Status).OrderByDescending(group => group.Count())
            .Select(group => $"{group.Count()} {group.Key}");
        TimeSpan[] times = [.. purchases.Select(purchase => purchase.Time).Order()];
        Say.Line($"{purchases.Count} orders: {string.Join(", ", ends)}; "
            + $"{Say.Time(times[times.Length / 2])} in the middle, {Say.Time(times[^1])} the longest.");
    }
}
