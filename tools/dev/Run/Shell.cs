using System.Diagnostics;

namespace Serverless.Dev;

/// <summary>Runs commands of others; what they print goes straight into a file.</summary>
/// <remarks>A file and not a pipe: build servers that outlive a build would hold a pipe open for minutes.</remarks>
internal static class Shell
{
    /// <summary>Starts a command whose output is appended to <paramref name="log"/>.</summary>
    public static Process Start(Launch launch, string log)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(log)!);
        var start = new ProcessStartInfo("/bin/sh")
        {
            WorkingDirectory = launch.Folder ?? Checkout.Root,
            ArgumentList = { "-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null", "sh", log, launch.Command },
        };
        foreach (var argument in launch.Arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in launch.Environment) start.Environment[name] = value;
        return Process.Start(start) ?? throw new Trouble($"{launch.Command} could not be started.");
    }

    /// <summary>Runs a command to its end; a failure is told with the last lines of its log.</summary>
    public static async Task Run(string what, Launch launch, string log, CancellationToken stop)
    {
        File.Delete(log);
        if (await TryRun(launch, log, stop) != 0) throw new Trouble($"{what} failed; see {log}.", Errors(log));
    }

    // Compilers and package managers say the error first and much else after it.
    private static IReadOnlyList<string> Errors(string log)
    {
        string[] errors = [.. Tail(log, 400).Where(line => line.Contains("error", StringComparison.OrdinalIgnoreCase))];
        return errors.Length > 0 ? [.. errors.Distinct().Take(15)] : Tail(log, 20);
    }

    /// <summary>Runs a command to its end and gives its exit code.</summary>
    public static async Task<int> TryRun(Launch launch, string log, CancellationToken stop)
    {
        using var process = Start(launch, log);
        try
        {
            await process.WaitForExitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            await Posix.End(process, TimeSpan.FromSeconds(5));
            throw;
        }
        return process.ExitCode;
    }

    /// <summary>What a command prints, or null when it fails or is not there.</summary>
    public static async Task<string?> Ask(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? output.Trim() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Opens a log that may be written to meanwhile.</summary>
    public static FileStream OpenLog(string log) =>
        new(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>The last lines of a log.</summary>
    public static IReadOnlyList<string> Tail(string log, int lines)
    {
        if (!File.Exists(log)) return [];
        using var file = OpenLog(log);
        file.Seek(-Math.Min(file.Length, 64 * 1024), SeekOrigin.End);
        using var reader = new StreamReader(file);
        var text = reader.ReadToEnd().TrimEnd();
        return text.Length == 0 ? [] : [.. text.Split('\n').TakeLast(lines).Select(line => line.TrimEnd('\r'))];
    }
}

/// <summary>A command line with the folder and the settings that it runs with.</summary>
internal sealed record Launch(string Command, params IReadOnlyList<string> Arguments)
{
    public string? Folder { get; init; }
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
