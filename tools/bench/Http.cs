namespace Serverless.Bench;

/// <summary>An empty function through host and worker, and the same answer of Kestrel alone.</summary>
internal sealed class Http : Measure
{
    private const string Kestrel = "bare Kestrel";
    private const string One = "one process";
    private const string Two = "two processes";

    private static readonly int[] Connections = [16, 32];
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(2);

    public override string Name => "http";

    public override IReadOnlyList<Side> Sides =>
    [
        new(Kestrel, () => Run("/", ["kestrel"])),
        new(One, () => Run("/api/ping", Host(0))),
        new(Two, () => Run("/api/ping", Host(1))),
    ];

    public override IReadOnlyList<Line> Lines =>
    [
        .. Connections.SelectMany(OfConnections),
        new("memory under that load, one process", "MB", read => read[One, "MB"]),
        new("memory under that load, two processes", "MB", read => read[Two, "MB"]),
    ];

    private static IEnumerable<Line> OfConnections(int count) =>
    [
        Rate($"an empty HTTP function, {count} connections, one process", One, count, "≥ 0.2, aim 0.25"),
        Rate($"the same, the worker a child", Two, count, ""),
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
        $"--Runtime:DurableFile={Path.Combine(Path.GetTempPath(), $"serverless-bench-{Guid.NewGuid():N}", "durable.db")}",
    ];

    private static async Task<Dictionary<string, double>> Run(string path, string[] role)
    {
        await using var server = await Served.Start(role);
        var address = new Uri(server.Address, path);
        await Load.Run(address, Connections[0], Length);
        Dictionary<string, double> all = [];
        foreach (int count in Connections)
        {
            foreach (var (name, value) in await Load.Run(address, count, Length))
                all[$"{count} {name}"] = value;
        }

        all["MB"] = server.Megabytes;
        return all;
    }
}
