using Microsoft.Extensions.DependencyInjection;

namespace Serverless.Runtime.DurableTask;

/// <summary>Adds the engine to an app.</summary>
public static class DurableEngineRegistration
{
    /// <summary>Registers the engine; it takes <see cref="IDurableCode"/> and the clock from the services.</summary>
    public static IServiceCollection AddDurableEngine(
        this IServiceCollection services, Action<DurableEngineOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new DurableEngineOptions();
        configure(options);
        return services.AddSingleton(options);
    }
}
