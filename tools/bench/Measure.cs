namespace Serverless.Bench;

/// <summary>What is measured: sides that take turns, and lines in which they stand beside each other.</summary>
internal abstract class Measure : IAsyncDisposable
{
    /// <summary>What <c>--only</c> finds it by.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// How many runs of each side are not counted: in them the runtime still compiles what runs often, a second and a
    /// third time.
    /// </summary>
    public virtual int WarmUps => 1;

    /// <summary>What is measured in turn, in this order.</summary>
    public abstract IReadOnlyList<Side> Sides { get; }

    /// <summary>The lines of the table.</summary>
    public abstract IReadOnlyList<Line> Lines { get; }

    /// <summary>A sentence where it cannot be measured here; null where it can.</summary>
    public virtual string? Missing => null;

    /// <summary>Ends what was kept from run to run.</summary>
    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Runs all sides in turn, so that a busy minute of the machine falls on all of them.</summary>
    public async Task<Medians> Run(int runs, Action<string> tell)
    {
        Medians medians = new();
        for (int run = 0; run < WarmUps + runs; run++)
        {
            foreach (var side in Sides)
            {
                tell(run < WarmUps ? $"{Name}: warm-up, {side.Name}" : $"{Name}: run {run - WarmUps + 1}, {side.Name}");
                var reading = await side.Run();
                if (run >= WarmUps)
                    medians.Add(side.Name, reading);
            }
        }

        return medians;
    }
}

/// <summary>One of those that take turns.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Run">Measures it once; what it reads has names.</param>
internal sealed record Side(string Name, Func<Task<Dictionary<string, double>>> Run);

/// <summary>One line of the table.</summary>
/// <param name="What">What it shows.</param>
/// <param name="Unit">The unit of both figures.</param>
/// <param name="Value">The figure.</param>
/// <param name="Floor">What it stands beside; null where there is nothing.</param>
/// <param name="FloorIs">What that is.</param>
/// <param name="Target">What it should reach.</param>
internal sealed record Line(
    string What, string Unit, Func<Medians, double> Value, Func<Medians, double>? Floor = null, string FloorIs = "",
    string Target = "");

/// <summary>What was read, by side and name.</summary>
internal sealed class Medians
{
    private readonly Dictionary<(string Side, string Name), List<double>> readings = [];

    /// <summary>The median of one reading.</summary>
    public double this[string side, string name]
    {
        get
        {
            double[] ordered = [.. readings[(side, name)].Order()];
            int middle = ordered.Length / 2;
            return ordered.Length % 2 == 1 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2;
        }
    }

    public void Add(string side, Dictionary<string, double> reading)
    {
        foreach (var (name, value) in reading)
        {
            if (!readings.TryGetValue((side, name), out var all))
                readings[(side, name)] = all = [];
            all.Add(value);
        }
    }
}
