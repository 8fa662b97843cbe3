using System.CommandLine;
using System.Diagnostics;

namespace Serverless.Dev;

/// <summary>Measures the host beside the floors that the machine sets.</summary>
internal static class BenchCommand
{
    private static readonly Option<bool> Waiting = new("--waiting")
    {
        Description = "Begins 100,000 instances that wait, too.",
    };

    private static readonly Option<bool> Catalog = new("--catalog")
    {
        Description = "Builds the shop and measures its start, its list of products and its memory, too.",
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
        var runtime = new Command("runtime", "Prints one table: the host's speed beside that of others.")
        {
            Waiting, Catalog, Runs, Only,
        };
        runtime.SetAction((parsed, stop) => Run(
            parsed.GetValue(Waiting), parsed.GetValue(Catalog), parsed.GetValue(Runs), parsed.GetValue(Only), stop));
        return new Command("bench", "Measures.") { runtime };
    }

    private static async Task<int> Run(bool waiting, bool catalog, int runs, string? only, CancellationToken stop)
    {
        if (runs < 1) throw new Trouble("--runs must be 1 or more.");
        if (catalog)
        {
            int built = await Dotnet(
                ["build", "--configuration", "Release", "--nologo", "-v", "q", Checkout.Path("tools", "host")], stop);
            if (built != 0) return built;
        }

        return await Dotnet(
            [
                "run", "--configuration", "Release", "--project", Checkout.Path("tools", "bench"), "--",
                .. waiting ? ["--waiting"] : Array.Empty<string>(),
                .. catalog ? ["--catalog"] : Array.Empty<string>(),
                "--runs", $"{runs}",
                .. only is null ? Array.Empty<string>() : ["--only", only],
            ],
            stop);
    }

    private static async Task<int> Dotnet(string[] arguments, CancellationToken stop)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = Checkout.Root };
        using var dotnet = Process.Start(start) ?? throw new Trouble("dotnet could not be started.");
        await dotnet.WaitForExitAsync(stop);
        return dotnet.ExitCode;
    }
}
