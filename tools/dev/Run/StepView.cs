using Spectre.Console;
using Spectre.Console.Rendering;

namespace Serverless.Dev;

/// <summary>Shows steps while they run: redrawn on a terminal, one line per ended step elsewhere.</summary>
internal static class StepView
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);
    private const string Frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

    /// <summary>Shows the steps until the work has ended.</summary>
    public static async Task Show(IReadOnlyList<Step> steps, Task work)
    {
        if (Say.Live)
        {
            await AnsiConsole.Live(Draw(steps, 0)).StartAsync(async live =>
            {
                for (var frame = 0; !work.IsCompleted; frame++)
                {
                    await Task.WhenAny(work, Task.Delay(Pace));
                    live.UpdateTarget(Draw(steps, frame));
                }
            });
        }
        else
        {
            await ShowPlainly(steps, work);
        }
        await work;
    }

    private static async Task ShowPlainly(IReadOnlyList<Step> steps, Task work)
    {
        var said = steps.ToDictionary(step => step, step => step.State);
        do
        {
            await Task.WhenAny(work, Task.Delay(Pace));
            foreach (var step in steps.Where(step => step.State != said[step]))
            {
                said[step] = step.State;
                Say.Line(Plain(step));
            }
        }
        while (!work.IsCompleted);
    }

    private static string Plain(Step step)
    {
        var detail = step.Detail.Length > 0 ? ": " + step.Detail : "";
        return step.State switch
        {
            StepState.Waiting => $"{step.Name} waits",
            StepState.Running => $"{step.Name} ...{(step.Detail.Length > 0 ? " " + step.Detail : "")}",
            StepState.Done => $"{step.Name} {Say.Time(step.Time)}{detail}",
            StepState.Skipped => $"{step.Name} skipped{detail}",
            StepState.Failed => $"{step.Name} failed after {Say.Time(step.Time)}{detail}",
        };
    }

    private static Grid Draw(IReadOnlyList<Step> steps, int frame)
    {
        var grid = new Grid().AddColumns(4);
        grid.Columns[2].Alignment(Justify.Right);
        foreach (var step in steps) grid.AddRow(Row(step, frame));
        return grid;
    }

    private static IRenderable[] Row(Step step, int frame)
    {
        var mark = step.State switch
        {
            StepState.Waiting => "[grey]·[/]",
            StepState.Running => $"[yellow]{Frames[frame % Frames.Length]}[/]",
            StepState.Done => "[green]✓[/]",
            StepState.Skipped => "[grey]–[/]",
            StepState.Failed => "[red]✗[/]",
        };
        var time = step.State is StepState.Waiting or StepState.Skipped ? "" : Say.Time(step.TimeNow);
        var detail = new Markup($"[grey]{step.Detail.EscapeMarkup()}[/]");
        return [new Markup(mark), new Text(step.Name), new Text(time), detail];
    }

    /// <summary>One line with every step's time, for the end: <c>restore 12 s, build 20 s</c>.</summary>
    public static string Summary(IEnumerable<Step> steps) => string.Join(", ", steps
        .Where(step => step.State is StepState.Done or StepState.Failed)
        .Select(step => $"{step.Name} {Say.Time(step.Time)}"));
}
