using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Serverless.Tests.Runtime;

/// <summary>A host in a process of its own, over the app in trouble.</summary>
internal sealed partial class HostProcess : IDisposable
{
    private readonly StringBuilder errors = new();
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HostProcess(Process process)
    {
        Process = process;
        process.OutputDataReceived += (_, line) =>
        {
            if (Address().Match(line.Data ?? "") is { Success: true } match)
                listening.TrySetResult(new(match.Groups[1].Value));
        };
        process.ErrorDataReceived += (_, line) =>
        {
            lock (errors)
                errors.AppendLine(line.Data);
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Process Process { get; }

    public HttpClient Client { get; } = new() { Timeout = TimeSpan.FromMinutes(2) };

    /// <summary>What it wrote to standard error.</summary>
    public string Errors
    {
        get
        {
            lock (errors)
                return errors.ToString();
        }
    }

    /// <summary>Starts one and waits until it listens.</summary>
    public static async Task<HostProcess> Start(DirectoryInfo folder, params string[] arguments)
    {
        var host = Begin(folder, ["--port", "0", .. arguments]);
        await Until.Holds(
            () => host.listening.Task.IsCompleted || host.Process.HasExited, what: "the host listens or ends");
        if (!host.listening.Task.IsCompleted)
            throw new InvalidOperationException(host.Errors);
        host.Client.BaseAddress = await host.listening.Task;
        return host;
    }

    public static HostProcess Begin(DirectoryInfo folder, params string[] arguments)
    {
        File.WriteAllText(Path.Combine(folder.FullName, "host.json"), """{ "version": "2.0" }""");
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string program = Path.Combine(AppContext.BaseDirectory, "Serverless.Runtime.Start.dll");
        foreach (string argument in (string[])[program, "--AzureWebJobs.Letter.Disabled=1", .. arguments])
            start.ArgumentList.Add(argument);
        start.Environment["Trouble__Folder"] = folder.FullName;
        start.Environment["Runtime__DurableFile"] = Path.Combine(folder.FullName, "durable.db");
        start.Environment.Remove("FUNCTIONS_APPLICATION_DIRECTORY");
        return new(Process.Start(start)!);
    }

    /// <summary>The processes that run the app, once all have answered.</summary>
    public async Task<int[]> Workers()
    {
        var seen = new HashSet<int>();
        for (int call = 0; call < 10; call++)
        {
            string who = await Client.GetStringAsync("/api/Who");
            seen.Add(int.Parse(who.Split(' ')[0], CultureInfo.InvariantCulture));
        }

        return [.. seen];
    }

    /// <summary>Sends SIGTERM.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{Process.Id}"]);
        kill.WaitForExit();
    }

    public async Task<int> ExitCode()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await Process.WaitForExitAsync(patience.Token);
        return Process.ExitCode;
    }

    public void Dispose()
    {
        if (!Process.HasExited)
            Process.Kill(entireProcessTree: true);
        Process.Dispose();
        Client.Dispose();
    }

    [GeneratedRegex(@"Listening on (\S+) ")]
    private static partial Regex Address();
}
