using System.Net;
using System.Net.Sockets;

namespace Serverless.Dev;

/// <summary>Where each part of one running copy listens, on this machine alone.</summary>
internal sealed record Ports(int Blob, int Queue, int Table, int Sandbox, int Smtp, int Functions, int Site)
{
    public static Ports Usual { get; } = new(10000, 10001, 10002, 7090, 7025, 7071, 8080);

    /// <summary>Seven ports in a row, for a second copy.</summary>
    public static Ports From(int start) =>
        new(start, start + 1, start + 2, start + 3, start + 4, start + 5, start + 6);

    /// <summary>Seven ports that nobody listens on now.</summary>
    public static Ports Free()
    {
        var listeners = Enumerable.Range(0, 7).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners) listener.Start();
        int[] free = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (var listener in listeners) listener.Stop();
        return new(free[0], free[1], free[2], free[3], free[4], free[5], free[6]);
    }

    /// <summary>In the order in which <see cref="Of"/> reads them.</summary>
    public IReadOnlyList<int> All() => [Blob, Queue, Table, Sandbox, Smtp, Functions, Site];

    public static Ports Of(IReadOnlyList<int> all) => new(all[0], all[1], all[2], all[3], all[4], all[5], all[6]);

    public string SiteUrl => $"http://localhost:{Site}";
    public string SandboxUrl => $"http://localhost:{Sandbox}";
    public string FunctionsUrl => $"http://localhost:{Functions}";

    // The emulator's account and key are the same on every machine and published by Microsoft.
    private const string Shop = "devstoreaccount1";
    private const string Vault = "devstorevault";
    private const string Key =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>What <c>AZURITE_ACCOUNTS</c> must say, so that backups have an account of their own.</summary>
    public static string Accounts => $"{Shop}:{Key};{Vault}:{Key}";

    public string StorageConnection => Connection(Shop);

    /// <summary>Where backups go.</summary>
    public string VaultConnection => Connection(Vault);

    private string Connection(string account) =>
        $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={Key};"
        + $"BlobEndpoint=http://127.0.0.1:{Blob}/{account};"
        + $"QueueEndpoint=http://127.0.0.1:{Queue}/{account};"
        + $"TableEndpoint=http://127.0.0.1:{Table}/{account};";

    /// <summary>Refuses with one sentence when somebody else listens on one of the ports.</summary>
    public async Task RequireFree()
    {
        (string Part, int Port, string Option)[] all =
        [
            ("azurite", Blob, "--azurite-port"), ("azurite", Queue, "--azurite-port"),
            ("azurite", Table, "--azurite-port"), ("sandbox", Sandbox, "--sandbox-port"),
            ("sandbox's mail", Smtp, "--smtp-port"), ("functions", Functions, "--functions-port"),
            ("site", Site, "--site-port"),
        ];
        foreach (var (part, port, option) in all)
        {
            if (IsFree(port)) continue;
            var who = await WhoListens(port) is { } name ? $" by {name}" : "";
            throw new Trouble($"Port {port}, which {part} needs, is in use{who}: end that, or choose others "
                + $"with {option} or --port-base.");
        }
    }

    // Some systems let two listen where one is on all addresses: who answers counts too.
    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            listener.Stop();
            return !Answers(port);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static bool Answers(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task<string?> WhoListens(int port)
    {
        if (await Shell.Ask("lsof", "-nP", $"-iTCP:{port}", "-sTCP:LISTEN", "-Fpc") is { } found)
        {
            var lines = found.Split('\n');
            var pid = lines.FirstOrDefault(line => line.StartsWith('p'))?[1..];
            var name = lines.FirstOrDefault(line => line.StartsWith('c'))?[1..];
            if (pid is not null) return $"{name} (process {pid})";
        }
        return OperatingSystem.IsLinux() ? LinuxSockets.WhoListens(port) : null;
    }
}
