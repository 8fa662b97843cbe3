using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Serverless.Tests;

/// <summary>
/// The storage emulator of this test process: started once, on free ports and a temporary folder; ends with the
/// process, however that ends. Variable <c>SERVERLESS_AZURITE</c> names a running one instead:
/// <c>blobPort,queuePort,tablePort[,accounts already taken]</c>, started with <see cref="AzuriteAccount.Setting"/>.
/// </summary>
internal sealed partial class Azurite
{
    private static readonly Lazy<Azurite> Running = new(Find);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Ends when its standard input does, so also when the test process is killed; and takes its folder with it.
    private const string Leash =
        "data:text/javascript,import{rmSync}from'fs';" +
        "process.stdin.on('end',()=>process.kill(process.pid,'SIGTERM')).resume();" +
        "process.on('exit',()=>rmSync(process.env.SERVERLESS_AZURITE_FOLDER,{recursive:true,force:true}))";

    /// <summary>The one of this process; starts it when nobody has.</summary>
    public static Azurite Started => Running.Value;

    public int BlobPort { get; private init; }

    public int QueuePort { get; private init; }

    public int TablePort { get; private init; }

    public int FirstAccount { get; private init; }

    private static Azurite Find()
    {
        var given = Environment.GetEnvironmentVariable("SERVERLESS_AZURITE");
        if (string.IsNullOrEmpty(given))
            return Start(Script());
        var numbers = given.Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return new()
        {
            BlobPort = numbers[0],
            QueuePort = numbers[1],
            TablePort = numbers[2],
            FirstAccount = numbers.ElementAtOrDefault(3),
        };
    }

    private static Azurite Start(string script)
    {
        string folder = Directory.CreateTempSubdirectory("serverless-azurite-").FullName;
        var (azurite, process) = Launch(
            script, folder, new(), ("SERVERLESS_AZURITE_FOLDER", folder), ("SERVERLESS_AZURITE_FORGETS", "yes"));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop(process);
        return azurite;
    }

    /// <summary>Starts one that is its starter's to stop; what it holds stays in its folder.</summary>
    /// <param name="again">Where it was before; none at its first start.</param>
    internal static (Azurite, Process) Launch(string folder, Azurite? again) =>
        Launch(Script(), folder, again ?? new(), ("SERVERLESS_AZURITE_FOLDER", Path.Combine(folder, "none")));

    private static (Azurite, Process) Launch(
        string script, string folder, Azurite ports, params (string Name, string Value)[] told)
    {
        string[] arguments =
        [
            "--import", Leash, script, "--silent", "--skipApiVersionCheck", "--disableTelemetry", "--location", folder,
            "--blobPort", $"{ports.BlobPort}", "--queuePort", $"{ports.QueuePort}", "--tablePort", $"{ports.TablePort}",
        ];
        var start = new ProcessStartInfo("node", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AZURITE_ACCOUNTS"] = AzuriteAccount.Setting;
        foreach (var (name, value) in told) start.Environment[name] = value;
        var process = Process.Start(start)!;
        return (Listening(process), process);
    }

    private static Azurite Listening(Process process)
    {
        var ports = new Dictionary<string, int>();
        var said = new List<string>();
        var ready = new TaskCompletionSource();
        void Hear(string? line)
        {
            lock (said)
            {
                if (line is not null)
                    said.Add(line);
                if (line is not null && Port().Match(line) is { Success: true } match)
                    ports[match.Groups[1].Value] = int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture);
                if (ports.Count == 3 || (line is null && process.HasExited))
                    ready.TrySetResult();
            }
        }

        process.OutputDataReceived += (_, heard) => Hear(heard.Data);
        process.ErrorDataReceived += (_, heard) => Hear(heard.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        bool told = ready.Task.Wait(Patience);
        lock (said)
        {
            if (!told || ports.Count < 3)
                throw new InvalidOperationException("Azurite did not start. It said: " + string.Join(" | ", said));
            return new() { BlobPort = ports["Blob"], QueuePort = ports["Queue"], TablePort = ports["Table"] };
        }
    }

    /// <summary>
    /// Has it end by itself, so that it writes down what it holds; false when it took longer and was killed, which
    /// loses what it had not written yet, up to five seconds of answers.
    /// </summary>
    internal static bool Stop(Process process, TimeSpan? patience = null)
    {
        process.StandardInput.Close();
        if (process.WaitForExit(patience ?? TimeSpan.FromSeconds(5)))
            return true;
        process.Kill();
        return false;
    }

    private static string Script()
    {
        var named = Environment.GetEnvironmentVariable("AZURITE");
        if (!string.IsNullOrEmpty(named))
            return File.Exists(named) ? named : throw new InvalidOperationException($"AZURITE names no file: {named}");
        string home = Path.Combine(Approved.Root, "tools", "azurite");
        return Directory.Exists(Path.Combine(home, "node_modules"))
            ? Path.Combine(home, "start.cjs")
            : throw new InvalidOperationException("Azurite is not installed: run `./dev test`, which installs it.");
    }

    [GeneratedRegex(@"Azurite (Blob|Queue|Table) service is successfully listening at http://127\.0\.0\.1:(\d+)")]
    private static partial Regex Port();
}
