using System.Reflection;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Serverless.Runtime.DurableTask;

namespace Serverless.Runtime.Testing;

/// <summary>
/// A whole function app inside a test: its own program, on a free port, with the settings, services and clock that the
/// test wants. Several may run at once.
/// </summary>
public sealed class FunctionsTestHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly FunctionsHost host;
    private readonly Task program;
    private readonly DirectoryInfo folder;
    private readonly SocketsHttpHandler connections = new();
    private bool gone;

    private FunctionsTestHost(FunctionsHost host, Task program, DirectoryInfo folder)
    {
        (this.host, this.program, this.folder) = (host, program, folder);
        Client = new(connections, disposeHandler: false) { BaseAddress = host.Address };
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => host.Address;

    /// <summary>Calls it over real HTTP.</summary>
    public HttpClient Client { get; }

    /// <summary>The app's services.</summary>
    public IServiceProvider Services => host.Services;

    /// <summary>The client of its orchestrations.</summary>
    public DurableTaskClient Durable => Services.GetRequiredService<DurableTaskClient>();

    /// <summary>Runs the program whose assembly holds a type: its entry point, top-level statements included.</summary>
    public static Task<FunctionsTestHost> Start<TApp>(Action<TestHostOptions>? configure = null) =>
        Start(typeof(TApp).Assembly, configure);

    /// <summary>Runs the program of an assembly: its entry point, top-level statements included.</summary>
    public static Task<FunctionsTestHost> Start(Assembly app, Action<TestHostOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(app);
        var main = app.EntryPoint ?? throw new ArgumentException($"{app.GetName().Name} has no entry point.");
        return Start(app, arguments => Invoke(main, arguments), configure);
    }

    /// <summary>Runs a method as the program, with the functions of the assembly that it is in.</summary>
    public static Task<FunctionsTestHost> Start(Action<string[]> main, Action<TestHostOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(main);
        return Start(main.Method.Module.Assembly, main, configure);
    }

    /// <summary>
    /// Waits until nothing is under way that the host knows of: no message, timer, activity or turn of an
    /// orchestration. Whatever goes on then needs a request, a signal, another process or the clock.
    /// </summary>
    public async Task WhenIdle(CancellationToken cancellation = default)
    {
        var listeners = Services.GetRequiredService<Listeners>();
        var engine = Services.GetService<DurableEngine>();
        while (true)
        {
            bool idle = listeners.AreIdle;
            if (engine is not null)
                await engine.WhenIdle(cancellation);
            if (idle && listeners.AreIdle)
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
        await program.WaitAsync(Patience);
        folder.Delete(recursive: true);
    }

    /// <summary>Stops the host as SIGTERM would: running invocations are finished first.</summary>
    public async ValueTask DisposeAsync()
    {
        if (gone)
            return;
        gone = true;
        host.Lifetime.StopApplication();
        await program.WaitAsync(Patience);
        await host.DisposeAsync();
        // Not the client: that would cut off who is still reading an answer that the host has finished.
        connections.Dispose();
        folder.Delete(recursive: true);
    }

    private static async Task<FunctionsTestHost> Start(
        Assembly app, Action<string[]> main, Action<TestHostOptions>? configure)
    {
        var options = new TestHostOptions();
        configure?.Invoke(options);
        var folder = Directory.CreateTempSubdirectory("serverless-host-");
        var testing = Override(app, options, folder);
        var program = RunProgram(() => main(options.Arguments), testing);
        try
        {
            var host = await Built(testing, program).WaitAsync(Patience);
            await Started(host, program).WaitAsync(Patience);
            return new(host, program, folder);
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    private static HostOverride Override(Assembly app, TestHostOptions options, DirectoryInfo folder)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["port"] = "0",
            ["Runtime:DurableFile"] = Path.Combine(folder.FullName, "durable.db"),
            ["Logging:Console:LogLevel:Default"] = "None",
        };
        foreach (var (name, value) in options.Settings)
            settings[name.Replace("__", ":", StringComparison.Ordinal)] = value;
        return new()
        {
            App = app,
            ContentRoot = options.ContentRoot ?? Path.GetDirectoryName(app.Location)!,
            Settings = settings,
            Types = options.Functions,
            Services = services => Replace(services, options),
        };
    }

    private static void Replace(IServiceCollection services, TestHostOptions options)
    {
        services.Replace(ServiceDescriptor.Singleton<IHostLifetime, NoLifetime>());
        if (options.Time is { } time)
            services.Replace(ServiceDescriptor.Singleton(time));
        options.Services?.Invoke(services);
    }

    // A thread of its own, since a program blocks the one it runs on until its host is stopped.
    private static Task RunProgram(Action main, HostOverride testing)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            testing.Enter();
            try
            {
                main();
                end.SetResult();
            }
            catch (Exception exception)
            {
                end.SetException(exception);
            }
        })
        { IsBackground = true, Name = "Program" };
        thread.Start();
        return end.Task;
    }

    private static async Task<FunctionsHost> Built(HostOverride testing, Task program)
    {
        if (await Task.WhenAny(testing.Built.Task, program) == program)
            await program;
        return testing.Built.Task.IsCompleted
            ? await testing.Built.Task
            : throw new InvalidOperationException("The program ended before it had built its host.");
    }

    private static async Task Started(FunctionsHost host, Task program)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = host.Lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        if (await Task.WhenAny(started.Task, program) == program)
            await program;
        if (!started.Task.IsCompleted)
            throw new InvalidOperationException("The program ended before it had started its host.");
    }

    private static void Invoke(MethodInfo main, string[] arguments) =>
        main.Invoke(
            null, BindingFlags.DoNotWrapExceptions, null, main.GetParameters().Length == 0 ? [] : [arguments], null);

    // A test ends its host itself; signals are the test runner's.
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
