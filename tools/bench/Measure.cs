namespace Serverless.Bench;

/// <summary>One thing that is measured, and the floor beneath it: what the machine gives without the runtime.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Unit">Its unit, and that of its floor.</param>
/// <param name="FloorName">What the floor is; null where there is none.</param>
/// <param name="Run">Measures it once.</param>
/// <param name="Floor">Measures once the floor of what was just run.</param>
internal sealed record Measure(
    string Name, string Unit, string? FloorName, Func<Task<double>> Run, Func<Task<double>>? Floor = null);

/// <summary>The medians of what was measured.</summary>
internal sealed record Figure(Measure Measure, double Value, double? Floor)
{
    // The runtime compiles what runs often a second and a third time: chains took 2.5, 1.1, 0.8 and then 0.6 s.
    private const int Compiling = 3;

    /// <summary>
    /// Runs and floors take turns, so that a busy minute of the machine falls on both. The first of each are not
    /// counted: in them the code is still being compiled.
    /// </summary>
    public static async Task<Figure> Of(Measure measure, int runs)
    {
        List<double> values = [];
        List<double> floors = [];
        for (var run = 0; run < Compiling + runs; run++)
        {
            values.Add(await measure.Run());
            if (measure.Floor is { } floor)
                floors.Add(await floor());
        }

        return new(measure, Median(values), floors.Count > 0 ? Median(floors) : null);
    }

    private static double Median(List<double> values) =>
        values.Skip(Compiling).Order().ElementAt((values.Count - Compiling) / 2);
}
