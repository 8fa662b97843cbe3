using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;

namespace Serverless.Functions;

/// <summary>What the app has where its settings name a service of Azure.</summary>
public static class AzureParts
{
    /// <summary>Messages over Service Bus and telemetry to Azure Monitor, each where a setting names it.</summary>
    public static IServiceCollection AddAzure(this IServiceCollection services, IConfiguration configuration) =>
        services.AddServiceBus(configuration).AddTelemetry(configuration);

    private static IServiceCollection AddServiceBus(this IServiceCollection services, IConfiguration configuration)
    {
        // The functions whose bodies bus triggers call; the worker makes only those that it is called for itself.
        services.AddTransient<StockFunctions>().AddTransient<OrderMail>().AddTransient<PaymentFunctions>();
        services.AddTransient<SignInMail>().AddTransient<ClearanceFunctions>().AddTransient<ClearanceMail>();
        services.AddTransient<SignInWarning>().AddTransient<InvitationMail>().AddTransient<PickupMail>();
        services.AddTransient<PurchaseMail>().AddTransient<CrmFunctions>().AddTransient<FulfilmentFunctions>();
        services.AddTransient<CancellationMail>().AddTransient<OrderChangeMail>();
        services.AddTransient<ParcelMail>().AddTransient<PapersMail>();
        services.AddTransient<RefundMail>();
        services.AddTransient<PaymentNeededMail>();
        return ServiceBusConnection.Open(configuration) is { } client
            // From a factory, so that it is closed with the app.
            ? services.AddSingleton(_ => client).AddSingleton<IMessages, ServiceBusMessages>()
            : services;
    }

    private static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration["APPLICATIONINSIGHTS_CONNECTION_STRING"] is not { Length: > 0 } connection) return services;
        services.AddOpenTelemetry()
            .WithTracing(traces => traces.AddSource(
                "Microsoft.Azure.Functions.Worker", "Microsoft.DurableTask", MessageTrace.Source))
            .UseAzureMonitorExporter(exporter =>
            {
                exporter.ConnectionString = connection;
                exporter.Credential = new DefaultAzureCredential();
            });
        return services;
    }
}
