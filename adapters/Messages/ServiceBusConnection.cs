using Azure.Identity;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Configuration;

namespace Serverless.Adapters;

/// <summary>How Service Bus is reached, configured as the Functions host's own triggers are.</summary>
public static class ServiceBusConnection
{
    /// <summary>The name of the connection, for triggers.</summary>
    public const string Name = "ServiceBus";

    /// <summary>Tries so short that a lost link is opened again within what a message may take in all.</summary>
    public static ServiceBusClientOptions Options => new()
    {
        RetryOptions = new() { TryTimeout = TimeSpan.FromSeconds(10), MaxDelay = TimeSpan.FromSeconds(5) },
    };

    /// <summary>
    /// A client for <c>ServiceBus__fullyQualifiedNamespace</c> as the app's own identity (<c>ServiceBus__clientId</c>
    /// chooses one that was assigned); null where no namespace is set, as under <c>func start</c>.
    /// </summary>
    public static ServiceBusClient? Open(IConfiguration configuration) =>
        configuration[$"{Name}:fullyQualifiedNamespace"] is { Length: > 0 } space
            ? new(space, new DefaultAzureCredential(new DefaultAzureCredentialOptions
            {
                ManagedIdentityClientId = configuration[$"{Name}:clientId"],
            }), Options)
            : null;
}
