using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Serverless.Runtime.DurableTask;

/// <summary>Adds the engine to an app.</summary>
public static class DurableEngineRegistration
{
    /// <summary>
    /// Registers the engine, which starts and stops with the host, and its client. It takes
    /// <see cref="IDurableCode"/>, the clock and the loggers from the services.
    /// </summary>
    public static IServiceCollection AddDurableEngine(
        this IServiceCollection services, Action<DurableEngineOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new DurableEngineOptions();
        configure(options);
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<DurableEngine>();
        services.AddSingleton(provider => provider.GetRequiredService<DurableEngine>().Client);
        return services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<DurableEngine>());
    }
}
