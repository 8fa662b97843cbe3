namespace Serverless.Bench;

/// <summary>An empty function through host and worker, and the same answer of Kestrel alone.</summary>
internal sealed class Http : Measure
{
    private const int WarmUp = 15_000;
    private const string Kestrel = "bare Kestrel";
    private const string One = "one process";
    private const string Two = "two processes";

    private static readonly int[] Connections = [16, 32];
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, Served> servers = [];

    public override string Name => "http";

    public override IReadOnlyList<Side> Sides =>
    [
        new(Kestrel, () => Run(Kestrel, "/", ["kestrel"])),
        new(One, () => Run(One, "/api/ping", Host(0))),
        new(Two, () => Run(Two, "/api/ping", Host(1))),
    ];

    public override IReadOnlyList<Line> Lines =>
    [
        .. Connections.SelectMany(OfConnections),
        new("memory under that load, one process", "MB", read => read[One, "MB"]),
        new("memory under that load, two processes", "MB", read => read[Two, "MB"]),
    ];

    public override async ValueTask DisposeAsync()
    {
        foreach (var server in servers.Values)
            await server.DisposeAsync();
        servers.Clear();
        await base.DisposeAsync();
    }

    private static IEnumerable<Line> OfConnections(int count) =>
    [
        Rate($"an empty HTTP function, {count} connections, one process", One, count, "≥ 0.2, aim 0.25"),
        Rate($"the same, the worker a child", Two, count, ""),
        Time($"one process, {count} connections: processor time", One, count, "work", ""),
        Time($"two processes, {count} connections: processor time", Two, count, "work", ""),
        Time($"one process, {count} connections: p50", One, count, "p50", ""),
        Time($"one process, {count} connections: p99", One, count, "p99", count == 16 ? "< 10 ms" : ""),
        Time($"two processes, {count} connections: p99", Two, count, "p99", ""),
    ];

    private static Line Rate(string what, string side, int count, string target) => new(
        what, "/s", read => read[side, $"{count} per second"], read => read[Kestrel, $"{count} per second"], Kestrel,
        target);

    private static Line Time(string what, string side, int count, string name, string target) => new(
        what, "ms", read => read[side, $"{count} {name}"], read => read[Kestrel, $"{count} {name}"], Kestrel, target);

    private static string[] Host(int workers) =>
    [
        "host", "--port", "0", "--workers", $"{workers}", $"--AzureWebJobs.{nameof(Messages.Take)}.Disabled=true",
    ];

    // All stay up, so that a run measures code that has long been compiled.
    private async Task<Dictionary<string, double>> Run(string side, string path, string[] role)
    {
        if (!servers.TryGetValue(side, out var server))
        {
            servers[side] = server = await Served.Start(role);
            await Load.Warm(server, path, WarmUp);
        }

        Dictionary<string, double> all = [];
        foreach (int count in Connections)
        {
            foreach (var (name, value) in await Load.Run(server, path, count, Length))
                all[$"{count} {name}"] = value;
        }

        all["MB"] = server.Megabytes;
        return all;
    }
}
