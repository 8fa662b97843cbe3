using System.CommandLine;
using System.Diagnostics;

namespace Serverless.Dev;

/// <summary>Measures the runtime beside the floors that the machine sets.</summary>
internal static class BenchCommand
{
    private static readonly Option<bool> Waiting = new("--waiting")
    {
        Description = "Begins 100,000 instances that wait, too.",
    };

    private static readonly Option<int> Runs = new("--runs")
    {
        Description = "How often each is measured; the median is shown.",
        DefaultValueFactory = _ => 5,
    };

    private static readonly Option<string?> Only = new("--only")
    {
        Description = "Measures only what has this in its name.",
    };

    public static Command Create()
    {
        var runtime = new Command("runtime", "Prints one table: the runtime's speed beside SQLite's and Kestrel's.")
        {
            Waiting, Runs, Only,
        };
        runtime.SetAction((parsed, stop) => Run(
            parsed.GetValue(Waiting), parsed.GetValue(Runs), parsed.GetValue(Only), stop));
        return new Command("bench", "Measures.") { runtime };
    }

    private static async Task<int> Run(bool waiting, int runs, string? only, CancellationToken stop)
    {
        if (runs < 1) throw new Trouble("--runs must be 1 or more.");
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = Checkout.Root };
        string[] arguments =
        [
            "run", "--configuration", "Release", "--project", Checkout.Path("tools", "bench"), "--",
            .. waiting ? ["--waiting"] : Array.Empty<string>(), "--runs", $"{runs}",
            .. only is null ? Array.Empty<string>() : ["--only", only],
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var bench = Process.Start(start) ?? throw new Trouble("dotnet could not be started.");
        await bench.WaitForExitAsync(stop);
        return bench.ExitCode;
    }
}
