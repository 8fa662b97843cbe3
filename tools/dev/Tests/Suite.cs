namespace Serverless.Dev;

/// <summary>The kinds of tests that one can ask for.</summary>
internal enum TestKind { Unit, Integration, Browser }

/// <summary>One test project: an executable that runs its own tests.</summary>
internal sealed record Suite(string Name, TestKind Kind)
{
    public static IReadOnlyList<Suite> All { get; } =
    [
        new("Tidy", TestKind.Unit),
        new("Commerce", TestKind.Unit),
        new("Orchestrations", TestKind.Unit),
        new("Azure", TestKind.Unit),
        new("Infra", TestKind.Unit),
        new("Runtime", TestKind.Integration),
        new("Adapters", TestKind.Integration),
        new("Journeys", TestKind.Integration),
        new("Browser", TestKind.Browser),
    ];

    // The journey that kills the function app buys with this tool.
    private static readonly string[] Sources =
        ["commerce", "orchestrations", "adapters", "runtime", "functions", "sandbox", "tools/host", "tools/dev"];

    public string Project => $"tests/{Name}/Serverless.{Name}.Tests.csproj";

    public string Assembly => Target.Output($"tests/{Name}", $"Serverless.{Name}.Tests.dll");

    /// <summary>Several suites as one thing to build, with the apps where a whole shop is needed.</summary>
    public static Target Together(IReadOnlyList<Suite> suites)
    {
        var whole = suites.Any(suite => suite.Kind == TestKind.Browser);
        string[] apps = whole ? ["tools/host/Serverless.Start.csproj", "sandbox/Serverless.Sandbox.csproj"] : [];
        var name = "tests-" + string.Join('-', suites.Select(suite => suite.Name)).ToLowerInvariant();
        var filter = Path.Combine(Home.Default.Folder, name + ".slnf");
        WriteFilter(filter, [.. suites.Select(suite => suite.Project), .. apps]);
        return new(name, filter,
            [.. Sources, "tests/Kit", .. suites.Select(suite => $"tests/{suite.Name}")],
            [.. suites.Select(suite => suite.Assembly)],
            string.Join(", ", suites.Select(suite => suite.Name)))
        {
            Covers = whole ? Target.Apps : null,
        };
    }

    private static void WriteFilter(string file, IReadOnlyList<string> projects)
    {
        var solution = new { solution = new { path = "../Serverless.sln", projects } };
        File.WriteAllText(file, System.Text.Json.JsonSerializer.Serialize(solution));
    }
}
