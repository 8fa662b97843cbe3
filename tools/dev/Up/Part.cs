namespace Serverless.Dev;

/// <summary>One process of a running copy.</summary>
/// <param name="Port">The port that a person asks about.</param>
/// <param name="Health">Addresses that all answer once it is ready.</param>
/// <param name="After">Parts that must be ready before it starts.</param>
internal sealed record Part(
    string Name, Launch Launch, int Port, IReadOnlyList<string> Health, IReadOnlyList<string> After)
{
    /// <summary>All parts, in the order in which they come up; they end in the reverse order.</summary>
    public static IReadOnlyList<Part> All(Home home, Ports ports, Secrets secrets) =>
        [Azurite(home, ports), Sandbox(home, ports, secrets), Functions(home, ports, secrets), Site(home, ports)];

    private static Part Azurite(Home home, Ports ports)
    {
        var script = Checkout.Path("tools", "azurite", "start.cjs");
        var launch = new Launch("node", script, "--silent", "--skipApiVersionCheck", "--disableTelemetry",
            "--location", home.Azurite,
            "--blobPort", $"{ports.Blob}", "--queuePort", $"{ports.Queue}", "--tablePort", $"{ports.Table}")
        {
            Environment = new Dictionary<string, string> { ["AZURITE_ACCOUNTS"] = Ports.Accounts },
        };
        int[] all = [ports.Blob, ports.Queue, ports.Table];
        return new("azurite", launch, ports.Blob, [.. all.Select(port => $"http://127.0.0.1:{port}/")], []);
    }

    private static Part Sandbox(Home home, Ports ports, Secrets secrets) =>
        new("sandbox", Copied(home, "sandbox", "Serverless.Sandbox.dll") with
        {
            Environment = Settings.OfSandbox(home, ports, secrets),
        }, ports.Sandbox, [$"http://127.0.0.1:{ports.Sandbox}/health"], []);

    private static Part Functions(Home home, Ports ports, Secrets secrets) =>
        new("functions", Copied(home, "functions", "serverless.dll") with
        {
            Environment = Settings.OfFunctions(home, ports, secrets),
        }, ports.Functions, [$"http://127.0.0.1:{ports.Functions}/api/health"], ["azurite"]);

    private static Part Site(Home home, Ports ports) =>
        new("site", Copied(home, "tool", "dev.dll", "site",
            "--port", $"{ports.Site}", "--functions-port", $"{ports.Functions}",
            "--folder", Path.Combine(home.Copies, "site")),
            ports.Site, [$"http://127.0.0.1:{ports.Site}{SiteServer.Health}"], []);

    private static Launch Copied(Home home, string copy, string assembly, params string[] arguments) =>
        new("dotnet", [Path.Combine(home.Copies, copy, assembly), .. arguments])
        {
            Folder = Path.Combine(home.Copies, copy),
        };
}
