using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serverless.Runtime.DurableTask;
using Yarp.ReverseProxy.Forwarder;

namespace Serverless.Runtime;

/// <summary>Brings a host up: settings, workers, what they announce, and only then whatever calls them.</summary>
internal sealed class HostStart : IAsyncDisposable
{
    private const long LargestBody = 100 * 1024 * 1024;

    private readonly HostPlan plan;
    private readonly HostSettings settings;
    private readonly ILoggerFactory loggers;
    private readonly Stopping stopping;
    private readonly DurableFunctions code = new();
    private readonly DurableEngine engine;
    private readonly SendWatcher sends = new();
    private readonly WebApplicationBuilder web;
    private readonly int port;
    private RpcServer? door;
    private Workers? workers;
    private bool isUp;

    private HostStart(HostPlan plan)
    {
        this.plan = plan;
        settings = HostSettings.From(plan.Configuration);
        if (settings.RoutePrefix != SettingsFiles.RoutePrefix(plan.Folder))
        {
            throw new StartException(
                "The prefix of routes must stand in host.json: the worker reads no setting for it.");
        }

        stopping = new(Stopping.Patience(plan.Configuration));
        loggers = HostLogging.Create(plan);
        engine = new(DurableSettings.From(plan, new(loggers.CreateLogger<Resting>())), code, plan.Clock, loggers);
        port = Port(plan.Configuration);
        web = Web();
    }

    /// <summary>Starts everything, or nothing.</summary>
    /// <exception cref="StartException">It cannot run so; the message says what to change.</exception>
    public static async Task<RunningHost> Run(HostPlan plan)
    {
        await using var start = new HostStart(plan);
        try
        {
            return await start.Up();
        }
        catch (IOException unusable)
        {
            // A file or a port of the host's own that cannot be used says so itself.
            throw new StartException(unusable.Message, unusable);
        }
    }

    // What has come up before something failed ends again.
    public async ValueTask DisposeAsync()
    {
        if (isUp)
            return;
        await engine.DisposeAsync();
        if (workers is not null)
            await workers.DisposeAsync();
        if (door is not null)
            await door.DisposeAsync();
        sends.Dispose();
        stopping.Dispose();
        loggers.Dispose();
    }

    private async Task<RunningHost> Up()
    {
        var log = loggers.CreateLogger("Functions");
        if (settings.Unread is { Count: > 0 } unread)
            log.LogWarning("Not read here, though Azure may: host.json's {Settings}.", string.Join(", ", unread));
        door = await RpcServer.Start(new Sidecar(engine), loggers);
        var front = web.Build();
        workers = new(Programs(front.Services), door, plan.Folder, Math.Max(1, plan.Processes), plan.Patience,
            loggers);
        var (first, announced) = await workers.Begin();
        var catalog = FunctionCatalog.Of(announced, plan.Configuration);
        if (first.HttpAddress is null && catalog.Of("http").Any())
        {
            throw new StartException(
                "The app has HTTP functions and no HTTP pipeline: its program must call "
                + "ConfigureFunctionsWebApplication.");
        }

        var invocations = new Invocations(workers, new(door.Address), settings, plan.Patience, loggers);
        code.Take(catalog, invocations);
        var listeners = new Listeners(stopping);
        Connect(front, listeners, catalog, invocations);
        await workers.Load(first, Loadable(catalog));
        bool isDurable = catalog.Functions.Any(DurableSettings.Needs);
        if (isDurable)
            await engine.StartAsync(CancellationToken.None);
        await Listen(front);
        listeners.Start();
        isUp = true;
        var host = new RunningHost
        {
            Address = new(front.Urls.First()),
            Front = front,
            Listeners = listeners,
            Engine = isDurable ? engine : null,
            Workers = workers,
            Door = door,
            Sends = sends,
            Stopping = stopping,
            Catalog = catalog,
            Invocations = invocations,
            Loggers = loggers,
        };
        var kinds = catalog.Functions.CountBy(function => function.Trigger.Type)
            .Select(kind => $"{kind.Value} {kind.Key}");
        log.LogInformation("Listening on {Address} ({Functions}).", host.Address, string.Join(", ", kinds));
        return host;
    }

    private IWorkerPrograms Programs(IServiceProvider services) => plan.Programs ?? (plan.Processes > 0
        ? new ProcessPrograms(
            plan.AppFile, plan.Folder, plan.AppSettings, HostLogging.Levels(plan),
            services.GetRequiredService<IHttpForwarder>(), loggers.CreateLogger("Worker"))
        : new InProcessPrograms(new()
        {
            App = plan.App!,
            Folder = plan.Folder,
            Settings = plan.AppSettings,
            Levels = HostLogging.Levels(plan),
            Arguments = plan.Arguments,
            Main = plan.Main,
            Services = plan.Services,
            Classes = plan.Classes,
        }, plan.Patience));

    // The file of a function is looked for in the folder of host.json, which in a test is another one.
    private System.Collections.Immutable.ImmutableArray<AppFunction> Loadable(FunctionCatalog catalog)
    {
        string output = Path.GetDirectoryName(plan.AppFile)!;
        foreach (var function in catalog.Functions)
            function.Metadata.ScriptFile = Path.Combine(output, function.Metadata.ScriptFile);
        return catalog.Functions;
    }

    private void Connect(
        WebApplication front, Listeners listeners, FunctionCatalog catalog, Invocations invocations)
    {
        var problems = new List<string>();
        new HttpFunctions(catalog, settings, new(plan.Configuration), invocations, stopping).Map(front, problems);
        listeners.Add(new QueueListeners(
            catalog, settings, plan.Configuration, new(plan.Configuration, plan.Wire), invocations, sends, stopping,
            loggers.CreateLogger<QueueListener>()).Make(problems));
        listeners.Add(new TimerListeners(
            catalog, plan.Configuration, new(DurableSettings.TimersFolder(plan)), plan.Clock, invocations, stopping,
            loggers.CreateLogger<TimerListener>()).Make(problems));
        if (problems.Count > 0)
            throw new StartException(string.Join(Environment.NewLine, problems));
    }

    private WebApplicationBuilder Web()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = plan.Folder });
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(loggers).AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddRouting();
        builder.Services.AddHttpForwarder();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        return builder;
    }

    private async Task Listen(WebApplication front)
    {
        try
        {
            await front.StartAsync();
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new StartException(
                $"Port {port} of 127.0.0.1 is in use: stop what listens there, or choose another with --port.",
                exception);
        }
    }

    private static int Port(IConfiguration settings)
    {
        string text = settings["port"] ?? settings["FUNCTIONS_PORT"] ?? settings["Host:LocalHttpPort"] ?? "7071";
        return int.TryParse(text, out int port) && port is >= 0 and <= 65535
            ? port
            : throw new StartException($"The port must be a number from 0 to 65535, not '{text}'.");
    }
}
