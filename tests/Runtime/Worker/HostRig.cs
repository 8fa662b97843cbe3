using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Serverless.Runtime;
using Serverless.Tests.Trouble;

namespace Serverless.Tests.Runtime;

/// <summary>A whole host over the app in trouble, in a process of its own or here, or over fake workers.</summary>
internal sealed class HostRig : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("serverless-trouble-");
    private RunningHost? host;

    public Dictionary<string, string?> Settings { get; } = [];

    /// <summary>How many processes run the app; it runs in this one where there is none.</summary>
    public int Processes { get; init; } = 1;

    /// <summary>Take the place of the app where there are any.</summary>
    public FakeWorkers? Fakes { get; init; }

    public WorkerPatience Patience { get; init; } = new();

    public string HostFile { get; init; } = """{ "version": "2.0" }""";

    public LogList Log { get; } = new();

    public HttpClient Client { get; } = new() { Timeout = TimeSpan.FromMinutes(2) };

    public RunningHost Host => host ?? throw new InvalidOperationException("It is not started.");

    /// <summary>The numbers of the processes that run the app.</summary>
    public int[] Ids =>
        [.. Host.Workers.Ready.Select(worker => worker.Program).OfType<ProcessProgram>().Select(program => program.Id)];

    /// <summary>What the app's functions noted, without the numbers of their processes.</summary>
    public string[] Diary => [.. Lines.Select(line => line[..line.LastIndexOf(' ')])];

    public string Folder => folder.FullName;

    private string[] Lines => File.Exists(In("diary")) ? File.ReadAllLines(In("diary")) : [];

    public async Task<HostRig> Start()
    {
        await File.WriteAllTextAsync(In("host.json"), HostFile);
        Settings.TryAdd("port", "0");
        Settings.TryAdd("Trouble:Folder", Folder);
        Settings.TryAdd("Runtime:DurableFile", In("durable.db"));
        Settings.TryAdd("AzureWebJobs.Letter.Disabled", Settings.ContainsKey("AzureWebJobsStorage") ? "0" : "1");
        var configuration = new ConfigurationManager();
        ((IConfigurationBuilder)configuration).AddInMemoryCollection(Settings);
        SettingsFiles.AddTo(configuration, Folder, isTest: true);
        var app = typeof(TroubleFunctions).Assembly;
        host = await HostStart.Run(new()
        {
            App = app,
            AppFile = app.Location,
            Folder = Folder,
            Configuration = configuration,
            AppSettings = Settings,
            Processes = Processes,
            Programs = Fakes,
            Patience = Patience,
            Logging = logging => logging.AddProvider(Log),
        });
        Client.BaseAddress = host.Address;
        return this;
    }

    /// <summary>Lets everything go on that holds still.</summary>
    public void Go() => File.WriteAllText(In("go"), "");

    /// <summary>Lets the app's background service throw.</summary>
    public void Fall() => File.WriteAllText(In("fall"), "");

    public Task Noted(string line, int times = 1) =>
        Until.Holds(() => Diary.Count(each => each == line) >= times, what: $"{line}, {times} times");

    /// <summary>Kills a process as <c>kill -9</c> does.</summary>
    public static void Kill(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
    }

    public static bool IsAlive(int id) =>
        File.Exists($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/stat")
        && !File.ReadAllText($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/stat")
            .Contains(") Z ", StringComparison.Ordinal);

    public async ValueTask Stop()
    {
        if (host is { } running)
            await running.DisposeAsync();
        host = null;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        Client.Dispose();
        folder.Delete(recursive: true);
    }

    private string In(string name) => Path.Combine(Folder, name);
}
