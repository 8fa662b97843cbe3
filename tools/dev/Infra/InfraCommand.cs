using System.CommandLine;
using System.Globalization;

namespace Serverless.Dev;

/// <summary><c>./dev infra</c>: compiles, lints and evaluates every environment, offline.</summary>
internal static class InfraCommand
{
    private static readonly string[] Environments = ["dev", "staging", "prod"];

    public static Command Create()
    {
        var command = new Command("infra", "Check the Bicep files; say what each environment contains and costs.");
        command.SetAction((_, _) => Run(Checkout.Path("infra")));
        return command;
    }

    private static async Task<int> Run(string folder)
    {
        var bicep = await Bicep.Find();
        var renderings = Environments.ToDictionary(name => name, name => Rendering.Of(folder, name));
        var build = bicep.Run(folder, "build", "main.bicep", "--stdout");
        var lint = bicep.Run(folder, "lint", "main.bicep");
        var good = Report("build", (await build).Findings) & Report("lint", (await lint).Findings);
        foreach (var (name, rendering) in renderings) good &= Report(name, (await rendering).Findings);
        if (!good) return 1;

        var prices = Prices.Load(folder);
        foreach (var (name, rendering) in renderings) Show(name, (await rendering).Resources, prices);
        Say.Line();
        Say.Line($"Prices are rough, in US dollars, of {prices.Date}. Source: {prices.Source}.");
        return 0;
    }

    private static bool Report(string what, IReadOnlyList<string> findings)
    {
        foreach (var finding in findings) Say.Line("  " + finding);
        Say.Line($"{(findings.Count == 0 ? "✓" : "✗")} {what}");
        return findings.Count == 0;
    }

    private static void Show(string environment, IReadOnlyList<Resource> resources, Prices prices)
    {
        Say.Line();
        Say.Line($"{environment}: {resources.Count} resources");
        foreach (var type in resources.CountBy(one => one.Type).OrderBy(one => one.Key, StringComparer.Ordinal))
            Say.Line(string.Create(CultureInfo.InvariantCulture, $"  {type.Value,3}  {type.Key}"));
        var costs = prices.Of(resources);
        foreach (var cost in costs) Say.Line(Line(cost));
        var sum = costs.Sum(cost => cost.Monthly ?? 0);
        var more = costs.Any(cost => cost.Monthly is null) ? ", and what has no price above" : "";
        Say.Line(string.Create(CultureInfo.InvariantCulture, $"  Idle, roughly: {sum:0} a month{more}"));
    }

    private static string Line(Cost cost)
    {
        var monthly = cost.Monthly is { } known ? known.ToString("0.0", CultureInfo.InvariantCulture) : "?";
        return string.Create(CultureInfo.InvariantCulture, $"  {monthly,7}  {cost.Count:0.#} × {cost.What}");
    }
}
