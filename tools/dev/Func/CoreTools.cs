using System.Text.RegularExpressions;

namespace Serverless.Dev;

/// <summary>What the Azure build needs and this repository cannot bring.</summary>
internal static partial class CoreTools
{
    /// <summary>Refuses with one sentence where Azure Functions Core Tools 4 are not installed.</summary>
    public static async Task Require()
    {
        const string install = "npm install --global azure-functions-core-tools@4";
        var version = await Shell.Ask("func", "--version")
            ?? throw new Trouble($"Azure Functions Core Tools are missing: {install}, or take ./dev up, "
                + "which runs the same app without them.");
        if (!version.StartsWith("4.", StringComparison.Ordinal))
            throw new Trouble($"Azure Functions Core Tools {version} do not fit: {install}.");
    }

    /// <summary>Builds the app on Microsoft's packages.</summary>
    public static async Task Build(CancellationToken stop)
    {
        var log = Home.Default.Log("build-azure");
        File.Delete(log);
        var build = new Launch("dotnet", "build", Checkout.Path("functions", "Serverless.Functions.csproj"),
            "-p:FunctionsHost=Azure", "-p:CoreTools=true", "--nologo", "--verbosity", "quiet", "-clp:NoSummary");
        if (await Shell.TryRun(build, log, stop) == 0) return;
        if (Missing(Shell.Tail(log, 400)) is { } package)
            throw new Trouble($"{package} is not to be had from this machine's package sources: restore from "
                + "nuget.org itself, or take ./dev up, which runs the same app without it.");
        throw new Trouble($"The Azure build failed; see {log}.", Shell.Tail(log, 20));
    }

    // NuGet says NU1101 to NU1103 of a package or version that no source has, NU1301 of a source out of reach.
    private static string? Missing(IReadOnlyList<string> lines)
    {
        var found = lines.Select(line => NotFound().Match(line)).FirstOrDefault(match => match.Success);
        return found is null ? null : found.Groups["name"] is { Success: true } name ? name.Value : "What it needs";
    }

    [GeneratedRegex("NU110[123]: Unable to find .*?package '?(?<name>[A-Za-z0-9.]*[A-Za-z0-9])|NU1301:")]
    private static partial Regex NotFound();
}
