using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Serverless.Runtime.DurableTask;

namespace Serverless.Runtime;

/// <summary>Adds the durable engine to the hosts of apps that use it; others have no file.</summary>
internal static class DurableComposition
{
    /// <summary>
    /// Adds it; its file is <c>Runtime:DurableFile</c>, by default <c>.serverless/durable.db</c> in the app's folder,
    /// its limits are those of <c>extensions.durableTask</c> in <c>host.json</c>.
    /// </summary>
    public static void Add(
        IServiceCollection services, FunctionCatalog catalog, IConfiguration settings, string contentRoot)
    {
        if (!catalog.Functions.Any(IsDurable))
            return;
        var limits = settings.GetSection($"{HostSettings.Section}:extensions:durableTask");
        int usual = 10 * Environment.ProcessorCount;
        services.AddSingleton<IDurableCode, DurableFunctions>();
        services.AddDurableEngine(options =>
        {
            options.File = File(settings, contentRoot);
            options.DrainTimeout = Stopping.Patience(settings);
            options.MaxConcurrentActivities =
                HostSettings.Number(limits, "maxConcurrentActivityFunctions", usual, 1, 100_000);
            options.MaxConcurrentOrchestrations =
                HostSettings.Number(limits, "maxConcurrentOrchestratorFunctions", usual, 1, 100_000);
            options.ExtendedSessions = HostSettings.Flag(limits, "extendedSessionsEnabled");
            options.DefaultVersion = limits["defaultVersion"] ?? "";
            options.VersionMatch = HostSettings.Choice(limits, "versionMatchStrategy", VersionMatch.CurrentOrOlder);
            options.VersionFailure = HostSettings.Choice(limits, "versionFailureStrategy", VersionFailure.Reject);
        });
    }

    /// <summary>Where the orchestrations are kept.</summary>
    public static string File(IConfiguration settings, string contentRoot) =>
        settings["Runtime:DurableFile"] ?? Path.Combine(contentRoot, ".serverless", "durable.db");

    /// <summary>Lets the engine write and read JSON as the app's functions do.</summary>
    public static void Connect(IServiceProvider services)
    {
        if (services.GetService<DurableEngineOptions>() is { } options)
            options.JsonSerializerOptions = services.GetRequiredService<IOptions<JsonSerializerOptions>>().Value;
    }

    /// <summary>Ends the engine as a killed process would.</summary>
    public static Task Abandon(IServiceProvider services) =>
        services.GetService<DurableEngine>()?.Abandon() ?? Task.CompletedTask;

    private static bool IsDurable(AppFunction function) =>
        function.Trigger is OrchestrationTriggerAttribute or ActivityTriggerAttribute
        || function.Method.GetParameters().Any(
            parameter => parameter.GetCustomAttribute<DurableClientAttribute>() is not null);
}
