using System.Globalization;
using Serverless.Bench;
using Spectre.Console;

// Arguments: --waiting also begins 100,000 instances that wait; --runs N instead of five; --only WORD measures what has
// that word in its name.
var runs = int.TryParse(After("--runs"), CultureInfo.InvariantCulture, out var wished) ? wished : 5;
var table = new Table().AddColumns("what", "median", "floor", "of the floor", "the floor is");
foreach (var measure in DurableMeasures.All.Append(HttpMeasures.Trivial)
    .Where(measure => measure.Name.Contains(After("--only") ?? "", StringComparison.OrdinalIgnoreCase)))
{
    await Console.Error.WriteLineAsync($"measuring {measure.Name} ...");
    var figure = await Figure.Of(measure, runs);
    table.AddRow(
        measure.Name, Text(figure.Value) + " " + measure.Unit, figure.Floor is { } floor ? Text(floor) : "",
        figure.Floor is { } beneath ? Text(figure.Value / beneath) : "", measure.FloorName ?? "");
}

if (args.Contains("--waiting"))
{
    var (begun, start, bytes) = await DurableMeasures.Waiting(100_000);
    table.AddRow("100,000 waiting instances: begun in", Text(begun.TotalSeconds) + " s", "", "", "");
    table.AddRow("100,000 waiting instances: start", Text(start.TotalMilliseconds) + " ms", "", "", "");
    table.AddRow("100,000 waiting instances: memory", Text(bytes) + " bytes each", "", "", "");
}

AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 150);
AnsiConsole.Write(table);
if (File.Exists("/proc/loadavg"))
    AnsiConsole.WriteLine($"Load of the machine at the end: {(await File.ReadAllTextAsync("/proc/loadavg")).Trim()}");

string? After(string option) => args.SkipWhile(word => word != option).ElementAtOrDefault(1);

static string Text(double value) => value.ToString(value < 10 ? "0.00" : "#,0", CultureInfo.InvariantCulture);
