using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace Serverless.Dev;

/// <summary><c>./dev status</c>: which parts are up; exit code 0 when all of them answer.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var command = new Command("status", "Show each part: up, since, process, port, health.");
        command.SetAction((_, stop) => Run(Home.Default, stop));
        return command;
    }

    private static async Task<int> Run(Home home, CancellationToken stop)
    {
        var state = StackState.Load(home);
        if (state is null || state.IsGone)
        {
            if (state?.Trouble is { } sentence) Say.Trouble(new(sentence, state.Details));
            Say.Line("Nothing is up: ./dev up starts it.");
            return 1;
        }
        if (!state.IsAlive) Say.Line("The supervisor was killed; ./dev down ends what it left.");
        var table = new Table().Border(TableBorder.Simple)
            .AddColumns("part", "state", "since", "process", "port", "health");
        var parts = Part.All(home, state.Ports, Secrets.LoadOrCreate(home));
        var rows = await Task.WhenAll(parts.Select(part => Row(part, state, stop)));
        foreach (var (cells, _) in rows) table.AddRow([.. cells.Select(cell => new Text(cell))]);
        AnsiConsole.Write(table);
        Addresses.Print(state.Ports, home);
        return rows.All(row => row.Healthy) ? 0 : 1;
    }

    private static async Task<(string[] Cells, bool Healthy)> Row(Part part, StackState state, CancellationToken stop)
    {
        var known = state.Parts.First(known => known.Name == part.Name);
        using var process = known is { Pid: > 0, Started: { } started } ? Posix.Find(known.Pid, started) : null;
        var healthy = process is not null && await Health.Answers(part, stop);
        var again = known.Restarts > 0 ? $", started again {known.Restarts}×" : "";
        string[] cells =
        [
            part.Name,
            process is null ? "down" : known.State == StepState.Done ? "up" + again : "starting" + again,
            process is null ? "" : Since(known.Started!.Value),
            process is null ? "" : known.Pid.ToString(CultureInfo.InvariantCulture),
            part.Port.ToString(CultureInfo.InvariantCulture),
            healthy ? "answers" : "does not answer",
        ];
        return (cells, healthy);
    }

    private static string Since(DateTimeOffset started) => string.Create(CultureInfo.InvariantCulture,
        $"{started.ToLocalTime():HH:mm:ss} ({Say.Time(DateTimeOffset.UtcNow - started)})");
}
