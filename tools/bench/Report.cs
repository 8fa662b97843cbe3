using System.Globalization;
using Spectre.Console;

namespace Serverless.Bench;

/// <summary>Measures what was asked for, and prints it as one table.</summary>
internal static class Report
{
    private const int Usual = 5;

    public static async Task<int> Run(string[] args)
    {
        int runs = int.TryParse(After(args, "--runs"), CultureInfo.InvariantCulture, out int wished) ? wished : Usual;
        string only = After(args, "--only") ?? "";
        Measure[] chosen =
        [
            .. All(args).Where(measure => measure.Name.Contains(only, StringComparison.OrdinalIgnoreCase)),
        ];
        Load("before");
        var table = new Table().AddColumns("what", "median", "beside", "ratio", "beside is", "target");
        List<string> notes = [$"Medians of {runs} runs in turn."];
        foreach (var measure in chosen)
        {
            await using var _ = measure;
            if (measure.Missing is { } missing)
            {
                notes.Add($"Not measured: {measure.Name}. {missing}");
                continue;
            }

            var medians = await measure.Run(runs, Tell);
            foreach (var line in measure.Lines)
                Add(table, line, medians);
            table.AddEmptyRow();
            notes.Add($"Warm-up of {measure.Name}: {measure.WarmUps} of each, not counted.");
        }

        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 160);
        AnsiConsole.Write(table);
        notes.ForEach(AnsiConsole.WriteLine);
        Load("at the end");
        return 0;
    }

    private static IEnumerable<Measure> All(string[] args) =>
    [
        new Chains(),
        .. Orchestrations.All,
        new Http(),
        new QueueMessages(),
        new Sealing(),
        .. args.Contains("--waiting") ? [new Waiting()] : Array.Empty<Measure>(),
        .. args.Contains("--catalog") ? [new Shop()] : Array.Empty<Measure>(),
    ];

    private static void Add(Table table, Line line, Medians medians)
    {
        double value = line.Value(medians);
        double? floor = line.Floor?.Invoke(medians);
        table.AddRow(
            new Text(line.What), new Text($"{Number(value)} {line.Unit}".TrimEnd()),
            new Text(floor is { } beside ? Number(beside) : ""),
            new Text(floor is { } beneath ? Number(value / beneath) : ""),
            new Text(line.FloorIs), new Text(line.Target));
    }

    // To standard error, so that the table alone is what a file gets.
    private static void Tell(string what) => Console.Error.WriteLine($"{DateTime.Now:HH:mm:ss} {what}");

    private static void Load(string when)
    {
        if (File.Exists("/proc/loadavg"))
        {
            string load = string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3));
            AnsiConsole.WriteLine(
                $"Load of the machine {when}: {load}, on {Environment.ProcessorCount} processors.");
        }
    }

    private static string? After(string[] args, string option) =>
        args.SkipWhile(word => word != option).ElementAtOrDefault(1);

    private static string Number(double value) =>
        value.ToString(value < 10 ? "0.00" : value < 100 ? "0.0" : "#,0", CultureInfo.InvariantCulture);
}
