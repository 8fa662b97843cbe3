using System.Reflection;
using Grpc.Net.Client;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Grpc;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Serverless.Runtime.Rpc;

namespace Serverless.Runtime.Testing;

/// <summary>
/// A whole function app inside a test: its own program on Microsoft's worker, on a free port, with the settings,
/// services and clock that the test wants. Several may run at once; they start one after another.
/// </summary>
public sealed class FunctionsTestHost : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly RunningHost host;
    private readonly DirectoryInfo folder;
    private readonly SocketsHttpHandler connections = new();
    private readonly GrpcChannel channel;
    private bool gone;

    private FunctionsTestHost(RunningHost host, DirectoryInfo folder)
    {
        (this.host, this.folder) = (host, folder);
        Services = ((InProcessProgram)host.Workers.Ready.Single().Program).Services;
        Client = new(connections, disposeHandler: false) { BaseAddress = host.Address };
        channel = GrpcChannel.ForAddress(host.Door.Address);
        Durable = new GrpcDurableTaskClient(
            "test",
            new GrpcDurableTaskClientOptions { Channel = channel, DataConverter = Converter(Services) },
            NullLogger<GrpcDurableTaskClient>.Instance);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => host.Address;

    /// <summary>Calls it over real HTTP.</summary>
    public HttpClient Client { get; }

    /// <summary>The app's services.</summary>
    public IServiceProvider Services { get; }

    /// <summary>The client of its orchestrations.</summary>
    public DurableTaskClient Durable { get; }

    /// <summary>When the next durable timer is due; null where none is waited for.</summary>
    public DateTimeOffset? NextTimer => host.Engine?.NextTimer;

    /// <summary>The host's own loggers, with the levels of <c>host.json</c>.</summary>
    internal ILoggerFactory Loggers => host.Loggers;

    /// <summary>The host's own parts.</summary>
    internal RunningHost Running => host;

    /// <summary>Runs the program whose assembly holds a type: its entry point, top-level statements included.</summary>
    public static Task<FunctionsTestHost> Start<TApp>(Action<TestHostOptions>? configure = null) =>
        Start(typeof(TApp).Assembly, configure);

    /// <summary>Runs the program of an assembly: its entry point, top-level statements included.</summary>
    public static Task<FunctionsTestHost> Start(Assembly app, Action<TestHostOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.EntryPoint is null
            ? throw new ArgumentException($"{app.GetName().Name} has no entry point.")
            : Start(app, null, configure);
    }

    /// <summary>Runs a method as the program, with the functions of the assembly that it is in.</summary>
    public static Task<FunctionsTestHost> Start(Action<string[]> main, Action<TestHostOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(main);
        return Start(main.Method.Module.Assembly, main, configure);
    }

    /// <summary>Runs a queue or timer function of the app once, with what would have triggered it.</summary>
    /// <param name="function">The function's name; letter case does not matter.</param>
    /// <param name="data">A message's text, or a timer's state as JSON; an ordinary run by default.</param>
    /// <param name="cancellation">Gives the run up.</param>
    /// <exception cref="ArgumentException">The app has no such function.</exception>
    /// <exception cref="InvalidOperationException">It threw; the message is that of its exception.</exception>
    public async Task Invoke(string function, string? data = null, CancellationToken cancellation = default)
    {
        var called = host.Catalog.Functions.FirstOrDefault(
            each => each.Name.Equals(function, StringComparison.OrdinalIgnoreCase) && each.Kind is "queue" or "timer")
            ?? throw new ArgumentException($"The app has no queue or timer function '{function}'.");
        try
        {
            await host.Invocations.Run(
                called,
                call => call.InputData.Add(new ParameterBinding
                {
                    Name = called.Trigger.Name,
                    Data = called.Kind == "timer" ? new() { Json = data ?? "{}" } : new() { String = data ?? "" },
                }),
                cancellation);
        }
        catch (InvocationFailedException failure)
        {
            throw new InvalidOperationException(failure.Message, failure);
        }
    }

    /// <summary>What every orchestration has gone through so far, to be kept and replayed against later code.</summary>
    public IReadOnlyList<RecordedHistory> Histories() => host.Engine is { } engine ? RecordedHistory.Of(engine) : [];

    /// <summary>
    /// Waits until nothing is under way that the host knows of: no message, timer, activity or turn of an
    /// orchestration. Whatever goes on then needs a request, a signal, another process or the clock.
    /// </summary>
    public async Task WhenIdle(CancellationToken cancellation = default)
    {
        while (true)
        {
            bool idle = host.Listeners.AreIdle;
            if (host.Engine is not null)
                await host.Engine.WhenIdle(cancellation);
            if (idle && host.Listeners.AreIdle)
                return;
            await Task.Delay(Pause, cancellation);
        }
    }

    /// <summary>
    /// Drops the host as if its process had been killed: nothing is finished, nothing more is written. What runs at
    /// this moment cannot be stopped, but its results go nowhere.
    /// </summary>
    public async Task Kill()
    {
        if (gone)
            return;
        gone = true;
        await host.Kill();
        Client.Dispose();
        connections.Dispose();
        channel.Dispose();
        folder.Delete(recursive: true);
    }

    /// <summary>Stops the host as SIGTERM would: running invocations are finished first.</summary>
    public async ValueTask DisposeAsync()
    {
        if (gone)
            return;
        gone = true;
        await host.DisposeAsync();
        // Not the client: that would cut off who is still reading an answer that the host has finished.
        connections.Dispose();
        channel.Dispose();
        folder.Delete(recursive: true);
    }

    private static async Task<FunctionsTestHost> Start(
        Assembly app, Action<string[]>? main, Action<TestHostOptions>? configure)
    {
        var options = new TestHostOptions();
        configure?.Invoke(options);
        var folder = Directory.CreateTempSubdirectory("serverless-host-");
        try
        {
            return new(await HostStart.Run(Plan(app, main, options, folder)), folder);
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    private static HostPlan Plan(
        Assembly app, Action<string[]>? main, TestHostOptions options, DirectoryInfo folder)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in options.Settings)
            settings[name.Replace("__", ":", StringComparison.Ordinal)] = value;
        CheckEnvironment(settings);
        var configuration = new ConfigurationManager();
        ((IConfigurationBuilder)configuration).AddEnvironmentVariables();
        string root = options.ContentRoot ?? Path.GetDirectoryName(app.Location)!;
        SettingsFiles.AddTo(configuration, root, isTest: true);
        ((IConfigurationBuilder)configuration).AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["port"] = "0",
            ["Runtime:DurableFile"] = Path.Combine(folder.FullName, "durable.db"),
        }).AddInMemoryCollection(settings);
        return new()
        {
            App = app,
            AppFile = app.Location,
            Folder = Path.GetFullPath(root),
            Configuration = configuration,
            AppSettings = settings,
            Clock = options.Time ?? TimeProvider.System,
            Wire = options.Wire,
            Logging = options.Logging ?? (_ => { }),
            Services = services => Replace(services, options),
            Classes = options.Functions is { } chosen ? Names(app, chosen).Contains : null,
            Main = main,
            Arguments = options.Arguments,
        };
    }

    // The app's program reads variables after its command line, on which settings reach it.
    private static void CheckEnvironment(Dictionary<string, string?> settings)
    {
        foreach (var (name, value) in settings)
        {
            string variable = name.Replace(":", "__", StringComparison.Ordinal);
            if (Environment.GetEnvironmentVariable(variable) is { } other && other != value)
            {
                throw new StartException(
                    $"The app would find {variable} in the environment, and not the test's setting: "
                    + "unset that variable.");
            }
        }
    }

    // As they stand in an entry point: a dot before the name of a nested class, too.
    private static HashSet<string> Names(Assembly app, Func<Type, bool> chosen) =>
        [.. app.GetTypes().Where(chosen).Select(type => type.FullName!.Replace('+', '.'))];

    private static void Replace(IServiceCollection services, TestHostOptions options)
    {
        if (options.Time is { } time)
            services.Replace(ServiceDescriptor.Singleton(time));
        options.Services?.Invoke(services);
    }

    // What the app sends and reads, the test does in the same form.
    private static DataConverter Converter(IServiceProvider app) =>
        app.GetService<IOptions<DurableTaskClientOptions>>()?.Value.DataConverter
        ?? JsonDataConverter.Default;
}
