using System.Globalization;
using System.Reflection;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Serverless.Runtime;

/// <summary>What a host is to run, and how.</summary>
internal sealed record HostPlan
{
    /// <summary>The app's assembly, where this process holds it; null where it is only a file.</summary>
    public Assembly? App { get; init; }

    /// <summary>The app's assembly file in its build output.</summary>
    public required string AppFile { get; init; }

    /// <summary>The folder with <c>host.json</c>.</summary>
    public required string Folder { get; init; }

    /// <summary>Everything that settings come from, the last to win.</summary>
    public required IConfigurationRoot Configuration { get; init; }

    /// <summary>The settings that the app does not find by itself.</summary>
    public required IReadOnlyDictionary<string, string?> AppSettings { get; init; }

    /// <summary>How many processes run the app; none where it runs in this one.</summary>
    public int Processes { get; init; }

    /// <summary>Starts the workers in the place of what the rest of the plan says.</summary>
    public IWorkerPrograms? Programs { get; init; }

    public WorkerPatience Patience { get; init; } = new();

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What takes the host's requests to queues instead of HTTP; null as usual.</summary>
    public HttpPipelineTransport? Wire { get; init; }

    public Action<ILoggingBuilder>? Logging { get; init; }

    public Action<IServiceCollection>? Services { get; init; }

    public Func<string, bool>? Classes { get; init; }

    public Action<string[]>? Main { get; init; }

    public string[] Arguments { get; init; } = [];

    /// <summary>Reads a command line.</summary>
    /// <exception cref="StartException">It asks for what cannot be.</exception>
    public static HostPlan From(string[] args, Assembly? app)
    {
        var configuration = new ConfigurationManager();
        ((IConfigurationBuilder)configuration).AddEnvironmentVariables().AddCommandLine(args);
        string file = AppFolder.Find(configuration["app"], app);
        string folder = Folders(configuration[InProcessPrograms.FolderVariable], Path.GetDirectoryName(file)!);
        var settings = SettingsFiles.AddTo(configuration, folder, isTest: false);
        return new()
        {
            App = configuration["app"] is null ? app : null,
            AppFile = file,
            Folder = folder,
            Configuration = configuration,
            AppSettings = settings,
            Processes = Count(configuration, isProcess: configuration["app"] is not null || app is null),
            Arguments = [.. args.Where(argument => !argument.StartsWith("--app", StringComparison.Ordinal))],
        };
    }

    private static string Folders(string? named, string output)
    {
        string here = Directory.GetCurrentDirectory();
        return named is { Length: > 0 } ? Path.GetFullPath(named)
            : File.Exists(Path.Combine(here, "host.json")) ? here
            : output;
    }

    // As many as FUNCTIONS_WORKER_PROCESS_COUNT says, on the hosts that know nothing else.
    private static int Count(ConfigurationManager configuration, bool isProcess)
    {
        string? text = configuration["workers"] ?? configuration["FUNCTIONS_WORKER_PROCESS_COUNT"];
        if (text is null)
            return isProcess ? 1 : 0;
        return int.TryParse(text, CultureInfo.InvariantCulture, out int count) && count is >= 0 and <= 10
            && (count > 0 || !isProcess)
            ? count
            : throw new StartException(
                $"The number of workers must be from {(isProcess ? 1 : 0)} to 10, not '{text}' (0: in this process).");
    }
}
