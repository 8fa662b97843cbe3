using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Serverless.Dev;

/// <summary>Azurite and <c>func start</c>, as long as this lives.</summary>
internal sealed class GenuineHost(Home home, Ports ports) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // What the host of this repository alone reads.
    private static readonly string[] Ours = ["FUNCTIONS_PORT", "Runtime__DurableFile", "DOTNET_gcServer"];

    private readonly Step _install = new("install azurite");
    private readonly Step _build = new("build for func");
    private readonly Step _azurite = new("azurite");
    private readonly Step _functions = new("func start");
    private readonly List<(string Name, Process Process)> _running = [];

    private string App => Path.Combine(home.Folder, "app");

    public IReadOnlyList<Step> Steps => [_install, _build, _azurite, _functions];

    /// <summary>Builds, starts both, and waits until the app answers.</summary>
    public async Task Start(CancellationToken stop)
    {
        using (await Make.Turn(stop))
        {
            await Make.Packages(_install, "tools/azurite", stop);
            await _build.Run("", async () =>
            {
                await CoreTools.Build(App, stop);
                return null;
            });
        }
        var secrets = Secrets.LoadOrCreate(Home.Default);
        var parts = Part.All(home, ports, secrets);
        await Begin(_azurite, parts.First(part => part.Name == "azurite"), stop);
        WriteSettings(Path.Combine(App, "local.settings.json"), secrets);
        var launch = new Launch("func", "start", "--no-build", "--port", $"{ports.Functions}") { Folder = App };
        await Begin(_functions, parts.First(part => part.Name == "functions") with { Launch = launch }, stop);
    }

    /// <summary>Waits until one of the two ends by itself, and says which.</summary>
    public async Task<Trouble> Ended(CancellationToken stop)
    {
        await Task.WhenAny(_running.Select(one => one.Process.WaitForExitAsync(stop)));
        stop.ThrowIfCancellationRequested();
        return Gone(_running.First(one => one.Process.HasExited).Name);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, process) in Enumerable.Reverse(_running))
        {
            await Posix.End(process, TimeSpan.FromSeconds(30));
            process.Dispose();
        }
    }

    private Task Begin(Step step, Part part, CancellationToken stop) => step.Run("", async () =>
    {
        File.Delete(home.Log(part.Name));
        var process = Shell.Start(part.Launch, home.Log(part.Name));
        _running.Add((part.Name, process));
        var watch = Stopwatch.StartNew();
        while (!await Health.Answers(part, stop))
        {
            if (process.HasExited || watch.Elapsed > Patience) throw Gone(part.Name);
            await Task.Delay(TimeSpan.FromMilliseconds(100), stop);
        }
        return null;
    });

    private Trouble Gone(string name) =>
        new($"{name} ended or does not answer; see {home.Log(name)}.", Shell.Tail(home.Log(name), 20));

    // Which trigger of each consumer is off stands in the example, in one place for people and for this.
    private void WriteSettings(string file, Secrets secrets)
    {
        var example = Checkout.Path("functions", "local.settings.example.json");
        var settings = JsonNode.Parse(File.ReadAllText(example))!;
        foreach (var (name, value) in Settings.OfFunctions(home, ports, secrets))
        {
            if (!Ours.Contains(name)) settings["Values"]![name] = value;
        }
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(file, options);
        JsonSerializer.Serialize(stream, settings);
    }
}
