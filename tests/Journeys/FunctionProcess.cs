using System.Collections.Concurrent;
using System.Diagnostics;

namespace Serverless.Tests.Journeys;

/// <summary>The function app as a process of its own, so that it can be killed for real.</summary>
public sealed class FunctionProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, string> settings;
    private readonly Uri address;
    private Process? process;

    public FunctionProcess(Dictionary<string, string> settings, string durableFile)
    {
        this.settings = new(settings) { ["Runtime:DurableFile"] = durableFile };
        this.settings.Remove("port", out var port);
        this.settings["FUNCTIONS_PORT"] = port!;
        address = new($"http://127.0.0.1:{port}");
    }

    /// <summary>Starts it and waits until it answers.</summary>
    public async Task Start()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "serverless.dll")])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Log.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) =>
        {
            Said.Add(line.Data ?? "");
            Log.Enqueue(line.Data ?? "");
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Answers();
    }

    /// <summary>What it wrote to its error stream.</summary>
    public List<string> Said { get; } = [];

    /// <summary>Every line that it and its worker wrote.</summary>
    public ConcurrentQueue<string> Log { get; } = [];

    /// <summary>SIGKILL: nothing is finished, nothing is flushed.</summary>
    public async Task Kill()
    {
        process!.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    /// <summary>SIGKILL for the app alone, where it is a process of its own; its host starts another.</summary>
    public async Task KillWorker()
    {
        foreach (int child in await Children())
        {
            using var worker = Process.GetProcessById(child);
            worker.Kill();
        }

        await Answers();
    }

    /// <summary>SIGTERM: what runs may end, and nothing new begins.</summary>
    /// <returns>The exit code, when it has ended.</returns>
    public async Task<int> Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process!.Id}"]);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (process is { HasExited: false })
        {
            process.Kill();
            // Its files are in use until then.
            process.WaitForExit();
        }

        process?.Dispose();
    }

    private async Task<int[]> Children()
    {
        using var list = Process.Start(new ProcessStartInfo("pgrep", ["-P", $"{process!.Id}"])
        {
            RedirectStandardOutput = true,
        })!;
        string said = await list.StandardOutput.ReadToEndAsync();
        await list.WaitForExitAsync();
        return [.. said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
    }

    private async Task Answers()
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        var giveUp = DateTime.UtcNow + Patience;
        while (!await IsUp(client))
        {
            Assert.False(process!.HasExited, $"The function app ended by itself: {string.Join('\n', Said)}");
            Assert.True(DateTime.UtcNow < giveUp, "The function app did not start.");
            await Task.Delay(50);
        }
    }

    private async Task<bool> IsUp(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(address, "/api/health"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
