using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Serverless.Runtime.DurableTask;

/// <summary>Adds the engine to a host.</summary>
public static class DurableEngineRegistration
{
    /// <summary>
    /// Registers the engine, which starts and stops with the host. It takes <see cref="IDurableCode"/>, the clock and
    /// the loggers from the services.
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
        return services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<DurableEngine>());
    }

    /// <summary>Registers what <see cref="MapSidecar"/> needs.</summary>
    public static IServiceCollection AddSidecar(this IServiceCollection services)
    {
        services.AddGrpc(options =>
        {
            // The engine itself says what is too much, in words.
            options.MaxReceiveMessageSize = null;
            options.MaxSendMessageSize = null;
        });
        return services;
    }

    /// <summary>Answers Durable Task clients, over the engine in the services.</summary>
    public static IEndpointConventionBuilder MapSidecar(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGrpcService<Sidecar>();
}
