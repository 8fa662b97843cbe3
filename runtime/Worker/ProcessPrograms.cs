using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Serverless.Runtime;

/// <summary>Runs the app's program in processes of its own, as <c>func</c> and Azure do.</summary>
/// <param name="app">The app's assembly file, in its build output.</param>
/// <param name="folder">The folder with <c>host.json</c>.</param>
/// <param name="settings">What the app finds among its environment variables.</param>
/// <param name="levels">From which levels on the app's log is sent to the host.</param>
/// <param name="forwarder">Hands requests on.</param>
/// <param name="log">Where what the programs print goes.</param>
internal sealed class ProcessPrograms(
    string app, string folder, IReadOnlyDictionary<string, string?> settings,
    IReadOnlyDictionary<string, string?> levels, IHttpForwarder forwarder, ILogger log) : IWorkerPrograms
{
    // The worker does not notice when its host dies, but its input ends then, however that happened. Its output is for
    // the worker alone: it would be waited for until the last who holds it has ended.
    private const string Leash =
        """exec 3<&0; (while read -r _ <&3; do :; done; kill -9 $$) >/dev/null 2>&1 & exec env "$@" """;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public bool CanReplace => true;

    public Task<IWorkerProgram> Start(Uri host, string worker)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            WorkingDirectory = Path.GetDirectoryName(app),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Leash);
        // A shell keeps no variable with a dot in its name, as a category of a log has; env does.
        foreach (string argument in (string[])["worker", .. Levels(), "dotnet", app, .. Switches(host, worker)])
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in settings)
            start.Environment.TryAdd(name.Replace(":", "__", StringComparison.Ordinal), value);
        start.Environment[InProcessPrograms.FolderVariable] = folder;
        var process = Process.Start(start)
            ?? throw new StartException($"No process could be started for {app}.");
        return Task.FromResult<IWorkerProgram>(new ProcessProgram(process, forwarder, log));
    }

    public async Task Serving(IWorkerProgram program, string? httpAddress)
    {
        if (httpAddress is null)
            return;
        var address = new Uri(httpAddress);
        ((ProcessProgram)program).Address = address;
        while (!program.Ended.IsCompleted && !await Listens(address))
            await Task.Delay(Pause);
    }

    private IEnumerable<string> Levels() => levels
        .Select(level => (Name: level.Key.Replace(":", "__", StringComparison.Ordinal), level.Value))
        .Where(level => Environment.GetEnvironmentVariable(level.Name) is null)
        .Select(level => $"{level.Name}={level.Value}");

    private static async Task<bool> Listens(Uri address)
    {
        using var caller = new TcpClient();
        try
        {
            await caller.ConnectAsync(address.Host, address.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string[] Switches(Uri host, string worker) =>
    [
        "--functions-uri", host.ToString(), "--functions-worker-id", worker, "--functions-request-id", worker,
        "--functions-grpc-max-message-length", (64 * 1024 * 1024).ToString(CultureInfo.InvariantCulture),
    ];
}
