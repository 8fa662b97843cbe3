using System.Net;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Serverless.Runtime;

/// <summary>Puts a host together: Kestrel, the triggers and the durable engine, around the app's services.</summary>
internal sealed class Composition
{
    private const long LargestBody = 100 * 1024 * 1024;

    private readonly HostOverride? testing = HostOverride.Current;
    private readonly Assembly app;
    private volatile bool isStarted;

    public Composition(string[] args)
    {
        app = testing?.App ?? Assembly.GetEntryAssembly()!;
        Web = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            // Nothing is read again while it runs, so no file needs watching.
            Args = [.. args, "--hostBuilder:reloadConfigOnChange=false"],
            ApplicationName = app.GetName().Name,
            ContentRootPath = testing?.ContentRoot ?? ContentRoot(),
            EnvironmentName = Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT"),
        });
        _ = StartException.OrExit(() =>
        {
            SettingsFiles.AddTo(Web.Configuration, Web.Environment.ContentRootPath, isTest: testing is not null);
            return true;
        });
        if (testing is not null)
            Web.Configuration.AddInMemoryCollection(testing.Settings);
        AddLogging(Web.Logging, Web.Configuration);
        AddDefaults(Web.Services);
    }

    public WebApplicationBuilder Web { get; }

    public List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> Middleware { get; } = [];

    /// <summary>True when the app asked for ASP.NET Core's types.</summary>
    public bool AnswersHttp { get; set; }

    public IHost Build() => StartException.OrExit(BuildHost);

    private FunctionsHost BuildHost()
    {
        var types = AppAssemblies.Types(app);
        var catalog = FunctionCatalog.Of(
            testing?.Types is { } chosen ? types.Where(chosen) : types,
            name => SettingNames.IsDisabled(name, Web.Configuration));
        if (!AnswersHttp && catalog.With<HttpTriggerAttribute>().Any())
            throw new StartException("HTTP functions need builder.ConfigureFunctionsWebApplication() in Program.");
        var settings = HostSettings.From(Web.Configuration);
        int port = Port(Web.Configuration);
        Web.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        AddRuntime(Web.Services, catalog, settings);
        testing?.Services?.Invoke(Web.Services);
        var web = Web.Build();
        Connect(web);
        web.Lifetime.ApplicationStarted.Register(() => isStarted = true);
        var host = new FunctionsHost(web, port);
        testing?.Built.TrySetResult(host);
        return host;
    }

    private static void Connect(WebApplication web)
    {
        DurableComposition.Connect(web.Services);
        var problems = new List<string>();
        web.Services.GetRequiredService<HttpFunctions>().Map(web, problems);
        var listeners = web.Services.GetRequiredService<Listeners>();
        listeners.Add(web.Services.GetRequiredService<QueueListeners>().Make(problems));
        listeners.Add(web.Services.GetRequiredService<TimerListeners>().Make(problems));
        if (problems.Count > 0)
            throw new StartException(string.Join(Environment.NewLine, problems));
    }

    // What the app may replace, since it is registered before the app's own.
    private static void AddDefaults(IServiceCollection services)
    {
        services.AddRouting();
        services.Configure<JsonSerializerOptions>(json => json.PropertyNameCaseInsensitive = true);
        services.AddSingleton<Stopping>();
    }

    private void AddRuntime(IServiceCollection services, FunctionCatalog catalog, HostSettings settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(catalog);
        services.AddSingleton(settings);
        services.AddSingleton(new MiddlewareList(Middleware));
        services.AddSingleton<Invocations>();
        services.AddSingleton<FunctionKeys>();
        services.AddSingleton<HttpFunctions>();
        // Before the listeners, so that it stops after them.
        DurableComposition.Add(services, catalog, Web.Configuration, Web.Environment.ContentRootPath);
        services.AddSingleton<QueueConnections>();
        services.AddSingleton<SendWatcher>();
        services.AddSingleton<QueueListeners>();
        services.AddSingleton<TimerListeners>();
        services.AddSingleton<Listeners>();
        services.AddHostedService(provider => provider.GetRequiredService<Listeners>());
        // After running invocations were given their time, what is left gets a little to end by itself.
        var patience = Stopping.Patience(Web.Configuration);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = patience + TimeSpan.FromSeconds(10));
    }

    private void AddLogging(ILoggingBuilder logging, ConfigurationManager settings)
    {
        logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Azure", LogLevel.Warning);
        logging.AddConfiguration(settings.GetSection(HostSettings.Section).GetSection("logging"));
        // What fails a start is thrown, and told once.
        logging.AddFilter(
            "Microsoft.Extensions.Hosting.Internal.Host", level => isStarted && level >= LogLevel.Warning);
        logging.Services.Configure<SimpleConsoleFormatterOptions>(console => console.SingleLine = true);
    }

    private string ContentRoot()
    {
        if (Environment.GetEnvironmentVariable("FUNCTIONS_APPLICATION_DIRECTORY") is { Length: > 0 } named)
            return named;
        string here = Directory.GetCurrentDirectory();
        return File.Exists(Path.Combine(here, "host.json")) ? here : Path.GetDirectoryName(app.Location)!;
    }

    private static int Port(ConfigurationManager settings)
    {
        string text = settings["port"] ?? settings["FUNCTIONS_PORT"] ?? settings["Host:LocalHttpPort"] ?? "7071";
        return int.TryParse(text, out int port) && port is >= 0 and <= 65535
            ? port
            : throw new StartException($"The port must be a number from 0 to 65535, not '{text}'.");
    }
}
