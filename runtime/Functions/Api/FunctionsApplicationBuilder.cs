using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serverless.Runtime;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Takes what a function app consists of, and builds its host.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    internal FunctionsApplicationBuilder(string[] args)
    {
        Composition = new Composition(args);
    }

    /// <summary>What only hosts in the cloud leave to extensions.</summary>
    public IDictionary<object, object> Properties => Host.Properties;

    /// <summary>Settings; a later source wins.</summary>
    public ConfigurationManager Configuration => Composition.Web.Configuration;

    /// <summary>Where the app runs.</summary>
    public IHostEnvironment Environment => Composition.Web.Environment;

    /// <summary>The app's logging; the console by default.</summary>
    public ILoggingBuilder Logging => Composition.Web.Logging;

    /// <summary>The app's metrics.</summary>
    public IMetricsBuilder Metrics => Host.Metrics;

    /// <summary>The app's services.</summary>
    public IServiceCollection Services => Composition.Web.Services;

    IConfigurationManager IHostApplicationBuilder.Configuration => Configuration;

    internal Composition Composition { get; }

    private IHostApplicationBuilder Host => Composition.Web;

    /// <summary>Adds middleware inside all that was added before.</summary>
    public IFunctionsWorkerApplicationBuilder Use(
        Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        Composition.Middleware.Add(middleware);
        return this;
    }

    /// <summary>Replaces the container of the services.</summary>
    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull =>
        Host.ConfigureContainer(factory, configure);

    /// <summary>The host, ready to run.</summary>
    public IHost Build() => Composition.Build();
}
