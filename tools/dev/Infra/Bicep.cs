using System.Diagnostics;

namespace Serverless.Dev;

/// <summary>The Bicep CLI from its package: compiles, lints and evaluates without a network or an account.</summary>
public sealed class Bicep
{
    private static readonly Lazy<Task<Bicep>> Found = new(Locate);
    // Each run takes a core and some 200 MB.
    private static readonly SemaphoreSlim Turns = new(Math.Max(2, Environment.ProcessorCount));
    private readonly string _path;

    private Bicep(string path) => _path = path;

    /// <summary>Finds it, and fetches the package the first time.</summary>
    public static Task<Bicep> Find() => Found.Value;

    /// <summary>Runs it in a folder, and gives what it says in errors and warnings.</summary>
    public async Task<BicepAnswer> Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(_path, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        await Turns.WaitAsync();
        try
        {
            using var process = Process.Start(start) ?? throw new Trouble("The Bicep CLI could not be started.");
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            string[] lines = (output + await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return new(process.ExitCode, [.. lines.Where(IsFinding).Select(line => Short(line, folder)).Distinct()]);
        }
        finally
        {
            Turns.Release();
        }
    }

    // "file(line,column) : Error code: text": what else it prints is advertisement.
    private static bool IsFinding(string line) =>
        line.Contains(" : Error ", StringComparison.Ordinal) || line.Contains(" : Warning ", StringComparison.Ordinal);

    private static string Short(string line, string folder) =>
        line.Trim().Replace(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

    private static async Task<Bicep> Locate()
    {
        var project = Checkout.Path("tools", "bicep", "Bicep.csproj");
        if (await Where(project) is not { } path)
        {
            await Shell.Ask("dotnet", "restore", project);
            path = await Where(project)
                ?? throw new Trouble("The package of the Bicep CLI did not come: see dotnet restore tools/bicep.");
        }
        // Packages are unpacked without the right to be executed.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute);
        return new(path);
    }

    private static async Task<string?> Where(string project)
    {
        var said = await Shell.Ask("dotnet", "msbuild", project, "-nologo", "-getProperty:BicepPath");
        return File.Exists(said) ? said : null;
    }
}

/// <summary>How a run of the Bicep CLI ended.</summary>
/// <param name="Findings">Errors and warnings, one per line, with the place.</param>
public sealed record BicepAnswer(int ExitCode, IReadOnlyList<string> Findings)
{
    /// <summary>Whether there is nothing to complain about, not even a warning.</summary>
    public bool Clean => ExitCode == 0 && Findings.Count == 0;
}
